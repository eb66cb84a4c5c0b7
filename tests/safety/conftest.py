"""What the checks of safety share with the tests of reports."""
from tests.reports.conftest import pdf_bytes

__all__ = ["pdf_bytes"]

"""What tests of printed reports share."""
import os

import pytest

from reports.outputs import FORMATS, Unavailable
from tests.reports.factories import CONTEXT


@pytest.fixture(scope="session")
def pdf_bytes():
    """Makes the PDF of a report; without Pango or a font the test is skipped, in CI it fails."""
    made = {}

    def make(report):
        if report.label not in made or made[report.label][0] != report:
            made[report.label] = report, _pdf(report)
        return made[report.label][1]
    return make


def _pdf(report):
    try:
        return FORMATS["pdf"].write(report, CONTEXT)
    except Unavailable as reason:
        if os.environ.get("CWC_REQUIRE_BROWSER") == "1":
            pytest.fail(str(reason))
        pytest.skip(str(reason))

"""The invented councils of fixtures/ and their golden reports."""
import csv
import os
from functools import cache
from pathlib import Path

from django.conf import settings

from cases.demo.books import Folder
from cases.demo.years import Years, invent
from reports.grid import Report
from reports.outputs.csv import write

COUNCILS = sorted(path.parent.name for path in settings.FIXTURES.glob("*/council.json"))
WRITES = os.environ.get("CWC_WRITE_GOLDEN") == "1"


@cache
def years_of(council: str) -> Years:
    return invent(Folder(settings.FIXTURES / council))


def year_of(council: str) -> int:
    """The fiscal year of the golden report: the last one."""
    return max(years_of(council).folder.years)


def golden_file(council: str) -> Path:
    return settings.FIXTURES / council / f"report-{year_of(council)}.csv"


def golden_rows(council: str) -> list[dict]:
    return list(csv.DictReader(golden_file(council).read_text("utf-8-sig").splitlines()))


def text_of(report: Report) -> str:
    """The report as the CSV that offices get, with plain line ends."""
    return write(report, None).decode("utf-8-sig").replace("\r\n", "\n")

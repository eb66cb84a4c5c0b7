"""The data for publication as one ZIP file: data.csv, codes.csv, definitions.csv, notes.csv."""
import csv
import io
import zipfile
from collections.abc import Iterable

from cases.formulas import defuse
from reports.grid import Report

from .base import Context
from .open_data import HEADINGS, facts
from .open_data_words import (
    CODE_HEADINGS,
    DEFINITION_HEADINGS,
    NOTE_HEADINGS,
    code_rows,
    definition_rows,
    note_rows,
)


def write(report: Report, context: Context) -> bytes:
    """The whole ZIP file; the same report of the same day gives the same bytes."""
    parts = {"data.csv": (HEADINGS, facts(report)), "codes.csv": (CODE_HEADINGS, code_rows(report)),
             "definitions.csv": (DEFINITION_HEADINGS, definition_rows(report, context)),
             "notes.csv": (NOTE_HEADINGS, note_rows(report))}
    content, day = io.BytesIO(), (context.made_on.year, context.made_on.month, context.made_on.day, 0, 0, 0)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (headings, rows) in parts.items():
            archive.writestr(zipfile.ZipInfo(name, day), _csv(headings, rows), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _csv(headings: Iterable[str], rows: Iterable[tuple]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([defuse(each) if isinstance(each, str) and not _is_number(each) else each for each in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _is_number(text: str) -> bool:
    """Whether the text is a share of ours, such as -1.6."""
    return text.replace(".", "", 1).removeprefix("-").isdecimal()

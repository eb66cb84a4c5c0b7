"""The report as an Excel workbook: cover with contents, the tables as printed, then all figures in long form."""
import io
import re
from datetime import datetime, time

import xlsxwriter

from reports.comparison import ALL_NEW
from reports.grid import MASKED, Report

from . import wording
from .about import months_below
from .base import Context
from .long_form import HEADINGS, LongRow, long_rows
from .xlsx_chapters import SHEET, write_chapters
from .xlsx_cover import ABOUT, COVER, write_about, write_cover
from .xlsx_styles import Styles, paper
from .xlsx_tables import write_section, write_trend

# Texts stay texts: nothing that a label begins with makes a formula, a number or a link of it.
_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_LONGEST_NAME = 31
_LONG_FORM_WIDTHS = (8, 12, 26, 28, 20, 6, 10, 10, 8, 6, 60, 18, 14, 10, 14)


def write(report: Report, context: Context) -> bytes:
    """The workbook; figures are numbers, － stands where one is not available. No cell holds a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _AS_TEXT) as book:
        book.set_properties(_properties(report, context))
        styles, sheets = Styles(book), Sheets(book)
        cover, about = sheets.add(COVER), sheets.add(ABOUT)
        places = _write_tables(sheets, styles, report, context) | _write_trends(sheets, styles, report, context)
        if report.chapters:
            write_chapters(sheets.add(SHEET), styles, report, context)
        listed = sheets.add("一覧（縦持ち）")
        _write_long_form(listed, styles, report, context, list(long_rows(report)))
        write_cover(cover, styles, report, context, places, listed.name)
        write_about(about, styles, report, context)
    return content.getvalue()


def _write_tables(sheets: "Sheets", styles: Styles, report: Report, context: Context) -> dict[int, str]:
    """A sheet for each 内訳 table; returns where each table stands, by its id()."""
    places: dict[int, str] = {}
    for grid in report.tables:
        tables = [grid, *months_below(report, grid)]
        sheet = sheets.add(grid.title)
        starts = write_section(sheet, styles, report, context, grid, tables[1:])
        quoted = sheet.name.replace("'", "''")
        places |= {id(table): f"'{quoted}'!A{row + 1}" for table, row in zip(tables, starts, strict=True)}
    return places


def _write_trends(sheets: "Sheets", styles: Styles, report: Report, context: Context) -> dict[int, str]:
    """A sheet for each 年度推移."""
    places: dict[int, str] = {}
    for trend in report.trends:
        sheet = sheets.add(trend.title)
        write_trend(sheet, styles, report, context, trend)
        quoted = sheet.name.replace("'", "''")
        places[id(trend)] = f"'{quoted}'!A1"
    return places


class Sheets:
    """Adds worksheets under names that Excel accepts, each only once."""

    def __init__(self, book):
        self.book = book

    def add(self, title: str):
        """A worksheet called `title`, cut and numbered where need be."""
        name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "＿", title).strip("' ")
        name = _fitting(name, _LONGEST_NAME).rstrip("'") or "表"
        taken = {each.name.casefold() for each in self.book.worksheets()}
        number, unique = 1, name
        while unique.casefold() in taken:
            number += 1
            unique = f"{_fitting(name, _LONGEST_NAME - 4)}（{number}）"
        return self.book.add_worksheet(unique)


def _fitting(text: str, length: int) -> str:
    """The beginning of a text as Excel counts: 𠮷 and other rare kanji are two."""
    return text.encode("utf-16-le")[:2 * length].decode("utf-16-le", "ignore")


def _properties(report: Report, context: Context) -> dict:
    return {"title": f"{report.label} {wording.title_of(report)}", "author": context.made_by or context.council,
            "company": context.council, "subject": context.programme,
            "created": datetime.combine(context.made_on, time())}


def _number(value: int | str | None) -> float | str | None:
    """A share or a rate as a number."""
    return float(value) if isinstance(value, str) and value not in (MASKED, ALL_NEW) else value


def _write_long_form(sheet, styles: Styles, report: Report, context: Context, rows: list[LongRow]) -> None:
    """One table, headings in the first row and nothing beside it."""
    for column, (heading, width) in enumerate(zip(HEADINGS, _LONG_FORM_WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles.heading)
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row._replace(percent=_number(row.percent), change=_number(row.change))):
            if isinstance(value, str):
                sheet.write_string(place, column, value, styles.plain)
            elif value is not None:
                sheet.write_number(place, column, value, styles.tenths if isinstance(value, float) else styles.plain)
    sheet.autofilter(0, 0, len(rows), len(HEADINGS) - 1)
    sheet.freeze_panes(1, 0)
    paper(sheet, report, context, heading_row=0, landscape=True)

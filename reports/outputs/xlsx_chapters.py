"""The sheet of what was done in a year besides what its tables count: a line for each meeting, exchange, training and publication."""
from cases.models import AMOUNTS
from reports.grid import Report

from .base import Context
from .chapter_lines import headings, lines
from .xlsx_styles import Styles, paper

SHEET = "会議・研修・広報など"
_WIDTHS = (20, 12, 34, 16, 26, 8, 17, 17, *(12 for _ in AMOUNTS))


def write_chapters(sheet, styles: Styles, report: Report, context: Context) -> None:
    """One table; an amount that nobody wrote down is a blank cell."""
    for column, (heading, width) in enumerate(zip(headings(), _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles.heading)
    for place, line in enumerate(lines(report), 1):
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(place, column, value, styles.label[0])
            elif value is None:
                sheet.write_blank(place, column, None, styles.label[0])
            else:
                sheet.write_number(place, column, value, styles.count[0])
    sheet.freeze_panes(1, 0)
    paper(sheet, report, context, heading_row=0, landscape=True)

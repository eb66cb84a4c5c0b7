"""The first sheets of the workbook: cover with contents, each line a link to its table, and what the figures are."""
from reports.grid import Report

from . import wording
from .about import about, contents
from .base import Context
from .xlsx_styles import Styles, lines_high, paper

COVER, ABOUT = "表紙", "集計について"
_COVER_WIDTHS = (4, 4, 62, 12)
_ABOUT_WIDTHS = (18, 68)
_CONTENTS_ROW = 13


def write_cover(sheet, styles: Styles, report: Report, context: Context, places: dict[int, str], listed: str) -> None:
    """Year, programme, title, districts, date and council; then the contents.

    `places` are the links of the tables by their id(), `listed` is the name of the sheet with all figures.
    """
    _columns(sheet, _COVER_WIDTHS)
    edition = wording.edition_words(report) or "・".join(wording.district_names(report)) or wording.scope_words(report)
    lines = [(1, wording.edition_mark(report), styles.mark, 18), (2, report.label, styles.year, 30), (3, context.programme, styles.programme, 24),
             (4, wording.title_of(report), styles.name, 44), (5, edition, styles.programme, _height(edition, _COVER_WIDTHS)),
             (7, wording.made_on(context), styles.centre, 20), (8, context.council, styles.programme, 24),
             (9, f"作成　{context.made_by}" if context.made_by else "", styles.centre, 20)]
    for row, words, style, height in lines:
        sheet.set_row(row, height)
        sheet.merge_range(row, 0, row, len(_COVER_WIDTHS) - 1, "", style)
        sheet.write_string(row, 0, words, style)
    sheet.write_string(_CONTENTS_ROW - 2, 0, "目次", styles.title)
    for row, (depth, words, link) in enumerate(_linked(report, places, listed), _CONTENTS_ROW):
        sheet.set_row(row, 19)
        sheet.write_url(row, depth, f"internal:{link}", styles.link, string=words, tip="この表へ移ります")
    _finish(sheet, report, context)


def write_about(sheet, styles: Styles, report: Report, context: Context) -> None:
    """The period, the districts and the signs."""
    _columns(sheet, _ABOUT_WIDTHS)
    sheet.write_string(0, 0, "集計について", styles.title)
    sheet.set_row(0, 22)
    for row, (term, words) in enumerate(about(report), 2):
        sheet.set_row(row, _height(words, _ABOUT_WIDTHS[1:]))
        sheet.write_string(row, 0, term, styles.term)
        sheet.write_string(row, 1, words, styles.words)
    _finish(sheet, report, context)


def _linked(report: Report, places: dict[int, str], listed: str):
    """(column, words, link) of each line of the contents. The chapter of the tables leads to the first of them."""
    entries = list(contents(report))
    first = next((places[id(each.table)] for each in entries if each.table), f"'{ABOUT}'!A1")
    links = [f"'{ABOUT}'!A1", first]
    for each in entries:
        yield each.depth, each.words, places[id(each.table)] if each.table else links.pop(0)
    yield 0, "一覧（縦持ち）　すべての数を1行に1つずつ並べた表", f"'{listed}'!A1"


def _columns(sheet, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _height(words: str, widths: tuple[int, ...]) -> int:
    return 16 * lines_high(words, sum(widths)) + 4


def _finish(sheet, report: Report, context: Context) -> None:
    sheet.hide_gridlines(2)
    paper(sheet, report, context, landscape=False)

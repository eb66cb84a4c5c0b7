"""The cell formats and the paper of the workbook's sheets."""
import math
import unicodedata
from collections.abc import Sequence

from reports.comparison import DIFFERENCE, RATE, RATIO
from reports.grid import Report

from . import wording
from .base import Context

_FONT = {"font_name": "BIZ UDPGothic", "font_size": 10, "valign": "vcenter"}
_RULED = {"border": 1, "border_color": "#9aa0a8"}
_TOTAL = {"bold": True, "top": 2, "bg_color": "#f2f4f8"}
_CENTRED = {"align": "center", "text_wrap": True}
_CHANGE = {"align": "right", "left": 0, "font_color": "#444444"}
_COUNT = '#,##0;"△"#,##0;0'
# A figure and last year's beside it have no line between them, so that they read as the print does: 94（132）.
_FIGURES = {"count": (_COUNT, {"align": "right"}), "paired": (_COUNT, {"align": "right", "right": 0}),
            "prior": ('"（"#,##0"）";"（△"#,##0"）";"（"0"）"', {"align": "left", "left": 0, "font_color": "#444444"}),
            "share": ("0.0%", {"align": "right"}),
            DIFFERENCE: ('"+"#,##0;"△"#,##0;0', _CHANGE), RATE: ('#,##0.0;"△"#,##0.0;0.0', _CHANGE), RATIO: ('#,##0.0;"△"#,##0.0;0.0', _CHANGE)}
_A4, _A4_INCHES, _PIXELS, _POINTS = 9, (8.27, 11.69), 96, 72
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.8, 0.6, 0.9, 0.8  # inches
_LONGEST_IN_MARGIN = 80


class Styles:
    """The cell formats of one workbook, those of figures in a plain and a 合計 version."""

    def __init__(self, book):
        def make(**more):
            return book.add_format(_FONT | more)

        def pair(**more):
            return make(**_RULED, **more), make(**_RULED | more | _TOTAL)

        self.title, self.small = make(bold=True, font_size=14), make(font_color="#444444")
        self.note = make(text_wrap=True)
        self.plain, self.tenths = make(), make(num_format="0.0")
        self.heading = make(**_RULED, bold=True, bg_color="#e3e8f2", align="center", text_wrap=True)
        self.label, self.child = pair(text_wrap=True), pair(indent=1, text_wrap=True)
        self.figures = {name: pair(num_format=plain, **more) for name, (plain, more) in _FIGURES.items()}
        self.count = self.figures["count"]
        self.make, self.marked = make, {}
        self._cover(make)

    def _cover(self, make) -> None:
        self.mark, self.year = make(align="right", font_color="#555555"), make(**_CENTRED, font_size=18)
        self.programme, self.centre = make(**_CENTRED, font_size=12), make(**_CENTRED)
        self.name = make(**_CENTRED, font_size=22, bold=True, top=2, bottom=2, border_color="#1f2a5a")
        self.link = make(font_color="#0017c1", underline=1, font_size=11)
        self.term = make(**_RULED, bold=True, bg_color="#f2f4f8", valign="top")
        self.words = make(**_RULED, text_wrap=True, valign="top")

    def of(self, style: str, total: int, mark: str):
        """A format of figures, with the marks of notes behind them: the cell stays a number."""
        if not mark:
            return self.figures[style][total]
        if (style, total, mark) not in self.marked:
            plain, more = _FIGURES[style]
            more = _RULED | more | (_TOTAL if total else {})
            marked = ";".join(f'{part}" {mark}"' for part in plain.split(";"))
            self.marked[style, total, mark] = self.make(num_format=marked, **more)
        return self.marked[style, total, mark]


def paper(sheet, report: Report, context: Context, *, landscape: bool, heading_row: int | None = None) -> None:
    """A4, as wide as the page, headings repeated on every page; the report in the header, council and page in the footer."""
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=_LEFT, right=_RIGHT, top=_TOP, bottom=_BOTTOM)
    sheet.fit_to_pages(1, 0)
    if heading_row is not None:
        sheet.repeat_rows(heading_row)
    mark = wording.edition_mark(report)
    head = f"{report.label}　{wording.title_of(report)}　{wording.scope_words(report)}{f'　【{mark}】' if mark else ''}"
    sheet.set_header(f"&R&9{_in_margin(head)}")
    sheet.set_footer(f"&L&9{_in_margin(context.council)}&R&9&P／&N")


def paper_in_parts(sheet, report: Report, context: Context, widths: Sequence[float], parts: Sequence[tuple[int, float]], *,
                   landscape: bool) -> None:
    """The paper of several tables one under another: a page ends before a table that would be cut.

    `widths` are the columns', `parts` the first row and the height in points of each table. How far the sheet will be
    shrunk to the page's width is estimated, for a font that is a little wider than Excel's own.
    """
    paper(sheet, report, context, landscape=landscape)
    across, down = (_A4_INCHES[::-1] if landscape else _A4_INCHES)
    scale = min(1, 0.95 * _PIXELS * (across - _LEFT - _RIGHT) / sum(8 * width + 5 for width in widths))
    room, used, breaks = 0.95 * _POINTS * (down - _TOP - _BOTTOM) / scale, 0.0, []
    for row, height in parts:
        if used and used + height > room:
            breaks, used = [*breaks, row], 0.0
        used += height
    sheet.set_h_pagebreaks(breaks)


def _in_margin(text: str) -> str:
    """A text for header or footer, where & begins a code and a long line is refused."""
    return text[:_LONGEST_IN_MARGIN].replace("&", "&&")


def half_widths(text: str) -> int:
    """The width of a text in half-width letters."""
    return sum(2 if unicodedata.east_asian_width(letter) in "FWA" else 1 for letter in text)


def lines_high(text: str, width: float) -> int:
    """How many lines a text needs in a cell of this width."""
    return max(1, math.ceil(half_widths(text) * 1.08 / width))

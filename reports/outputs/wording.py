"""Words around the figures that all outputs share: titles, headings of columns, names of files."""
import re
from decimal import Decimal

from cases import periods
from cases.text import number_words
from reports.comparison import ALL_NEW, BRACKET, DIFFERENCE, RATE, RATIO
from reports.grid import MASKED, Cell, Grid, MonthlyGrid, Report, marks_in
from reports.trend_grid import TrendGrid

TITLE = "地域福祉コーディネーター実績報告"
TOTAL = "合計"
NOT_AVAILABLE = "－"
PRIOR_WORDS = {BRACKET: "前年度", DIFFERENCE: "増減", RATE: "増減率", RATIO: "前年度比"}
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_NAMED_AT_MOST = 3


def title_of(report: Report) -> str:
    """地域福祉コーディネーター実績報告, or what else the tables are of."""
    return report.subject or TITLE


def chapter_of(report: Report) -> str:
    """The chapter that the tables stand in."""
    return f"２　{report.subject or '相談実績'}"


def scope_words(report: Report) -> str:
    """全地区, 大沢, 大沢・連雀, 大沢ほか4地区."""
    names = [each.name for each in report.districts]
    if report.whole or not names:
        return "全地区"
    return "・".join(names) if len(names) <= _NAMED_AT_MOST else f"{names[0]}ほか{len(names) - 1}地区"


def edition_words(report: Report) -> str:
    """大沢地区版 for a report of some districts; "" for one of all."""
    return "" if report.whole or not report.districts else f"{'・'.join(district_names(report))}版"


def district_names(report: Report) -> list[str]:
    """大沢地区, 連雀地区, … in print order."""
    return [each.name if each.name.endswith(("地区", "地区なし")) else f"{each.name}地区" for each in report.districts]


def span_words(report: Report) -> str:
    """令和3年4月1日から令和4年3月31日まで; of a 年度推移 alone from the first of its years."""
    years = [each.fiscal_year for trend in report.trends for each in trend.years] if not report.tables else []
    first = periods.fiscal_year_span(min([*years, report.fiscal_year]))[0]
    last = list(periods.days_of(*periods.fiscal_month_span(report.fiscal_year, 3)))[-1]
    return f"{periods.format_date(first)}から{periods.format_date(last)}まで"


def made_on(context) -> str:
    """令和4年4月5日, the day on which the report was made."""
    return periods.format_date(context.made_on)


def monthly_title(monthly: MonthlyGrid) -> str:
    """新規相談件数."""
    return f"{monthly.label}{monthly.unit}数"


def with_prior(name: str, prior_as: str = BRACKET) -> str:
    """大沢（前年度）, 大沢（増減率％）: the heading of a column that holds last year or what became of it."""
    return f"{name}{prior_heading(prior_as)}"


def prior_heading(prior_as: str) -> str:
    """（前年度）, （増減）, （増減率％） or （前年度比％）."""
    return f"（{PRIOR_WORDS[prior_as]}{'％' if prior_as in (RATE, RATIO) else ''}）"


def change(value: int | str | None, prior_as: str) -> str:
    """+21, △3, 0; of rates △2.5 without +; 皆増; － for not available, X for left out of a public copy."""
    if value in (None, MASKED, ALL_NEW):
        return value or NOT_AVAILABLE
    shown = number_words(Decimal(value))
    return f"+{shown}" if prior_as == DIFFERENCE and value > 0 else shown


def number(value: int | str | None) -> str:
    """1,824; 0 for a true zero, △3 below it, － for not available, X for left out of a public copy."""
    return NOT_AVAILABLE if value is None else value if value == MASKED else number_words(value)


def prior(cell: Cell) -> str:
    """（1,080）, or what became of it; the mark of the note that says why there is none, or （－）; further marks behind it."""
    return prior_alone(cell) + cell.prior_marks


def prior_alone(cell: Cell) -> str:
    """The same without the further marks."""
    if cell.prior is None and cell.prior_mark:
        return cell.prior_mark
    return f"（{number(cell.prior)}）" if cell.prior_as == BRACKET else change(cell.change, cell.prior_as)


def label(row) -> str:
    """A row's label, saying 再掲 where it is outside the sum, with its marks."""
    return row.title + (f" {row.marks.label}" if row.marks.label else "")


def marked_notes(grid: Grid | TrendGrid, marks: str) -> str:
    """The notes of marks such as "※3※1" in full, each once and in the order under the table."""
    texts = {note.mark: note.text for note in grid.notes}
    places = {mark: place for place, mark in enumerate(texts)}
    found = sorted({*marks_in(marks)}, key=lambda mark: (places.get(mark, len(places)), mark))
    return " ".join(f"{mark} {texts.get(mark, '')}".rstrip() for mark in found)


def unmarked_notes(grid: Grid) -> str:
    """The notes that no cell refers to: they explain what is inside the total of last year."""
    return " ".join(f"{note.mark} {note.text}" for note in grid.unmarked if note.mark != MASKED)


def adjusted(row) -> str:
    """That a percentage was set by hand, and what the rule gives; "" where the rule's is printed."""
    if row.calculated is None:
        return ""
    return f"割合は公表時に手で直した値です（計算では{row.calculated or NOT_AVAILABLE}）"


def edition_mark(report: Report) -> str:
    """公開用, 下書き, both or ""."""
    return "　".join(["公開用"] * report.public + ["下書き"] * (report.edition == "draft"))


def safe_file_name(name: str) -> str:
    """The name without what some file system refuses; Japanese stays."""
    return _NOT_IN_FILE_NAMES.sub("＿", name)

"""What the printed report says of its figures before the tables (集計について), and its table of contents."""
from collections.abc import Iterator
from typing import NamedTuple

from cases import periods
from reports.comparison import BRACKET, DIFFERENCE, RATE, RATIO
from reports.grid import Report

from . import wording

ABOUT = "１　集計について"
_CIRCLED = 0x245F
_PRIORS = {
    BRACKET: ("（　）の数", "前年度{}の数です。公表した数がある場合は、公表したとおりに載せています。"),
    DIFFERENCE: ("「増減」", "前年度{}との差です。増えた数に＋を、減った数に△を付けています。"),
    RATE: ("「増減率」", "前年度{}の数に対する増減の割合（％）です。減った割合に△を付けています。前年度が0件のときは「皆増」とします。"),
    RATIO: ("「前年度比」", "前年度{}の数を100とした今年度の割合（％）です。前年度が0件のときは「皆増」とします。"),
}
_TREND_PRIORS = "増減や比は、それぞれ1つ前の年度の数についてのものです。"


class Entry(NamedTuple):
    """A line of the contents: its depth from 0, its words, and the table that it leads to, or None for a chapter."""

    depth: int
    words: str
    table: object | None = None


def about(report: Report) -> list[tuple[str, str]]:
    """The period, the districts and the signs in (term, words)."""
    pairs = [("対象の期間", wording.span_words(report)),
             ("対象の地区", "、".join(each.name for each in report.districts) or wording.NOT_AVAILABLE),
             ("地区の数え方", f"{report.records}に記した地区で数えています。相談した方の住所とは限りません。")]
    pairs += _priors(report)
    if report.tables and (years := sorted({each.fiscal_year for trend in report.trends for each in trend.years})):
        first, last = periods.fiscal_year_label(years[0]), periods.fiscal_year_label(years[-1])
        pairs.append(("年度推移", f"{first}から{last}までの各年度の数です。" + _TREND_PRIORS * any(trend.prior_as != BRACKET for trend in report.trends)))
    pairs.append(("「－」", f"数が分からないこと{_or_no_district(report)}を表します。0件とは異なります。"))
    if report.masks:
        pairs.append(("「X」", report.masks))
    if report.chapters:
        pairs.append(("件名の一覧", f"{report.records}から作りました。作成した人が閲覧できない地区の記録は入っていません。"))
    if any(grid.notes for grid in (*report.tables, *report.trends)):
        pairs.append(("「※」", "表の下に説明があります。"))
    if any(each.shows_percent for each in report.tables) or any(each.shows_shares for each in report.trends):
        pairs.append(("（％）", "対象の地区を合わせた数についての割合です。"))
    return pairs


def _priors(report: Report) -> list[tuple[str, str]]:
    """The ways in which last year is shown; where that is in a 年度推移 only, each year is beside the one before."""
    shown, label = report.shown_priors, f"（{report.prior_label}）"
    found = [(term, words.format(label)) for each, (term, words) in _PRIORS.items() if each in shown]
    other = {each.prior_as for each in report.trends} - {*shown, BRACKET}
    return found + [(term, words.format("").replace("今年度", "その年度")) for each, (term, words) in _PRIORS.items() if each in other]


def _or_no_district(report: Report) -> str:
    """What － is of in a monthly table where a district existed in some of the months only."""
    has_some = any(None in row.counts and any(each is not None for each in row.counts) for grid in report.monthly for row in grid.rows)
    return "や、その月に地区がなかったこと" if has_some else ""


def contents(report: Report) -> Iterator[Entry]:
    """The chapters, the tables in the order of the print, below 対応実績 those by month, and the 年度推移 of each."""
    yield Entry(0, ABOUT)
    yield Entry(0, wording.chapter_of(report))
    for number, grid in enumerate(report.tables, 1):
        yield Entry(1, f"（{wide(number)}）{grid.title}", grid)
        for place, monthly in enumerate(months_below(report, grid), 1):
            yield Entry(2, f"{circled(place)}{wording.monthly_title(monthly)}", monthly)
        for trend in report.trends_of(grid.axis):
            yield Entry(2, trend.title, trend)
    for trend in report.trends_alone:
        yield Entry(1, trend.title, trend)


def months_below(report: Report, grid) -> tuple:
    """The monthly tables that are printed under a table: those of the kinds, under 対応実績."""
    return report.monthly if grid.axis == "kind" else ()


def circled(number: int) -> str:
    """①, ②, … as the reference report numbers its sub-sections."""
    return chr(_CIRCLED + number) if 1 <= number <= 20 else f"({number})"


def wide(number: int) -> str:
    """Full-width digits for headings: （１）."""
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})

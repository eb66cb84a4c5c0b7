"""The notes on published figures that do not add up: each is printed as it was published, and the note says by how much."""
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cases.models import Axis
from cases.models.axes import KIND
from cases.text import number_words

from .book import BookCategory
from .months import Months
from .notes import COUNT, MONTHLY, UNEQUAL, Anchor, CodebookNote
from .scope import Scope
from .source import Source

CAUSE = "公表値の不一致"
SUMS = "合計の欄"
# What is not the same, and what the figure is called that was printed for the sum.
ROWS = ("各項目を足した数と合計には差があります", "合計")
DISTRICTS = ("各地区を足した数と合計の欄の数には差があります", "合計")
MONTHS = ("各月を足した数と年間の数には差があります", "年間")
_AS_PRINTED = "公表した数をそのまま載せています。"


class _Gap(NamedTuple):
    """A place of the table where what is printed as a sum is another number than its parts add up to."""

    name: str
    district: str | None
    category: int | None
    added: int
    printed: int
    has_unknown: bool = False

    def told(self, what: str, unit: str) -> str:
        """大沢：足すと170件、合計169件、差1件."""
        first = "数の分からないものを除いて足すと" if self.has_unknown else "足すと"
        return (f"{self.name}：{first}{number_words(self.added)}{unit}、{what}{number_words(self.printed)}{unit}、"
                f"差{number_words(abs(self.added - self.printed))}{unit}")


def unequal_notes(this: Source, scope: Scope) -> Iterator[CodebookNote]:
    """A note where the rows do not add up to a published 合計, and one where the districts do not to that of all of them.

    None of people or households: who is counted once may stand in several rows and districts. Nor of the sums of a last year
    that had districts which have no column here.
    """
    if this.axis.counts != Axis.Counts.CONTACTS or not _is_published(this):
        return
    if rows := [*_over_rows(this, scope)]:
        yield _note("total", ROWS, this, rows)
    if districts := [*_over_districts(this, scope)]:
        yield _note("across", DISTRICTS, this, districts)


def unequal_in_trend(this: Source, scope: Scope, *, by_category: bool) -> Iterator[CodebookNote]:
    """The note at the 合計 of a year of a 年度推移, the rows of which are categories, or districts."""
    if this.axis.counts != Axis.Counts.CONTACTS:
        return
    if by_category and (rows := [each for each in _over_rows(this, scope) if each.district is None or len(scope.districts) == 1][-1:]):
        yield _note("total", ROWS, this, rows)
    if not by_category and (districts := [each for each in _over_districts(this, scope) if each.category is None]):
        yield _note("across", DISTRICTS, this, districts)


def unequal_months(this: Source, scope: Scope) -> Iterator[CodebookNote]:
    """A note where the months of a kind do not add up to its year, or this is another one than in the table of kinds."""
    for kind in (each for each in this.categories if each.monthly and this.axis.code == KIND and _is_published(this)):
        months = Months(this, kind.id)
        if gaps := [*_over_months(months, kind, scope)]:
            yield _note(f"months-{kind.code}", MONTHS, this, gaps, MONTHLY)
        if gaps := [*_to_the_year(months, kind, scope)]:
            words = (f"月別の数と{this.axis.name}の数には差があります", this.axis.name)
            yield _note(f"year-{kind.code}", words, this, gaps, MONTHLY)


def unequal_to_kinds(this: Source, kinds: Source, scope: Scope) -> Iterator[CodebookNote]:
    """A note where the 合計 of an axis of one answer is another number than that of the kinds that it is asked for."""
    if this.axis.counts != Axis.Counts.CONTACTS or not (_is_published(this) or _is_published(kinds)):
        return
    asked = [each.id for each in kinds.categories if (each.id in this.axis.asked_for if this.axis.asked_for else each.summed)]
    if gaps := [*_to_kinds(this, kinds, asked, scope)]:
        yield _note("kinds", (f"対象となる{kinds.axis.name}の合計とこの表の合計には差があります", "この表の合計"), this, gaps)


def _is_published(this: Source) -> bool:
    """Whether any figure was printed: what is counted here adds up."""
    return bool(this.printed or this.printed_months or this.whole or this.whole_months)


def _to_kinds(this: Source, kinds: Source, asked: Sequence[int], scope: Scope) -> Iterator[_Gap]:
    for place, district in enumerate(scope.districts):
        contacts = [kinds.row(each)[place] for each in asked]
        if (place in this.printed or place in kinds.printed) and None not in contacts:
            yield from _gap(district.name, district.code, None, contacts, this.row(None)[place])
    contacts = [kinds.across(each) for each in asked]
    if (len(scope.districts) > 1 and (this.printed or kinds.printed) or this.whole or kinds.whole) and None not in contacts:
        yield from _gap(SUMS, None, None, contacts, this.across(None))


def _note(key: str, words: tuple[str, str], this: Source, gaps: Iterable[_Gap], part: str = COUNT) -> CodebookNote:
    told = "。".join(each.told(words[1], this.axis.unit) for each in gaps)
    anchors = [Anchor(part, each.category) if part == MONTHLY else Anchor(part, each.category, each.district) for each in gaps]
    return CodebookNote(f"{UNEQUAL}{key}"[:80], CAUSE, f"{_AS_PRINTED}{words[0]}（{told}）。", tuple(dict.fromkeys(anchors)))


def _over_rows(this: Source, scope: Scope) -> Iterator[_Gap]:
    summed = [each.id for each in this.counted if each.summed]
    for place, district in enumerate(scope.districts):
        yield from _gap(district.name, district.code, None, [this.row(each)[place] for each in summed], this.row(None)[place])
    if (len(scope.districts) > 1 or this.whole) and not this.has_others:
        yield from _gap(SUMS, None, None, [this.across(each) for each in summed], this.across(None))


def _over_districts(this: Source, scope: Scope) -> Iterator[_Gap]:
    for row in (*this.categories, None) if len(scope.districts) > 1 and not (this.whole_area or this.has_others) else ():
        key = row.id if row else None
        if key in this.whole and None not in this.row(key):
            yield from _gap(row.label if row else "合計", None, key, this.row(key), this.whole[key])


def _over_months(months: Months, kind: BookCategory, scope: Scope) -> Iterator[_Gap]:
    for place, district in enumerate(scope.districts):
        yield from _gap(district.name, None, kind.id, months.parts_of(place), months.totals[place])
    if len(scope.districts) > 1 or months.whole:
        yield from _gap("合計", None, kind.id, months.sums, months.total)


def _to_the_year(months: Months, kind: BookCategory, scope: Scope) -> Iterator[_Gap]:
    for place, district in enumerate(scope.districts):
        yield from _gap(district.name, None, kind.id, [months.totals[place]], months.source.row(kind.id)[place])


def _gap(name: str, district: str | None, category: int | None, parts: Iterable[int | None], printed: int | None) -> Iterator[_Gap]:
    """The gap between the parts and what is printed of all; none where a part that is not known may fill it."""
    parts = [*parts]
    known = [each for each in parts if each is not None]
    has_unknown, added = len(known) < len(parts), sum(known)
    if printed is not None and (added > printed if has_unknown else known and added != printed):
        yield _Gap(name, district, category, added, printed, has_unknown)

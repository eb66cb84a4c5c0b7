"""Why the records of a year and its published figures differ, as far as that can be told from both."""
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from cases.models import Category, Contact, Draft
from cases.periods import FISCAL_MONTHS, PeriodError, fiscal_month_span, fiscal_year_of, parse_date
from cases.text import number_words

from .book import Book
from .cube import YearCube
from .scope import Scope

if TYPE_CHECKING:
    from .reconciliation import Compared

UNEXPLAINED = "説明できるものは見つかりません。"


class Explainer:
    """What is known of a year beside its figures: three queries, and the differences of all cells."""

    def __init__(self, scope: Scope, book: Book, year: YearCube, cells: "Sequence[Compared]"):
        self.scope, self.book, self.year = scope, book, year
        self.missing = [self._missing_months(place) for place, _ in enumerate(scope.districts)]
        self.deleted = self._deleted()
        self.drafts = self._drafts()
        self.retired = {*Category.objects.filter(last_year=scope.fiscal_year).values_list("pk", flat=True)}
        self.absorbed = defaultdict(list)
        for each in book.categories:
            self.absorbed[each.merged_into_id].append(each)
        self.by_table = defaultdict(list)
        self.by_row = defaultdict(dict)
        self.printed_rows: dict[tuple, int] = defaultdict(int)
        self.printed_totals: dict[tuple, int | None] = {}
        self.net: dict[tuple, int] = {}
        self.printed_months = {(each.axis.id, each.category and each.category.id, each.place, each.month): each.printed
                               for each in cells if each.month is not None}
        for cell in cells:
            self._note(cell)

    def _note(self, cell: "Compared") -> None:
        table = cell.axis.id, cell.place, cell.month
        if cell.category and cell.difference:
            self.by_table[table].append(cell)
        if cell.place is not None:
            self.by_row[cell.axis.id, cell.category and cell.category.id, cell.month][cell.district] = cell.difference
        if cell.category is None and cell.difference is not None:
            self.net[table] = cell.difference
        if cell.category is None:
            self.printed_totals[table] = cell.printed
        elif cell.category.summed and cell.printed is not None:
            self.printed_rows[table] += cell.printed

    def reasons(self, cell: "Compared") -> list[str]:
        """Everything that may explain the cell's difference, the most certain first."""
        if cell.printed is None:
            return ["公表値がありません（印刷された表にない項目です）。", *self._merged(cell)]
        if cell.counted is None:
            return ["この年度の分類表にない項目のため、対応記録は数えられません。" if cell.month is None
                    else "この軸は、月別には数えていません。"]
        found = [*self._print(cell), *self._merged(cell), *self._opposite(cell), *self._districts(cell),
                 *(self._fewer(cell) if cell.difference < 0 else ())]
        return found or [UNEXPLAINED]

    # -- What the figures themselves tell

    def _print(self, cell: "Compared") -> Iterator[str]:
        """A printed total that its printed rows do not add up to, and the row that would make up for it."""
        rows = self.printed_rows.get((cell.axis.id, cell.place, cell.month))
        total = self.printed_totals.get((cell.axis.id, cell.place, cell.month))
        if rows is None or total is None or rows == total:
            return
        if cell.category is None:
            yield f"印刷された合計は、印刷された内訳の合計（{number_words(rows)}）と{signed(total - rows)}違います。"
        elif cell.category.summed and total - rows == cell.difference:
            yield f"印刷された内訳の合計も、印刷された合計と同じだけ（{signed(total - rows)}）違います。印刷の誤りと考えられます。"

    def _merged(self, cell: "Compared") -> Iterator[str]:
        """A category that was retired, merged, or took another one's contacts."""
        category = cell.category
        if category is None:
            return
        if category.merged_into_id and not cell.counted:
            yield f"今の分類表では{self.book.place_of(category.merged_into_id)}に数えます。"
        elif category.id in self.retired and not cell.counted:
            yield "この年度で廃止した項目です。対応記録は別の項目に数えている可能性があります。"
        if cell.difference is None or cell.difference > 0:
            for each in self.absorbed[category.id]:
                yield f"統合した「{each.label}」の分を含む可能性があります。"

    @property
    def _year(self) -> int:
        return self.scope.fiscal_year

    def _opposite(self, cell: "Compared") -> Iterator[str]:
        """The only other category whose difference makes up for this one's."""
        if cell.category:
            others = [each for each in self.by_table[cell.axis.id, cell.place, cell.month]
                      if each.difference == -cell.difference and each.category != cell.category]
            if len(others) == 1:
                yield f"「{others[0].label}」の差（{signed(others[0].difference)}）と打ち消し合います。数える項目の違いと考えられます。"

    def _districts(self, cell: "Compared") -> Iterator[str]:
        """Districts whose differences make up for each other: a contact was counted for another district."""
        found = self.by_row[cell.axis.id, cell.category and cell.category.id, cell.month]
        known = [difference for difference in found.values() if difference is not None]
        if cell.place is not None and len(known) > 1 and not sum(known):
            yield "地区を合わせると一致します。地区の分け方か、数えた地区の違いと考えられます。"

    # -- What is not counted

    def _fewer(self, cell: "Compared") -> Iterator[str]:
        """Contacts that are missing: only where the table as a whole has at least as many too few as the cell has."""
        table = cell.axis.id, cell.place, cell.month
        lacking = -self.net.get(table, sum(each.difference for each in self.by_table[table] if each.category.summed))
        places = [cell.place] if cell.place is not None else range(len(self.scope.districts))
        if -cell.difference <= lacking:
            yield from self._without_contacts(cell, places)
        ids = [self.scope.districts[place].id for place in places]
        if 0 < (deleted := sum(self._deleted_in(cell, district) for district in ids)) <= -cell.difference:
            yield f"削除した対応記録が{deleted:,}件あります（数えていません）。"
        if 0 < (drafts := sum(self.drafts[district] for district in ids)) <= lacking:
            yield f"下書きのままの対応記録が{drafts:,}件あります（数えていません）。"

    def _without_contacts(self, cell: "Compared", places: Sequence[int]) -> Iterator[str]:
        """Months without contacts; not where the figures printed for them are fewer than what is missing."""
        missing = {place: [month for month in self.missing[place] if cell.month in (None, month)] for place in places}
        printed = [self.printed_months.get((cell.axis.id, cell.category and cell.category.id, place, month))
                   for place, months in missing.items() for month in months]
        if printed and None not in printed and sum(printed) < -cell.difference:
            return
        for place, months in missing.items():
            name = "" if cell.place is not None else f"{self.scope.districts[place].name}の"
            if len(months) == len(FISCAL_MONTHS):
                yield f"{name or 'この地区の'}対応記録がありません。"
            elif months:
                yield f"{name}{'・'.join(f'{month}月' for month in months)}の対応記録がありません。"

    def _missing_months(self, place: int) -> list[int]:
        """Months without any contact of the district; those that have not begun are not missing."""
        today = timezone.localdate()
        return [month for month in FISCAL_MONTHS if fiscal_month_span(self._year, month)[0] <= today
                and not any(counts[place] for counts in self.year.months[month].values())]

    def _deleted(self) -> Counter:
        """Deleted contacts by (district, month, category); those of a district altogether by (district, month, None)."""
        found: Counter = Counter()
        rows = Contact.everything.filter(fiscal_year=self._year).exclude(deleted_at=None)
        for district, date, codings in rows.values_list("district_id", "date", "deleted_codings"):
            found.update((district, date.month, category) for category in {None, *(pk for pk, _ in codings or ())})
        return found

    def _deleted_in(self, cell: "Compared", district: int) -> int:
        category = cell.category.id if cell.category else None
        return sum(self.deleted[district, month, category] for month in FISCAL_MONTHS if cell.month in (None, month))

    def _drafts(self) -> Counter:
        """Drafts of new contacts by district; those whose date or district cannot be read yet are of none."""
        found: Counter = Counter()
        for data in Draft.objects.of_noun(Draft.Noun.CONTACT).filter(target=None).values_list("data", flat=True):
            district, date = ((data.get(name) or [""])[0] for name in ("district", "date"))
            if str(district).isdecimal() and _fiscal_year(date) == self._year:
                found[int(district)] += 1
        return found


def _fiscal_year(date: str) -> int | None:
    try:
        return fiscal_year_of(parse_date(date))
    except PeriodError:
        return None


def signed(number: int) -> str:
    """+2, △1, 0."""
    return f"{'+' * (number > 0)}{number_words(number)}"

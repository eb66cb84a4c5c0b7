"""People and households behind contacts: under which category each contact counts, and what is counted once.

The one definition of such figures: the counts (cube.py) and the lists behind them (views/figures.py) come from the
same rows.
"""
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.lookups import Exact

from cases.models import Axis, Contact, ContactCategory, HouseholdType
from cases.models.axes import SEXES, UNKNOWN

from .book import Book, BookAxis, BookCategory
from .several import ALSO, NONE, Several

PERSON = "case__person__"
NOWHERE = -2  # stands for no category, where the codebook has none for what is not known


def counts_people(axis: BookAxis) -> bool:
    """Whether the axis's figures are worked out here: its answers are not on the contact, or it counts each once."""
    return axis.source != Axis.Source.CONTACT or axis.counts != Axis.Counts.CONTACTS


def counted_rows(axis: BookAxis, book: Book, fiscal_year: int, districts: Sequence[int] = (), several: Several = NONE) -> list[QuerySet]:
    """What an axis counts in a year: contacts, or the codings of an axis that is chosen on them; then, as rows of the
    other cases of contacts of `several` cases, what these add.

    Each row has `counted_as`, the id of the category it counts under, and `one`, what is counted once: the person,
    or minus the id of a household's case whose person nobody chose; or the household. `one` is None where there is
    neither. `contact_key` is the contact, `counted_in` its district. Without `districts` all of them. 再掲 bands: see
    `in_band`. Of each case a person or household is counted; contacts are only where they count for each case.
    """
    own = _own_rows(axis, book, fiscal_year)
    adds = several.contacts and (several.each_case or axis.counts != Axis.Counts.CONTACTS)
    parts = [own, _other_rows(axis, book, fiscal_year)] if adds else [own]
    return [part.filter(counted_in__in=districts) if districts else part for part in parts]


def _own_rows(axis: BookAxis, book: Book, fiscal_year: int) -> QuerySet:
    if axis.source == Axis.Source.CONTACT:
        found = ContactCategory.objects.filter(axis=axis.id, fiscal_year=fiscal_year)
        marks = {"counted_as": F("category_id"), "contact_key": F("contact_id"), "one": _one(axis, "contact__")}
    else:
        found = _asked(axis, book, Contact.objects.all(), "pk").filter(fiscal_year=fiscal_year)
        marks = {"counted_as": _category(axis, book, fiscal_year), "contact_key": F("pk"), "one": _one(axis, "")}
    return found.order_by().annotate(counted_in=F("district_id"), **marks)


def _other_rows(axis: BookAxis, book: Book, fiscal_year: int) -> QuerySet:
    """As the contacts' own rows; a row (contact, case) has its case under the same name as a contact."""
    found = ALSO.objects.filter(contact__fiscal_year=fiscal_year, contact__deleted_at=None)
    if axis.source == Axis.Source.CONTACT:
        found, category = ALSO.objects.filter(contact__codings__axis=axis.id, contact__codings__fiscal_year=fiscal_year), F("contact__codings__category_id")
    else:
        found, category = _asked(axis, book, found, "contact"), _category(axis, book, fiscal_year)
    return found.order_by().annotate(counted_in=F("contact__district_id"), counted_as=category, contact_key=F("contact_id"), one=_one(axis, ""))


def in_band(category: BookCategory, fiscal_year: int) -> Q:
    """Whether the person's age on 1 April, or all ages that the note of it allows, lie in the category's band.

    Who was born later in the year counts as 0.
    """
    low, high = category.age_from or 0, category.age_to
    born = Q(**{f"{PERSON}birth_date__isnull": False})
    noted = Q(**{f"{PERSON}birth_date__isnull": True, f"{PERSON}youngest__gte": low})
    if low:
        born &= Q(**{f"{PERSON}birth_date__lte": date(fiscal_year - low, 4, 1)})
    if high is not None:
        born &= Q(**{f"{PERSON}birth_date__gt": date(fiscal_year - high - 1, 4, 1)})
        noted &= Q(**{f"{PERSON}oldest__lte": high})
    return born | noted


def recounts(axis: BookAxis, book: Book) -> list[BookCategory]:
    """The 再掲 bands of an axis of ages: who is in one is also counted under another category."""
    return [each for each in book.by_axis[axis.id] if each.exists and each.recount] if axis.source == Axis.Source.AGE else []


def below(category_id: int, book: Book) -> list[int]:
    """The category and those whose figures it holds."""
    return [category_id, *(part for parent, part in book.parts if parent == category_id)]


def _asked(axis: BookAxis, book: Book, rows: QuerySet, contact: str) -> QuerySet:
    if not axis.asked_for:
        return rows
    kinds = ContactCategory.objects.filter(contact=OuterRef(contact), axis=book.kind_axis_id, category__in=axis.asked_for)
    return rows.filter(Exists(kinds))


def _one(axis: BookAxis, to: str) -> Expression:
    if axis.counts == Axis.Counts.HOUSEHOLDS:
        return F(f"{to}case__household_id")
    unnamed = ExpressionWrapper(F(f"{to}case_id") * Value(-1), output_field=BigIntegerField())
    return Case(When(**{f"{to}case__person__isnull": False}, then=F(f"{to}case__person_id")),
                When(**{f"{to}case__household__isnull": False}, then=unnamed), output_field=BigIntegerField())


def _category(axis: BookAxis, book: Book, fiscal_year: int) -> Expression:
    here = [each for each in book.by_axis[axis.id] if each.exists]
    unknown = next((each.id for each in here if each.code == UNKNOWN), NOWHERE)
    conditions = {Axis.Source.AGE: _ages, Axis.Source.SEX: _sexes, Axis.Source.HOUSEHOLD: _types}[axis.source]
    whens = [When(condition, then=Value(category)) for condition, category in conditions(axis, book, here, fiscal_year)]
    return Case(*whens, default=Value(unknown), output_field=BigIntegerField())


def _ages(axis: BookAxis, book: Book, here: Sequence[BookCategory], fiscal_year: int) -> Iterator[tuple[Q, int]]:
    """Bands below others first: 80代 is no band of five years, but stands in 65歳以上 that holds them."""
    bands = [each for each in here if not each.recount and (each.age_from, each.age_to) != (None, None)]
    for band in sorted(bands, key=lambda each: each.parent_id is None):
        yield in_band(band, fiscal_year), band.id


def _sexes(axis: BookAxis, book: Book, here: Sequence[BookCategory], fiscal_year: int) -> Iterator[tuple[Q, int]]:
    for each in here:
        if SEXES.get(each.code):
            yield Q(**{f"{PERSON}sex": SEXES[each.code]}), each.id


def _types(axis: BookAxis, book: Book, here: Sequence[BookCategory], fiscal_year: int) -> Iterator[tuple[Expression, int]]:
    """The household's type of the year; one that is retired counts where its meaning went."""
    latest = HouseholdType.objects.filter(household=OuterRef("case__household"), axis=axis.id, from_year__lte=fiscal_year)
    chosen = Subquery(latest.order_by("-from_year").values("category")[:1])
    successors = {each.id: each for each in book.categories}
    for each in book.by_axis[axis.id]:
        target, seen = each, set()
        while target and not target.exists and target.id not in seen:
            seen.add(target.id)
            target = successors.get(target.merged_into_id)
        if target and target.exists and target.axis_id == axis.id:
            yield Q(Exact(chosen, Value(each.id))), target.id

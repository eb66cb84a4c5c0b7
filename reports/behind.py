"""The contacts, people or households behind one figure of an axis of people, as far as a user may see them."""
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from cases import access
from cases.models import Axis, Case, Category, Household, Member, User

from .book import Book, BookAxis, read_book
from .people import below, counted_rows, in_band, recounts


@dataclass(frozen=True)
class Behind:
    """One figure: the rows of contacts that made it, out of those that the axis counts."""

    axis: BookAxis
    rows: QuerySet

    @classmethod
    def figure(cls, axis: Axis, category: Category | None, fiscal_year: int, districts: Sequence[int]) -> "Behind | None":
        """The figure of a category, or of the 合計; None where the axis did not exist in the year."""
        with connection.cursor() as cursor:
            book = read_book(cursor, fiscal_year)
        found = next((each for each in book.axes if each.id == axis.pk), None)
        return cls(found, _of(found, book, category, fiscal_year, districts)) if found else None

    @property
    def counts(self) -> str:
        """What is counted: contacts, people or households."""
        return self.axis.counts

    def count(self) -> int:
        """The figure itself, whatever the reader may see of it."""
        key = "contact_key" if self.counts == Axis.Counts.CONTACTS else "one"
        return self.rows.aggregate(n=Count(key, distinct=True))["n"]

    def seen_by(self, user: User) -> QuerySet:
        """One row a contact, person or household in sight: its key, and how many contacts in sight stand behind it.

        A person is in sight where one of the contacts, and the person, are; who is a case without 本人, where the case is.
        """
        contact = "contact" if self.axis.source == Axis.Source.CONTACT else "pk"
        seen = self.rows.filter(**{f"{contact}__in": access.visible_contacts(user).order_by().values("pk")})
        if self.counts == Axis.Counts.CONTACTS:
            return seen.values("contact_key", "counted_as").order_by(*(f"-{self._to}{each}" for each in ("date", "time")), "-contact_key")
        return seen.filter(self._in_sight(user)).values("one", number=F(f"{self._to}case__household__number")).annotate(
            n=Count("contact_key", distinct=True), last=Max(f"{self._to}date")).order_by("number", "one")

    @property
    def _to(self) -> str:
        return "contact__" if self.axis.source == Axis.Source.CONTACT else ""

    def _in_sight(self, user: User) -> Q:
        case = f"{self._to}case"
        if self.counts == Axis.Counts.HOUSEHOLDS:
            return Q(**{f"{case}__household__in": _ids(access.visible_households(user))})
        named = Q(**{f"{case}__person__in": _ids(access.visible_members(user))})
        return named | Q(**{f"{case}__person": None, f"{case}__in": _ids(access.visible_cases(user))})


def shown(behind: Behind, rows: Sequence[dict], user: User) -> list[dict]:
    """The rows of a page with who they are: `member`, `case` or `household`, each None where it is another one."""
    keys = [row["one"] for row in rows]
    of_households = behind.counts == Axis.Counts.HOUSEHOLDS
    households: dict[int, Household] = access.visible_households(user).in_bulk(keys) if of_households else {}
    people = [] if of_households else keys
    members: dict[int, Member] = access.visible_members(user).select_related("household").in_bulk([key for key in people if key > 0])
    cases: dict[int, Case] = access.visible_cases(user).select_related("household").in_bulk([-key for key in people if key < 0])
    return [row | {"household": households.get(row["one"]), "member": members.get(row["one"]), "case": cases.get(-row["one"])}
            for row in rows]


def _ids(queryset: QuerySet) -> QuerySet:
    return queryset.order_by().values("pk")


def _of(axis: BookAxis, book: Book, category: Category | None, fiscal_year: int, districts: Sequence[int]) -> QuerySet:
    rows = counted_rows(axis, book, fiscal_year, districts)
    if axis.counts != Axis.Counts.CONTACTS:
        rows = rows.filter(one__isnull=False)
    here = book.by_axis[axis.id]
    if category is None:
        return rows.filter(counted_as__in=[part for each in here if each.summed for part in below(each.id, book)])
    again = next((each for each in recounts(axis, book) if each.id == category.pk), None)
    return rows.filter(in_band(again, fiscal_year) if again else Q(counted_as__in=below(category.pk, book)))

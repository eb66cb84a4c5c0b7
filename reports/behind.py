"""The contacts, people or households behind one figure of an axis of people, as far as a user may see them."""
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from cases import access
from cases.models import Axis, Case, Category, Household, Member, User

from .book import Book, BookAxis, read_book
from .people import below, counted_rows, in_band, recounts
from .people_counts import ones_in
from .several import several_in


@dataclass(frozen=True)
class Behind:
    """One figure: the rows of contacts that made it, out of those that the axis counts, and apart those of their other cases."""

    axis: BookAxis
    parts: list[QuerySet]

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
        return sum(rows.count() for rows in self.parts) if self.counts == Axis.Counts.CONTACTS else ones_in(self.parts)

    def seen_by(self, user: User) -> Sequence[dict]:
        """One row a contact, person or household in sight: its key, and how many contacts in sight stand behind it.

        A person is in sight where one of the contacts, and the person, are; who is a case without 本人, where the case is.
        """
        parts = [self._seen(user, place, rows) for place, rows in enumerate(self.parts)]
        if self.counts == Axis.Counts.CONTACTS:
            lines = [rows.values("contact_key", "counted_as", day=F(f"{self._to(place)}date"), clock=F(f"{self._to(place)}time"))
                     for place, rows in enumerate(parts)]
            return lines[0].union(*lines[1:], all=True).order_by("-day", "-clock", "-contact_key")
        lines = parts[0].values("one", number=F(f"{self._case(0)}household__number")).annotate(
            n=Count("contact_key", distinct=True), last=Max(f"{self._to(0)}date")).order_by("number", "one")
        return _joined(lines, *parts) if len(parts) > 1 else lines

    def _to(self, place: int) -> str:
        """The way from a row of a part to its contact."""
        return "contact__" if place or self.axis.source == Axis.Source.CONTACT else ""

    def _case(self, place: int) -> str:
        return "case__" if place else f"{self._to(0)}case__"

    def _seen(self, user: User, place: int, rows: QuerySet) -> QuerySet:
        seen = rows.filter(**{f"{self._to(place)}pk__in": access.visible_contacts(user).order_by().values("pk")})
        return seen if self.counts == Axis.Counts.CONTACTS else seen.filter(self._in_sight(user, self._case(place)))

    def _in_sight(self, user: User, case: str) -> Q:
        if self.counts == Axis.Counts.HOUSEHOLDS:
            return Q(**{f"{case}household__in": _ids(access.visible_households(user))})
        named = Q(**{f"{case}person__in": _ids(access.visible_members(user))})
        return named | Q(**{f"{case}person": None, f"{case}pk__in": _ids(access.visible_cases(user))})


def _joined(lines: QuerySet, own: QuerySet, others: QuerySet) -> list[dict]:
    """The lines with what contacts add through their other cases: whom they are of besides, each contact once."""
    more = list(others.values_list("one", "case__household__number", "contact_key", "contact__date"))
    known = set(own.filter(contact_key__in={contact for _, _, contact, _ in more}).values_list("one", "contact_key"))
    found = {line["one"]: line for line in lines}
    for one, number, contact, day in more:
        line = found.setdefault(one, {"one": one, "number": number, "n": 0, "last": day})
        line["last"] = max(line["last"], day)
        line["n"] += (one, contact) not in known
        known.add((one, contact))
    return sorted(found.values(), key=lambda line: (line["number"] or "", line["one"]))


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


def _of(axis: BookAxis, book: Book, category: Category | None, fiscal_year: int, districts: Sequence[int]) -> list[QuerySet]:
    parts = counted_rows(axis, book, fiscal_year, districts, several_in(fiscal_year))
    if axis.counts != Axis.Counts.CONTACTS:
        parts = [rows.filter(one__isnull=False) for rows in parts]
    return [rows.filter(_in_figure(axis, book, category, fiscal_year)) for rows in parts]


def _in_figure(axis: BookAxis, book: Book, category: Category | None, fiscal_year: int) -> Q:
    here = book.by_axis[axis.id]
    if category is None:
        return Q(counted_as__in=[part for each in here if each.summed for part in below(each.id, book)])
    again = next((each for each in recounts(axis, book) if each.id == category.pk), None)
    return in_band(again, fiscal_year) if again else Q(counted_as__in=below(category.pk, book))

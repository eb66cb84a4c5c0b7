"""What members are to each other (世帯員の関係) and what a household is to who is around it (周囲とのつながり), as ledgers.

A member is named by the number of the household and a name, a name with 続柄, or the place in it. Of a protected
household no tie is written: its other end may tell where it is.
"""
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from cases import access
from cases.family_rules import AGAIN, RING, is_ring, same_kinds
from cases.models import Relation, Tie, User

from .columns import Column, Values, choice, day, found, text, tick
from .scope import Scope


def _member(name: str, heading: str, needed: bool = False) -> Column:
    return found(name, heading, Scope.member_of, lambda each, scope: scope.member_word(each), needed)


_HOUSEHOLD = found("household", "世帯番号", Scope.household_of, lambda each, scope: each.number, needed=True)
_DATED = (day("starts_on", "始まった日"), day("ends_on", "終わった日"), text("note", "備考", 200), tick("is_withdrawn", "取消"))


def _wrong_days(values: Values, scope: Scope) -> Iterator[tuple[str, str]]:
    if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
        yield "ends_on", "始まった日より前の日付です。"
    if not scope.may_change(household=values["household"]):
        yield "household", "担当地区ではないため、取り込めません。"


class Relations:
    """The relations between members in sight."""

    name, title = "relations", "世帯員の関係"
    columns = (_HOUSEHOLD, _member("first", "1人目（親）", needed=True), choice("kind", "関係", Relation.Kind.choices, needed=True),
               _member("second", "2人目（子）", needed=True), *_DATED)

    def rows(self, scope: Scope) -> QuerySet[Relation]:
        return scope.rows(Relation, access.visible_relations).select_related("household", "first", "second").order_by("household__number", "pk")

    def hidden(self, scope: Scope) -> set[int]:
        return set()

    def values(self, row: Relation) -> Values:
        return {column.name: getattr(row, column.name) for column in self.columns}

    def wrong(self, values: Values, scope: Scope) -> Iterator[tuple[str, str]]:
        yield from _wrong_days(values, scope)
        first, second = values["first"].pk, values["second"].pk
        known = scope.relations_of(values["household"].pk)
        if first == second:
            yield "second", "1人目と同じ人です。"
        elif not values["is_withdrawn"]:
            if any({each.first_id, each.second_id} == {first, second} and each.kind in same_kinds(values["kind"]) for each in known):
                yield "second", AGAIN
            elif values["kind"] in Relation.PARENTAGES and is_ring(known, first, second):
                yield "second", RING
            known.append(Relation(first=values["first"], second=values["second"], kind=values["kind"]))

    def make(self, rows: Sequence[Values], by: User | None) -> None:
        Relation.objects.bulk_create(Relation(**values) for values in rows)


class Ties:
    """The ties of households in sight."""

    name, title = "ties", "周囲とのつながり"
    columns = (_HOUSEHOLD, _member("member", "だれの"), found("resource", "社会資源", Scope.resource_of, lambda each, scope: each.code),
               text("name", "社会資源にない相手", 60), choice("strength", "関係の強さ", Tie.Strength.choices, Tie.Strength.NORMAL, needed=True),
               choice("direction", "働きかけの向き", Tie.Direction.choices, Tie.Direction.NONE), *_DATED)

    def rows(self, scope: Scope) -> QuerySet[Tie]:
        return scope.rows(Tie, access.visible_ties).select_related("household", "member", "resource").order_by("household__number", "pk")

    def hidden(self, scope: Scope) -> set[int]:
        protected = access.protected_households().order_by().values("pk")
        return set(self.rows(scope).filter(household__in=protected).values_list("pk", flat=True))

    def values(self, row: Tie) -> Values:
        return {column.name: getattr(row, column.name) for column in self.columns}

    def wrong(self, values: Values, scope: Scope) -> Iterator[tuple[str, str]]:
        yield from _wrong_days(values, scope)
        if bool(values["resource"]) == bool(values["name"]):
            yield "name", "社会資源の番号か、社会資源にない相手の、どちらか一方を書いてください。"

    def make(self, rows: Sequence[Values], by: User | None) -> None:
        Tie.objects.bulk_create(Tie(**values) for values in rows)

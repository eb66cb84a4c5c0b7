"""What may be a mistake in a family and may be true all the same (確かめたいこと): asked about, never refused."""
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from itertools import combinations

from .ages import age_on
from .models import Member, Relation, Tie
from .text import fold

Kind = Relation.Kind

LEAST_APART = 10  # years between a parent and a child of its own
Doubts = dict[Hashable, str]  # words by what they are about, which stays the same when a name changes
_Found = Iterator[tuple[Hashable, str]]


def doubts_of(relations: Iterable[Relation]) -> Doubts:
    """Every doubt about the relations between members; what was withdrawn raises none."""
    standing = [each for each in relations if not each.is_withdrawn]
    return dict([*_young_parents(standing), *_more_than_two_parents(standing), *_kin_as_couples(standing), *_two_marriages(standing), *_apart_twins(standing)])


def tie_doubts(ties: Iterable[Tie]) -> Doubts:
    """Every doubt about the ties of a household: two at a time of the same to the same."""
    ends: dict[Hashable, list[Tie]] = {}
    for each in ties:
        if not each.is_withdrawn:
            ends.setdefault((each.member_id, each.resource_id or fold(each.name)), []).append(each)
    return dict(_two_ties(ends))


def new_doubts(before: Doubts, after: Doubts) -> list[str]:
    """The words of what a change brings up."""
    return [words for key, words in after.items() if key not in before]


def _young_parents(relations: list[Relation]) -> _Found:
    """Parents who are younger than the child, or hardly older than one of their own."""
    for each in relations:
        born, child_born = each.first.birth_date, each.second.birth_date
        if each.kind not in Relation.PARENTAGES or not (born and child_born):
            continue
        years = age_on(born, child_born)
        if born > child_born:
            yield ("younger", each.first_id, each.second_id), f"親「{each.first}」が、子「{each.second}」より後に生まれています。"
        elif each.kind == Kind.BLOOD and years < LEAST_APART:
            yield ("near", each.first_id, each.second_id), f"親「{each.first}」と子「{each.second}」の年齢の差が、{years}歳です。"


def _more_than_two_parents(relations: list[Relation]) -> _Found:
    """Children with three parents of their own blood, or more."""
    of: dict[int, list[Relation]] = {}
    for each in relations:
        if each.kind == Kind.BLOOD:
            of.setdefault(each.second_id, []).append(each)
    for child, found in of.items():
        if len(found) > 2:
            names = "」「".join(str(each.first) for each in found)
            yield ("parents", child, frozenset(each.first_id for each in found)), f"「{found[0].second}」の実の親が{len(found)}人（「{names}」）になります。"


def _kin_as_couples(relations: list[Relation]) -> _Found:
    """Couples of whom one is a parent or a sibling of the other."""
    parents: dict[int, set[int]] = {}
    for each in relations:
        if each.kind in (Kind.BLOOD, Kind.ADOPTED):
            parents.setdefault(each.second_id, set()).add(each.first_id)
    siblings = {frozenset((each.first_id, each.second_id)) for each in relations if each.kind in Relation.SIBLINGS}
    for each in relations:
        one, other = each.first_id, each.second_id
        if each.kind not in Relation.COUPLES:
            continue
        if other in parents.get(one, ()) or one in parents.get(other, ()):
            yield ("parent", frozenset((one, other))), f"「{each.first}」と「{each.second}」が、親子でもあり、{each.get_kind_display()}でもあります。"
        elif frozenset((one, other)) in siblings or parents.get(one, set()) & parents.get(other, set()):
            yield ("siblings", frozenset((one, other))), f"「{each.first}」と「{each.second}」が、きょうだいでもあり、{each.get_kind_display()}でもあります。"


def _two_marriages(relations: list[Relation]) -> _Found:
    """Who is married to two people at the same time; a marriage ends with its divorce or with a death."""
    spans = [(each, span) for each in relations if (span := _marriage(each))]
    for (one, (start, end)), (other, (other_start, other_end)) in combinations(spans, 2):
        shared = {one.first_id: one.first, one.second_id: one.second}.keys() & {other.first_id, other.second_id}
        if len(shared) == 1 and start < other_end and other_start < end:
            person = one.first if one.first_id in shared else one.second
            yield ("married", frozenset((one.first_id, one.second_id, other.first_id, other.second_id))), (
                f"「{person}」が、同じ時期に2人（「{_partner(one, person)}」と「{_partner(other, person)}」）と婚姻しています。")


def _marriage(relation: Relation) -> tuple[date, date] | None:
    """The first day of a marriage and the day after its last, as far as they are known; None of what is none, or over since nobody knows when."""
    two = (relation.first, relation.second)
    if relation.kind not in (Kind.MARRIED, Kind.SEPARATED, Kind.DIVORCED) or any(each.is_deceased and not each.died_on for each in two):
        return None
    if relation.kind == Kind.DIVORCED and not relation.ends_on:
        return None
    ends = [day for day in (relation.ends_on, *(each.died_on for each in two)) if day]
    return relation.starts_on or date.min, min(ends, default=date.max)


def _partner(relation: Relation, person: Member) -> Member:
    return relation.second if relation.first_id == person.pk else relation.first


def _apart_twins(relations: list[Relation]) -> _Found:
    """Twins born more than a day apart."""
    for each in relations:
        born = (each.first.birth_date, each.second.birth_date)
        if each.kind == Kind.TWINS and all(born) and abs((born[0] - born[1]).days) > 1:
            yield ("twins", each.first_id, each.second_id), f"双子「{each.first}」と「{each.second}」の生年月日が違います。"


def _two_ties(ends: dict[Hashable, list[Tie]]) -> _Found:
    for end, ties in ends.items():
        for one, other in combinations(ties, 2):
            if _are_at_once(one, other):
                strengths = dict.fromkeys(each.get_strength_display() for each in (one, other))
                yield ("tie", end), (f"「{one.member or '世帯全体'}」と「{one.resource or one.name}」のつながりが、同じ時期に2つあります"
                                     f"（{'と'.join(strengths)}）。")


def _are_at_once(one: Tie, other: Tie) -> bool:
    return (one.starts_on or date.min) <= (other.ends_on or date.max) and (other.starts_on or date.min) <= (one.ends_on or date.max)

"""What the family figures of a household are drawn from: rows in sight as plain data, nothing of where anyone lives."""
from dataclasses import dataclass

from django.utils import timezone

from . import access, periods
from .ages import age_of
from .genogram.ecomap import Link
from .genogram.family import Couple, Family, Parentage, Person, Siblings
from .models import Household, Member, Relation, Tie, User

_SEX = {Member.Sex.MALE: "male", Member.Sex.FEMALE: "female"}
UNNAMED = "名前は表示しません"


@dataclass(frozen=True)
class HouseholdFamily:
    """A household's figures as far as they are in sight; `closed` members are counted and not drawn."""

    family: Family
    here: list[Person]
    links: list[Link]
    relations: list[Relation]
    ties: list[tuple[Tie, Link]]
    closed: int
    hides: bool  # the names of those around the household


def family_of(user: User, household: Household) -> HouseholdFamily:
    """Members, relations and ties that the user may see; withdrawn ones are listed and not drawn.

    Of a protected household the agencies are told by their kind only: an agency's name can tell where someone is.
    """
    members = list(access.members_of(user, household))
    relations = list(access.relations_of(user, household).prefetch_related("first", "second"))
    hides = access.protected_households().filter(pk=household.pk).exists()
    ties = [(tie, link_of(tie, hides)) for tie in access.ties_of(user, household).select_related(
        "resource", "member")]
    people = _people(members, _index(user, household, members))
    return HouseholdFamily(
        _family(people, [each for each in relations if is_drawn(each)]),
        [each for each in people if each.lives_here and not each.is_dead],
        [link for tie, link in ties if is_drawn(tie)], relations, ties, household.members.count() - len(members), hides)


def is_drawn(row: Relation | Tie) -> bool:
    """Whether a line is in today's figure."""
    return not why_not_drawn(row)


def why_not_drawn(row: Relation | Tie) -> str:
    """Why a line is not in today's figure, in a word; a relation that is over, such as a marriage, stays in it."""
    today = timezone.localdate()
    if row.is_withdrawn:
        return "取り消した"
    if row.starts_on and row.starts_on > today:
        return "始まる前"
    return "終わった" if isinstance(row, Tie) and row.ends_on and row.ends_on < today else ""


def link_of(tie: Tie, hides: bool) -> Link:
    """A tie as it is drawn; with `hides` without the name of its other end."""
    kind = tie.resource.category if tie.resource else ""
    name = (kind or UNNAMED) if hides else str(tie.resource or tie.name)
    return Link(name, "" if hides else kind, str(tie.member) if tie.member else "", tie.strength, tie.direction)


def _index(user: User, household: Household, members: list[Member]) -> int | None:
    """The 本人: of the latest open case in sight that names one, else the member who is called so; one only."""
    cases = access.visible_cases(user).filter(household=household, person__in=[each.pk for each in members])
    named = sorted(cases.values_list("closed_on", "opened_on", "person"), key=lambda each: (each[0] is None, each[1]))
    return named[-1][2] if named else next((each.pk for each in members if each.relation.strip() == "本人"), None)


def _people(members: list[Member], index: int | None) -> list[Person]:
    today = timezone.localdate()
    return [Person(
        each.pk, each.full_name or (each.kana or "氏名不明"), _SEX.get(each.sex, ""), age_of(each, today), each.relation,
        each.birth_date.isoformat() if each.birth_date else "", is_dead=each.is_deceased, is_index=each.pk == index,
        is_key=each.is_key_person, lives_here=each.lives_together and not _is_away(each, today)) for each in members]


def _is_away(member: Member, today) -> bool:
    return bool(member.ends_on and member.ends_on < today) or bool(member.starts_on and member.starts_on > today)


def _family(people: list[Person], relations: list[Relation]) -> Family:
    couples = [each for each in relations if each.kind in Relation.COUPLES]
    couples.sort(key=lambda each: (each.starts_on is None, each.starts_on, each.pk) if each.starts_on else (True, each.pk))
    return Family(
        tuple(people),
        tuple(Couple(each.first_id, each.second_id, _status(each), _day(each.starts_on), _day(each.ends_on)) for each in couples),
        tuple(Parentage(each.first_id, each.second_id, each.kind) for each in relations if each.kind in Relation.PARENTAGES),
        tuple(Siblings(each.first_id, each.second_id, each.kind == Relation.Kind.TWINS) for each in relations if each.kind in Relation.SIBLINGS))


def _status(couple: Relation) -> str:
    """What the two are today: until the day of a divorce they are married."""
    ahead = couple.kind == Relation.Kind.DIVORCED and couple.ends_on and couple.ends_on > timezone.localdate()
    return Relation.Kind.MARRIED if ahead else couple.kind


def _day(day) -> str:
    return periods.format_date(day) if day else ""

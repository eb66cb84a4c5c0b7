"""Leaders of a local resource (社会資源): who leads it today, who is to come and who did; and those who hold one role at the
same time: mostly the one before, whose end nobody wrote down."""
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from .models import Leader
from .text import fold_label

SEVERAL = "窓口"  # a role with this word is for as many as there are


NOW, TO_COME, BEFORE = "now", "to_come", "before"


def in_order(leaders: Iterable[Leader], today: datetime.date) -> list[Leader]:
    """Who leads today, then those to come, the first of them first, then those who did; each says so (`when`)."""
    found = list(leaders)
    for each in found:
        each.when = _when(each, today)
    by_when = {when: [each for each in found if each.when == when] for when in (NOW, TO_COME, BEFORE)}
    return [*by_when[NOW], *sorted(by_when[TO_COME], key=_began), *by_when[BEFORE]]


def _when(leader: Leader, today: datetime.date) -> str:
    if leader.ends_on and leader.ends_on < today:
        return BEFORE
    return TO_COME if leader.starts_on and leader.starts_on > today else NOW


@dataclass(frozen=True, slots=True)
class Together:
    """Who is in one role at the same time, by the day of their beginning, and which of them may have been followed by another.

    `ends`: (the earlier one, the day before the next one began, or None where that is not known).
    """

    role: str
    people: list[Leader]
    ends: list[tuple[Leader, datetime.date | None]]


def together(leaders: Iterable[Leader], today: datetime.date) -> list[Together]:
    """By role, who is in it together today or later, as far as the days are known; roles of a 窓口 are left out."""
    roles: dict[str, list[Leader]] = {}
    for each in leaders:
        if SEVERAL not in each.role and (each.ends_on is None or each.ends_on >= today):
            roles.setdefault(fold_label(each.role), []).append(each)
    return [found for people in roles.values() if (found := _of_role(sorted(people, key=_began))).ends]


def _of_role(people: list[Leader]) -> Together:
    pairs = [(first, next((after for after in people[place:] if _reaches(first, after)), None)) for place, first in enumerate(people, 1)]
    ends = [(first, _before(first, after)) for first, after in pairs if after]
    named = {each.pk for pair in pairs if pair[1] for each in pair}
    return Together(people[0].role, [each for each in people if each.pk in named], ends)


def _began(leader: Leader) -> tuple:
    return leader.starts_on or datetime.date.min, leader.pk


def _reaches(first: Leader, after: Leader) -> bool:
    """Whether the one who began first is still in the role when the other begins."""
    return first.ends_on is None or after.starts_on is None or first.ends_on >= after.starts_on


def _before(first: Leader, after: Leader) -> datetime.date | None:
    day = after.starts_on and after.starts_on - datetime.timedelta(days=1)
    return day if day and (first.starts_on is None or first.starts_on <= day) else None

"""Unusual reading (いつもと違う閲覧): what a supervisor should ask about. A finding is a question, not a reproach."""
import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from cases.models import AuditEntry, AuditObject, Household, Member, User
from cases.text import fold

DAYS = 14
MANY_AN_HOUR = 30  # different records opened by one person within one hour
MANY_DENIED = 5  # times in one day that someone asked for what is out of sight
NIGHT_ENDS, NIGHT_BEGINS = 6, 22  # o'clock, local time
_OPENED = ("contact", "case", "household", "member")


@dataclass(frozen=True)
class Finding:
    """Someone's reading that stands out, from `since` on. `records` is how many different ones it was."""

    since: datetime.datetime
    username: str
    text: str
    records: int


@dataclass(frozen=True)
class Opening:
    """Someone opened one record."""

    moment: datetime.datetime
    user_id: int
    username: str
    kind: str
    object_id: int


def findings(usernames: Iterable[str] | None = None, days: int = DAYS) -> list[Finding]:
    """What stands out in the last `days`, newest first; of these people only, where they are given.

    Looked at are records opened one by one, not lists, and requests that were denied.
    """
    since = int((timezone.now() - datetime.timedelta(days=days)).timestamp() * 1e6)
    entries = AuditEntry.objects.filter(at__gte=since).exclude(username="")
    if usernames is not None:
        entries = entries.filter(username__in=usernames)
    openings = _openings(entries)
    found = [*_many(openings), *_at_night(openings), *_namesakes(openings), *_denied(entries)]
    return sorted(found, key=lambda each: each.since, reverse=True)


def _openings(entries) -> list[Opening]:
    by_seq = {entry.seq: entry for entry in entries.filter(action="read")}
    named = AuditObject.objects.filter(listed=False, kind__in=_OPENED, seq__in=entries.filter(action="read").values("seq"))
    return sorted((Opening(timezone.localtime(by_seq[each.seq].moment), by_seq[each.seq].user_id, by_seq[each.seq].username,
                           each.kind, each.object_id) for each in named if each.seq in by_seq), key=lambda each: each.moment)


def _grouped(openings: Iterable[Opening], key) -> list[list[Opening]]:
    groups = defaultdict(list)
    for each in openings:
        groups[key(each)].append(each)
    return list(groups.values())


def _records(group: Iterable[Opening]) -> int:
    return len({(each.kind, each.object_id) for each in group})


def _many(openings: list[Opening]) -> list[Finding]:
    """Many different records within sixty minutes, however they lie on the clock; each such run once."""
    found = []
    for mine in _grouped(openings, lambda each: each.username):
        start, told_until = 0, -1
        for end, last in enumerate(mine):
            while last.moment - mine[start].moment > datetime.timedelta(hours=1):
                start += 1
            if (count := _records(mine[start:end + 1])) >= MANY_AN_HOUR and start > told_until:
                found.append(Finding(mine[start].moment, last.username, f"1時間に{count}件以上の別々の記録を開きました。", count))
                told_until = end
    return found


def _at_night(openings: list[Opening]) -> list[Finding]:
    night = [each for each in openings if not NIGHT_ENDS <= each.moment.hour < NIGHT_BEGINS]
    return [Finding(group[0].moment, group[0].username, f"夜間（{NIGHT_BEGINS}時〜翌{NIGHT_ENDS}時）に記録を開きました。", _records(group))
            for group in _grouped(night, lambda each: (each.username, (each.moment - datetime.timedelta(hours=12)).date()))]


def _namesakes(openings: list[Opening]) -> list[Finding]:
    """People who opened a household or a member of their own family name: relatives are read about most."""
    names = _family_names(openings)
    own = {user.pk: fold(user.name.split()[0]) for user in User.objects.filter(pk__in={each.user_id for each in openings})
           if len(user.name.split()) > 1}
    same = [each for each in openings if each.user_id in own
            and any(name.startswith(own[each.user_id]) for name in names.get((each.kind, each.object_id), ()))]
    return [Finding(group[0].moment, group[0].username, "自分と同じ姓の人の記録を開きました。", _records(group))
            for group in _grouped(same, lambda each: (each.username, each.moment.date()))]


def _family_names(openings: list[Opening]) -> dict[tuple[str, int], list[str]]:
    """The family names that an opened household or member goes by; a household by those of its members too."""
    ids = {kind: {each.object_id for each in openings if each.kind == kind} for kind in ("household", "member")}
    names = defaultdict(list)
    for pk, name in Household.objects.filter(pk__in=ids["household"]).values_list("pk", "name"):
        names["household", pk].append(fold(name))
    people = Member.objects.filter(Q(pk__in=ids["member"]) | Q(household__in=ids["household"]))
    for pk, household, name in people.values_list("pk", "household_id", "family_name"):
        names["member", pk].append(fold(name))
        names["household", household].append(fold(name))
    return names


def _denied(entries) -> list[Finding]:
    days = defaultdict(list)
    for entry in entries.filter(outcome=AuditEntry.Outcome.DENIED).order_by("seq"):
        days[entry.username, timezone.localtime(entry.moment).date()].append(entry)
    return [Finding(timezone.localtime(group[0].moment), username, f"開けない画面や記録を{len(group)}回開こうとしました。", 0)
            for (username, _), group in days.items() if len(group) >= MANY_DENIED]

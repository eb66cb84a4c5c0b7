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
CODE_WITHIN = datetime.timedelta(minutes=15)  # from the right password to the code
_OPENED = ("contact", "case", "household", "member")


@dataclass(frozen=True)
class Finding:
    """Someone's reading that stands out, from `since` on. `records` is how many different ones it was."""

    since: datetime.datetime
    user_id: int
    username: str
    text: str
    records: int = 0


@dataclass(frozen=True)
class Opening:
    """Someone opened one record."""

    moment: datetime.datetime
    user_id: int
    username: str
    kind: str
    object_id: int


def findings(users: Iterable[int] | None = None, days: int = DAYS) -> list[Finding]:
    """What stands out in the last `days`, newest first; of the people with these ids only, where they are given.

    Looked at are records opened one by one, not lists, requests that were denied, and log-ins without their code.
    """
    since = int((timezone.now() - datetime.timedelta(days=days)).timestamp() * 1e6)
    entries = AuditEntry.objects.filter(at__gte=since).exclude(user_id=None)
    if users is not None:
        entries = entries.filter(user_id__in=users)
    openings = _openings(entries)
    found = [*_many(openings), *_at_night(openings), *_namesakes(openings), *_denied(entries), *_without_code(entries)]
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


def _found(group: list[Opening], text: str) -> Finding:
    return Finding(group[0].moment, group[0].user_id, group[0].username, text, _records(group))


def _records(group: Iterable[Opening]) -> int:
    return len({(each.kind, each.object_id) for each in group})


def _many(openings: list[Opening]) -> list[Finding]:
    """Many different records within sixty minutes, however they lie on the clock; each such run once."""
    found = []
    for mine in _grouped(openings, lambda each: each.user_id):
        start, told_until = 0, -1
        for end, last in enumerate(mine):
            while last.moment - mine[start].moment > datetime.timedelta(hours=1):
                start += 1
            if (count := _records(mine[start:end + 1])) >= MANY_AN_HOUR and start > told_until:
                found.append(Finding(mine[start].moment, last.user_id, last.username, f"1時間に{count}件以上の別々の記録を開きました。", count))
                told_until = end
    return found


def _at_night(openings: list[Opening]) -> list[Finding]:
    night = [each for each in openings if not NIGHT_ENDS <= each.moment.hour < NIGHT_BEGINS]
    return [_found(group, f"夜間（{NIGHT_BEGINS}時〜翌{NIGHT_ENDS}時）に記録を開きました。")
            for group in _grouped(night, lambda each: (each.user_id, (each.moment - datetime.timedelta(hours=12)).date()))]


def _namesakes(openings: list[Opening]) -> list[Finding]:
    """People who opened a household or a member of their own family name: relatives are read about most."""
    names = _family_names(openings)
    own = {user.pk: fold(user.name.split()[0]) for user in User.objects.filter(pk__in={each.user_id for each in openings})
           if len(user.name.split()) > 1}
    same = [each for each in openings if each.user_id in own
            and any(name.startswith(own[each.user_id]) for name in names.get((each.kind, each.object_id), ()))]
    return [_found(group, "自分と同じ姓の人の記録を開きました。")
            for group in _grouped(same, lambda each: (each.user_id, each.moment.date()))]


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
    days = _by_day(entries.filter(outcome=AuditEntry.Outcome.DENIED).order_by("seq"))
    return [_told(group, f"開けない画面や記録を{len(group)}回開こうとしました。") for group in days if len(group) >= MANY_DENIED]


def _without_code(entries) -> list[Finding]:
    """Log-ins with the right password, and then no right code from there in time: the password may have leaked."""
    waiting = defaultdict(list)
    for entry in entries.filter(action__in=("login.code_asked", "login.ok")).order_by("seq"):
        here = waiting[entry.user_id, entry.address]
        if entry.action == "login.code_asked":
            here.append(entry)
        else:
            here[:] = [asked for asked in here if entry.moment - asked.moment > CODE_WITHIN]
    late = timezone.now() - CODE_WITHIN
    asked = [entry for here in waiting.values() for entry in here if entry.moment < late]
    return [_told(group, f"正しいパスワードのあと、確認コードが入力されませんでした（{len(group)}回）。") for group in _by_day(asked)]


def _by_day(entries: Iterable[AuditEntry]) -> list[list[AuditEntry]]:
    days = defaultdict(list)
    for entry in entries:
        days[entry.user_id, timezone.localtime(entry.moment).date()].append(entry)
    return list(days.values())


def _told(group: list[AuditEntry], text: str) -> Finding:
    return Finding(timezone.localtime(group[0].moment), group[0].user_id, group[0].username, text)

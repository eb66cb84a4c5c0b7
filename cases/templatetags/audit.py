"""Entries of the audit in words."""
import json

from django import template

from cases.audit.places import place_words
from cases.audit.unusual import Finding
from cases.audit.words import RECORDS, action_words, role_words
from cases.models import AuditEntry

register = template.Library()


@register.filter
def who(entry: AuditEntry, names: dict[int, str]) -> str:
    """The person with the role at that time; without anyone it was a command, or someone with an unknown name."""
    name, role = person(entry, names), role_words(entry)
    nobody = "登録のない利用者名" if entry.action.startswith("login.") else "コマンド"
    return f"{name}（{role}）" if role else name or nobody


@register.filter
def person(found: AuditEntry | Finding, names: dict[int, str]) -> str:
    """The name of the user whose id it carries; of one who is no longer there, the log-in name of that time."""
    return names.get(found.user_id, found.username)


@register.filter
def done(entry: AuditEntry) -> str:
    """What was done, and on which page."""
    place = place_words(entry)
    return f"{action_words(entry)}（{place}）" if place else action_words(entry)


@register.filter
def search_words(entry: AuditEntry, searched: dict[int, str]) -> str:
    """「：見本」 of a search, as far as it may be read; "" for everything else."""
    return f"：{searched[entry.seq]}" if entry.seq in searched else ""


@register.filter
def touched(entry: AuditEntry) -> str:
    """How many records of each kind an entry names: which ones they are is told on their own pages only."""
    counts: dict[str, int] = {}
    for kind, ids in json.loads(entry.objects_text).items():
        name = kind.rstrip("*")
        counts[name] = counts.get(name, 0) + len(ids)
    return "、".join(f"{RECORDS.get(kind, '記録')}{count:,}件" for kind, count in counts.items()) or "－"

"""Entries of the audit in words."""
import json

from django import template

from cases.audit.words import RECORDS, action_words, role_words
from cases.models import AuditEntry

register = template.Library()


@register.filter
def who(entry: AuditEntry, names: dict[str, str]) -> str:
    """The person with the role at that time; without anyone logged in it was a command."""
    name, role = names.get(entry.username, entry.username), role_words(entry)
    return f"{name}（{role}）" if role else name or "コマンド"


@register.filter
def done(entry: AuditEntry) -> str:
    """What was done."""
    return action_words(entry)


@register.filter
def touched(entry: AuditEntry) -> str:
    """How many records of each kind an entry names: which ones they are is told on their own pages only."""
    counts: dict[str, int] = {}
    for kind, ids in json.loads(entry.objects_text).items():
        name = kind.rstrip("*")
        counts[name] = counts.get(name, 0) + len(ids)
    return "、".join(f"{RECORDS.get(kind, '記録')}{count:,}件" for kind, count in counts.items()) or "－"


@register.filter
def get_name(names: dict, username: str) -> str:
    """The person's name for a log-in name."""
    return names.get(username, username)

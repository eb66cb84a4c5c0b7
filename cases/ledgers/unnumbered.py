"""Contacts without 記録番号 in a ledger: known by their day and a digest of what they say.

One that was changed since the file was written is not found, and none is ever taken for another.
"""
import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from cases import trail
from cases.imports.stored import plain_text
from cases.models import Contact

_WORD = re.compile(r"(\d{4}-\d\d-\d\d)#[0-9a-f]{12}")


def word_of(contact: Contact) -> str:
    """「2021-04-05#1a2b3c4d5e6f」; contacts that say the same have the same word. Its district is read."""
    said = [contact.date.isoformat(), contact.time.isoformat("minutes") if contact.time else "", contact.minutes, contact.district.code,
            contact.counterpart.strip(), plain_text(contact.text)]
    return f"{said[0]}#{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]}"


def is_word(word: str) -> bool:
    """Whether it looks like the word of a contact without 記録番号."""
    return bool(_WORD.fullmatch(word)) and _day(word) is not None


def by_word(words: Iterable[str], contacts: QuerySet[Contact]) -> dict[str, Contact]:
    """The contacts without 記録番号 of the days that the words name, by their words; of those that say the same the first."""
    days = {_day(word) for word in words}
    with trail.offering():  # compared, not shown
        rows = contacts.filter(record_number=None, date__in=days).select_related("district").order_by("-pk")
        return {word_of(each): each for each in rows}


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word[:10])
    except ValueError:
        return None

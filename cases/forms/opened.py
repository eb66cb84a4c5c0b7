"""What a page was opened with, as marks of its fields: they tell later what its writer changed and what somebody else has saved since, without a word of it."""
from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.crypto import salted_hmac

OWN, OTHER, BOTH, UNKNOWN = "own", "other", "both", ""
LONGEST = 4000


class MarksField(forms.CharField):
    """The hidden marks. They are no change that somebody typed."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def has_changed(self, initial, data):
        """Never."""
        return False


def mark_of(name: str, value) -> str:
    """The mark of a field's value: nobody can tell the value from it."""
    return salted_hmac("cases.forms.opened", f"{name}\0{_plain(value)}").hexdigest()[:12]


def written(marks: dict[str, str]) -> str:
    """The marks as a page carries them."""
    return " ".join(f"{name}:{mark}" for name, mark in marks.items())


def read(text: str) -> dict[str, str]:
    """The marks that a page carried; what is none is left out."""
    return dict(part.split(":", 1) for part in text[:LONGEST].split() if ":" in part)


def whose(opened: str | None, typed: str | None, stored: str) -> str:
    """Who has changed a field since it was opened with that mark: the writer, somebody else or both; a value that cannot be read was typed."""
    if opened is None:
        return UNKNOWN
    is_own, is_other = typed != opened, stored != opened
    return BOTH if is_own and is_other else OWN if is_own else OTHER if is_other else UNKNOWN


def take(data: QueryDict, key: str, field: forms.Field, name: str, value) -> bool:
    """Put what is stored into the posted `data` of a field; False, with the data as it was, where the form would not read the same from it."""
    before = data.getlist(key)
    data.setlist(key, _as_sent(field, value))
    try:
        is_read = mark_of(name, field.clean(field.widget.value_from_datadict(data, {}, key))) == mark_of(name, value)
    except forms.ValidationError:
        is_read = False
    if not is_read:
        data.setlist(key, before)
    return is_read


def _as_sent(field: forms.Field, value) -> list[str]:
    if isinstance(value, bool):
        return ["on"] if value else []
    shown = field.widget.format_value(field.prepare_value(value))
    return [str(each) for each in (shown if isinstance(shown, list) else [shown]) if each is not None]


def _plain(value) -> str:
    value = value.pk if isinstance(value, models.Model) else value
    return "" if value is None else "\n".join(str(value).splitlines()).strip()

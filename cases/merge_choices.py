"""What differs between two records that are to be one (統合), and which value is proposed. Decides nothing of who may see it."""
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from .ages import wrong_days
from .household_types import types_of
from .models import Axis, Household, HouseholdType, Member
from .periods import fiscal_year_label, format_date

KEPT, GONE, BOTH = "kept", "gone", "both"
TYPES = "types_"  # and the id of the axis
# Columns that are only right together are chosen together, under the words of the first.
_PARTS = {
    Household: (("name",), ("address",), ("district", "is_outside"), ("phone",), ("contact_care",), ("note",)),
    Member: (("family_name", "given_name"), ("kana",), ("relation",), ("sex",), ("birth_date",),
             ("age_text", "youngest", "oldest"), ("phone",), ("is_key_person",), ("lives_together",),
             ("starts_on", "ends_on"), ("is_deceased", "died_on"), ("contact_care",), ("note",)),
}
_WORDS = {"family_name": "氏名", "starts_on": "世帯にいた期間", "is_deceased": "死亡"}
HIDDEN = "（支援措置により表示していません）"
NOTHING = "（空欄）"


@dataclass(frozen=True)
class Choice:
    """One line of the two records: its words, both values in words, and what is proposed. `differs` where there is a choice."""

    name: str
    columns: tuple[str, ...]
    label: str
    kept: str
    gone: str
    proposed: str
    differs: bool
    may_join: bool = False


def choices_of(kept: Household | Member, gone: Household | Member, hidden: Sequence[str] = ()) -> list[Choice]:
    """Every line; of the fields named in `hidden` the values are not told."""
    found = [_choice(columns, kept, gone, hidden) for columns in _PARTS[type(kept)]]
    return [*found, *_type_choices(kept, gone)] if isinstance(kept, Household) else found


def new_values(choices: Sequence[Choice], chosen: Mapping[str, str], kept: models.Model, gone: models.Model) -> dict:
    """The columns of the record that stays which get another value; a blank of the two never replaces a note."""
    values = {}
    for choice in choices:
        side = chosen.get(choice.name, choice.proposed)
        if choice.name.startswith(TYPES) or not choice.differs or side == KEPT:
            continue
        for name in choice.columns:
            attname = kept._meta.get_field(name).attname
            both = [text for text in (getattr(kept, attname), getattr(gone, attname)) if text]
            values[attname] = "\n".join(both) if side == BOTH else getattr(gone, attname)
    return values


def wrong_lives(choices: Sequence[Choice], chosen: Mapping[str, str], kept: models.Model, gone: models.Model, today: date) -> dict[str, str]:
    """What cannot be of the birth and death that the chosen values give a member, in words by the line; {} of households."""
    if not isinstance(kept, Member):
        return {}
    values = new_values(choices, chosen, kept, gone)
    wrong = wrong_days(*(values.get(name, getattr(kept, name)) for name in ("birth_date", "died_on")), today)
    return {"is_deceased" if name == "died_on" else name: words for name, words in wrong.items()}


def chosen_types(choices: Sequence[Choice], chosen: Mapping[str, str]) -> dict[int, str]:
    """For each axis of households whose types (世帯の分類) stand in the choices: whose are kept."""
    return {int(choice.name.removeprefix(TYPES)): chosen.get(choice.name, choice.proposed)
            for choice in choices if choice.name.startswith(TYPES)}


def _choice(columns: tuple[str, ...], kept, gone, hidden: Sequence[str]) -> Choice:
    mine, theirs = (tuple(getattr(each, name) for name in columns) for each in (kept, gone))
    label = _WORDS.get(columns[0], str(kept._meta.get_field(columns[0]).verbose_name))
    words = (HIDDEN, HIDDEN) if set(columns) & set(hidden) else (_words(columns, kept), _words(columns, gone))
    may_join = columns in (("note",), ("contact_care",)) and all(mine) and all(theirs)
    return Choice(columns[0], columns, label, *words, BOTH if may_join else _proposed(mine, theirs, kept, gone),
                  mine != theirs, may_join)


def _proposed(mine: tuple, theirs: tuple, kept, gone) -> str:
    """The fuller one; of two that are filled that of the record saved later, where that is known."""
    if not any(theirs):
        return KEPT
    if not any(mine):
        return GONE
    return GONE if hasattr(kept, "updated_at") and gone.updated_at > kept.updated_at else KEPT


def _words(columns: tuple[str, ...], record) -> str:
    if columns[0] == "district":
        return record.place
    if columns[0] == "family_name":
        return record.full_name or NOTHING
    if columns[0] == "starts_on":
        return "〜".join(_word(record, name) for name in columns) if record.starts_on or record.ends_on else NOTHING
    if columns[0] == "is_deceased":
        return "はい" + (f"（{format_date(record.died_on)}）" if record.died_on else "") if record.is_deceased else "いいえ"
    return _word(record, columns[0]) or NOTHING


def _word(record, name: str) -> str:
    value, field = getattr(record, name), record._meta.get_field(name)
    if field.choices:
        return str(dict(field.flatchoices)[value])
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return format_date(value) if isinstance(field, models.DateField) and value else str(value or "")


def _type_choices(kept: Household, gone: Household) -> Iterator[Choice]:
    mine, theirs = (_by_axis(each) for each in (kept, gone))
    for axis in sorted({*mine, *theirs}, key=lambda each: (each.order, each.pk)):
        words = [_types(rows.get(axis, ())) for rows in (mine, theirs)]
        yield Choice(f"{TYPES}{axis.pk}", (), axis.name, *words, KEPT if axis in mine else GONE, words[0] != words[1])


def _by_axis(household: Household) -> dict[Axis, list[HouseholdType]]:
    found: dict[Axis, list[HouseholdType]] = {}
    for row in types_of(household):
        found.setdefault(row.axis, []).append(row)
    return found


def _types(rows: Sequence[HouseholdType]) -> str:
    return "、".join(f"{row.category.label}（{fiscal_year_label(row.from_year)}から）" for row in rows) or NOTHING

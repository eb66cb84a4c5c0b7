"""What a plan keeps of the years before its own, where the codebook in force was changed after the plan was.

A change in a plan leaves the old name, definition or rule as a row of 旧名称 or 旧規則 up to the year before. That row says
what was in force when the plan was changed; what has been in force since says more about those years than it.
"""
from collections.abc import Mapping

from cases.imports.codebook_file import AXES, CATEGORIES, DISTRICTS, EARLIER_LABELS, EARLIER_RULES, Part

from .codebook_state import NAMES, State

_DEFINITION = ("parent", "recount", "note", "aliases", "order")  # EarlierLabel.DEFINITION, as rows name it


def as_in_force(part: Part, key: tuple, row: dict, was: Mapping, before: State) -> dict:
    """The earlier row that a plan adds, as the codebook in force has it now.

    `was` is what the row behind it (the category, axis or district) was when the plan was changed: what the earlier row
    took from there is taken from the codebook of now. A row that the codebook itself has for that year stays.
    """
    base, base_key = _behind(part, key)
    now, own = before[base.name].get(base_key), before[part.name].get(key)
    if own is not None:
        return _own(part, own, row)
    names = [name for name in row if name not in part.key and (name not in _DEFINITION or row.get("defined", True))]
    return row | {name: now[there] for name in names
                  if now and (there := NAMES[base.name] if name == "label" else name) in now and row[name] == was.get(there)}


def behind(part: Part, key: tuple) -> tuple[str, tuple] | None:
    """Part and key of what an earlier row is about; None for rows that are no earlier ones."""
    if part not in (EARLIER_LABELS, EARLIER_RULES):
        return None
    base, base_key = _behind(part, key)
    return base.name, base_key


def _behind(part: Part, key: tuple) -> tuple[Part, tuple]:
    row = dict(zip(part.key, key, strict=True))
    if row.get("code"):
        return CATEGORIES, (row["axis"], row["code"])
    return (AXES, (row["axis"],)) if row["axis"] else (DISTRICTS, (row["district"],))


def _own(part: Part, own: dict, row: dict) -> dict:
    """The codebook's own row, with the definition that only the plan's has."""
    if part is EARLIER_RULES or own["defined"] or not row["defined"]:
        return own
    return own | {name: row[name] for name in ("defined", *_DEFINITION) if name in row}

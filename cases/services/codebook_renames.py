"""What a loaded file calls otherwise keeps the name that it had in the years before, as in the editor."""
from collections.abc import Iterator, Mapping

from django.utils import timezone

from cases.imports.codebook_file import AXES, CATEGORIES, DISTRICTS, EARLIER_LABELS, Line
from cases.periods import fiscal_year_of

from .codebook_state import NAMES, State


def kept_names(lines: Mapping[str, list[Line]], before: State, after: State) -> dict[tuple, dict]:
    """Rows of 旧名称 for what is renamed: the old name, up to the fiscal year before today's.

    None for what the file itself says under 旧名称, for what begins this year or later, and where those years have a
    name of their own already.
    """
    year = fiscal_year_of(timezone.localdate()) - 1
    told = {line.key[:-1] for line in lines[EARLIER_LABELS.name] if line.key}
    kept = {key[:-1] for key in before[EARLIER_LABELS.name] if key[-1] >= year}
    return {(*owner, year): _row(owner, year, old) for owner, old in _renamed(lines, before, after, year)
            if owner not in told | kept}


def _renamed(lines: Mapping[str, list[Line]], before: State, after: State, year: int) -> Iterator[tuple[tuple, dict]]:
    """(axis, code, district) and what stood there, of each row whose name or monthly table is another one."""
    for part in (AXES, CATEGORIES, DISTRICTS):
        for key in [line.key for line in lines[part.name] if line.key in before[part.name]]:
            old, new = before[part.name][key], after[part.name][key]
            names = [(row[NAMES[part.name]], row.get("monthly", False)) for row in (old, new)]
            if names[0] != names[1] and _is_of(old, year):
                yield ("", "", *key) if part is DISTRICTS else (*key, "") if part is CATEGORIES else (*key, "", ""), old


def _is_of(row: dict, year: int) -> bool:
    """Whether the row was valid up to that year at the latest, so that it had a name then."""
    first = fiscal_year_of(row["starts_on"]) if row.get("starts_on") else row.get("first_year")
    return first is None or first <= year


def _row(owner: tuple, year: int, old: dict) -> dict:
    axis, code, district = owner
    return {"axis": axis, "code": code, "district": district, "last_year": year,
            "label": old.get("label") or old["name"], "monthly": old.get("monthly", False),
            "defined": False, "parent": "", "recount": False, "note": "", "aliases": "", "order": 0}

"""Districts valid on the same day: each has a name of its own, and no 町丁目 lies in two of them."""
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cases.imports.codebook_file import DISTRICTS, Line
from cases.imports.problems import Problem
from cases.models import District
from cases.periods import format_date
from cases.text import fold_label
from cases.towns import TownError, format_towns, parse_towns

State = Mapping[str, Mapping[tuple, dict]]
NAME, TOWNS = "name", "towns_text"  # the fields at which a clash is told


class Area(NamedTuple):
    """A district as far as it may clash with another; `code` tells which one it is."""

    code: str
    name: str
    starts_on: date | None
    ends_on: date | None
    towns_text: str


def stored_areas() -> list[Area]:
    """Every district, of the past too."""
    return [Area(*row) for row in District.objects.values_list("code", "name", "starts_on", "ends_on", "towns_text")]


def area_of(code: str, row: Mapping) -> Area:
    """The area of a row of the codebook."""
    return Area(code, row.get("name") or "", row.get("starts_on"), row.get("ends_on"), row.get("towns_text") or "")


def clashes(one: Area, others: Iterable[Area]) -> Iterator[tuple[str, str]]:
    """(field, reason) for each district valid on a day with `one` that has its name or some of its 町丁目."""
    towns = _towns(one)
    for other in others:
        if other.code == one.code or not _meet(one, other):
            continue
        if _names(one) & _names(other):
            yield NAME, f"同じ期間に、同じ名前の地区{_called(other)}があります。別の名前にするか、期間が重ならないようにしてください。"
        here = _towns(other)
        if shared := [town for town in towns if town in here]:
            yield TOWNS, f"「{format_towns(shared)}」は、同じ期間の地区{_called(other)}にも入っています。どちらか1つの地区にしてください。"


def district_problems(lines: Sequence[Line], before: State, after: State) -> Iterator[Problem]:
    """Clashes that a load would make; one that is stored already stops no load that leaves both districts as they are."""
    stored = {key: area_of(key[0], row) for key, row in before[DISTRICTS.name].items()}
    areas = {key: area_of(key[0], row) for key, row in after[DISTRICTS.name].items()}
    changed = {key for key, area in areas.items() if area != stored.get(key)}
    told = {line.key for line in lines if line.key in areas}
    for line in lines:
        told.discard(line.key)  # the later one of two rows of a file is told of both
        others = [area for key, area in areas.items() if key not in told and changed & {key, line.key}]
        for field, reason in clashes(areas[line.key], others) if line.key in areas else ():
            yield line.problem(field, reason)


def _names(area: Area) -> set[str]:
    """What a file may call it."""
    return {fold_label(area.name), fold_label(area.code)} - {""}


def _towns(area: Area) -> list[str]:
    try:
        return parse_towns(area.towns_text)
    except TownError:
        return []


def _meet(one: Area, other: Area) -> bool:
    if one.starts_on is None or other.starts_on is None:
        return False
    return one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (one.ends_on or date.max)


def _called(area: Area) -> str:
    end = format_date(area.ends_on) if area.ends_on else ""
    return f"「{area.name}（{area.code}、{format_date(area.starts_on)}から{end + 'まで' if end else ''}）」"

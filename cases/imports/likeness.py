"""Rows without 記録番号 that are probably a stored record, changed: nothing but a person can tell them from a new contact."""
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cases.text import fold

from .drafts import Content, Draft, differences
from .stored import Stored

OCCASION = ("date", "district", "coordinators", "household", "case")  # with the kind: the same work on the same day
NAMED = ("household", "case", "counterpart", "time")  # any of them, filled and equal, tells one call of a day from another
_COMPARED = 400  # characters of a text
_ALIKE = .6
Said = tuple[Draft, Content]
Pair = tuple[Draft, Stored, list[str]]
Month = tuple[int, int]


def month_of(content: Content) -> Month:
    """The calendar year and month of a content."""
    return content["date"].year, content["date"].month


def probable_changes(said: Sequence[Said], records: Iterable[Stored], repeated: set[Month], kind: str) -> list[Pair]:
    """Rows, each with the record that it probably changes and the keys that differ.

    `said` are rows that no record says, `records` those that no row says: a file that repeats an unchanged record and adds
    another call of that day is not asked about. A row is probably a record where all but one heading agree, or where day,
    地区, 担当者, 世帯番号, ケース番号 and kind (`kind` is its key) agree and no other 時刻 is said. Where the texts differ, or
    more than one heading does, that much is said of most calls of a day: then one of NAMED must be filled and agree, or
    the texts be alike, or, where nothing else differs, one begin with the other. That it has another date
    counts only within a month of which the file repeats other records (`repeated`). No record is taken twice.
    """
    months = {month_of(content) for _, content in said}
    free = {each.pk: each for each in records if not each.is_deleted and month_of(each.content) in months}
    by_keys: dict[tuple, list[Said]] = defaultdict(list)
    for pair in said:
        by_keys[tuple(sorted(pair[1]))].append(pair)
    return [pair for keys, rows in by_keys.items() for pair in _pairs(keys, rows, free, repeated, kind)]


def _pairs(keys: tuple[str, ...], rows: list[Said], free: dict[int, Stored], repeated: set[Month], kind: str) -> Iterator[Pair]:
    """The pairs among rows that have the same headings; what is paired is no longer free."""
    views = [tuple(key for key in keys if key != left_out) for left_out in keys]
    views.append(tuple(key for key in keys if key in OCCASION or key == kind))
    for view in views:
        if not free or not rows:
            return
        index = _index(view, keys, free)
        left = []
        for draft, content in rows:
            record = _nearest(content, index.get(tuple(content[key] for key in view), ()), free, repeated)
            if record:
                del free[record.pk]
                yield draft, record, differences(content, record.content)
            else:
                left.append((draft, content))
        rows = left


def _index(view: tuple[str, ...], keys: tuple[str, ...], free: dict[int, Stored]) -> dict[tuple, list[Stored]]:
    found = defaultdict(list)
    for record in free.values():
        if record.answers(keys):
            found[tuple(record.content.get(key, ()) for key in view)].append(record)
    return found


def _nearest(content: Content, candidates: Iterable[Stored], free: dict[int, Stored], repeated: set[Month]) -> Stored | None:
    near = [each for each in candidates if each.pk in free and _may_be(content, each.content, repeated)]
    return min(near, key=lambda each: len(differences(content, each.content)), default=None)


def _may_be(said: Content, stored: Content, repeated: set[Month]) -> bool:
    differ = differences(said, stored)
    if "date" in differ:
        return month_of(said) == month_of(stored) and month_of(said) in repeated
    if len(differ) == 1 and differ != ["text"]:
        return True
    if differ == ["text"] and _goes_on(said, stored):
        return True
    other_time = said.get("time") and stored.get("time") and "time" in differ
    return not other_time and (any(said.get(key) and key not in differ for key in NAMED) or _are_alike(said, stored))


def _goes_on(said: Content, stored: Content) -> bool:
    """Whether one of the texts is how the other begins: one that was extended, or cut; blank texts tell nothing."""
    one, other = (fold(each.get("text") or "") for each in (said, stored))
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _are_alike(said: Content, stored: Content) -> bool:
    """Whether most pairs of neighbouring characters of the texts are the same; blank texts tell nothing."""
    one, other = (_pairs_of_characters(each.get("text") or "") for each in (said, stored))
    return 2 * len(one & other) > _ALIKE * (len(one) + len(other))


@lru_cache(maxsize=10_000)
def _pairs_of_characters(text: str) -> frozenset[str]:
    folded = fold(text[:_COMPARED])
    return frozenset(map("".join, zip(folded, folded[1:], strict=False)))

"""Rows without 記録番号 that are probably a stored record, changed: nothing but a person can tell them from a new contact."""
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from .drafts import Content, Draft, differences
from .stored import Stored

OCCASION = ("date", "district", "coordinators", "household", "case")  # with the kind: the same work on the same day
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
    地区, 担当者, 世帯番号, ケース番号 and kind (`kind` is its key) agree and no other 時刻 is said. That it has another date
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
    return len(differ) == 1 or not (said.get("time") and stored.get("time")) or "time" not in differ

"""Which rows of a file are stored already, which changed, and which are new."""
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from cases.models.axes import KIND

from .doubles import Double, doubles
from .drafts import Content, Draft, axis_key, differences, fingerprint
from .likeness import Month, Pair, Said, month_of, probable_changes
from .stored import Stored, by_content, fingerprints, numbered


@dataclass(slots=True)
class Matches:
    """The rows by what an import has to do with them. A changed row comes with the record and the keys that differ.

    So does a similar one, which has no 記録番号: it may be the record, changed, or another contact.
    """

    new: list[Draft] = field(default_factory=list)
    changed: list[Pair] = field(default_factory=list)
    similar: list[Pair] = field(default_factory=list)
    unchanged: int = 0
    kept_edits: list[Draft] = field(default_factory=list)
    deleted: list[Draft] = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)  # of new rows with a number, the record that says the same

    def set_apart(self, records: Collection[int]) -> None:
        """Take records (by id) away from their rows: changed rows go, similar ones are new."""
        self.new += [draft for draft, record, _ in self.similar if record.pk in records]
        self.doubles = [each for each in self.doubles if each[1].pk not in records]
        self.changed, self.similar = ([each for each in pairs if each[1].pk not in records] for pairs in (self.changed, self.similar))


def match(drafts: Sequence[Draft], axis_ids: Mapping[str, int], left_by: Collection[int] = ()) -> Matches:
    """Compare rows with records: by 記録番号 where a row has one, else by their whole content, as multisets.

    A record that has a number answers for a row without one, unless another row of the file has that number.
    A row without number that is like a record that no row says is in `similar` (see likeness.py). No such row is a record
    that an import of `left_by` (batch ids) made, which had left the rows out.

    A row that says the same as at its last import is unchanged even where the record was edited on screen
    since: the edit stays, and the row is listed in `kept_edits`. A row of a deleted record does not bring it back
    and is listed in `deleted`.
    """
    years = {draft.fiscal_year for draft in drafts}
    said = [(draft, draft.content(axis_ids)) for draft in drafts]
    with_number, without = [pair for pair in said if pair[0].number], [pair for pair in said if not pair[0].number]
    matches, prints = Matches(), fingerprints(years) if drafts else {}
    named = _match_numbered(with_number, prints, matches)
    pool = _Pool([each for each in (by_content(years) if without else [])
                  if each.pk not in named and each.batch_id not in left_by], prints)
    left, repeated = _match_unnumbered(without, pool, matches)
    _find_similar(left, pool, repeated, axis_key(axis_ids[KIND]) if KIND in axis_ids else "", matches)
    _find_doubles(with_number, named | pool.taken, matches)
    place = {id(draft): place for place, draft in enumerate(drafts)}
    matches.new.sort(key=lambda draft: place[id(draft)])
    matches.similar.sort(key=lambda pair: place[id(pair[0])])
    return matches


def _match_numbered(said: list[Said], prints: Mapping[int, str], matches: Matches) -> set[int]:
    """Sort the rows by the records of their numbers; the ids of those records."""
    known = numbered(draft.number for draft, _ in said)
    for draft, content in said:
        record = known.get(draft.number)
        if record is None:
            matches.new.append(draft)
        elif record.is_deleted:
            matches.unchanged += 1
            matches.deleted.append(draft)
        elif not (differ := differences(content, record.content)):
            matches.unchanged += 1
        elif prints.get(record.pk) == fingerprint(content):
            matches.unchanged += 1
            matches.kept_edits.append(draft)
        else:
            matches.changed.append((draft, record, differ))
    return {record.pk for record in known.values()}


def _match_unnumbered(said: list[Said], pool: "_Pool", matches: Matches) -> tuple[list[Said], set[Month]]:
    """Count the rows that are stored; the others, and the months of which rows are stored."""
    left = [(draft, content) for draft, content in said if pool.claim_equal(content) is None]
    unclaimed = []
    for draft, content in left:
        if (record := pool.claim_said(content)) is not None:
            (matches.deleted if record.is_deleted else matches.kept_edits).append(draft)
        else:
            unclaimed.append((draft, content))
    matches.unchanged += len(said) - len(unclaimed)
    taken = pool.taken
    return unclaimed, {month_of(each.content) for each in pool.records if each.pk in taken}


def _find_similar(said: list[Said], pool: "_Pool", repeated: set[Month], kind: str, matches: Matches) -> None:
    matches.similar = probable_changes(said, pool.free.values(), repeated, kind)
    similar = {id(draft) for draft, _, _ in matches.similar}
    matches.new += [draft for draft, _ in said if id(draft) not in similar]


def _find_doubles(said: list[Said], taken: Collection[int], matches: Matches) -> None:
    new = {id(draft) for draft in matches.new}
    matches.doubles = doubles([pair for pair in said if id(pair[0]) in new], taken)


class _Pool:
    """Stored records, each of which answers for one row of the file only."""

    def __init__(self, records: list[Stored], prints: Mapping[int, str]):
        self.records = records
        self.free = {record.pk: record for record in records}
        self.by_keys: dict[tuple[str, ...], dict[tuple, list[int]]] = {}
        self.by_print = defaultdict(list)
        for record in reversed(records):
            self.by_print[prints.get(record.pk)].append(record.pk)

    @property
    def taken(self) -> set[int]:
        """The ids of the records that answer for a row."""
        return {each.pk for each in self.records if each.pk not in self.free}

    def claim_equal(self, content: Content) -> Stored | None:
        """Take a record that says the same now, if one is left."""
        keys = tuple(sorted(content))
        if keys not in self.by_keys:
            self.by_keys[keys] = self._index(keys)
        return self._claim(self.by_keys[keys].get(tuple(content[key] for key in keys)))

    def claim_said(self, content: Content) -> Stored | None:
        """Take a record that an import once made of exactly this row, if one is left."""
        return self._claim(self.by_print.get(fingerprint(content)))

    def _index(self, keys: tuple[str, ...]) -> dict[tuple, list[int]]:
        found = defaultdict(list)
        for record in reversed([each for each in self.records if each.answers(keys)]):
            found[tuple(record.content.get(key, ()) for key in keys)].append(record.pk)
        return found

    def _claim(self, candidates: list[int] | None) -> Stored | None:
        while candidates:
            pk = candidates.pop()
            if pk in self.free:
                return self.free.pop(pk)
        return None

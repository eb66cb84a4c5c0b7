"""Verifying the chain: every entry's hash is made from its own text and the hash of the entry before.

Reads plain rows and hashes them itself; it asks neither the triggers nor the models.
"""
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .layout import ENTRY, HASHED, HEAD, OBJECT, REVISION, SEPARATOR

_AT_A_TIME = 2000


@dataclass(frozen=True)
class Finding:
    """Something wrong at one entry. The text is Japanese."""

    seq: int
    text: str


@dataclass(frozen=True)
class Result:
    """How many entries were read, the last one's number and hash, and what is wrong."""

    entries: int
    seq: int
    hash: str
    findings: list[Finding]


def verify(cursor, anchors: Iterable[tuple[int, str]] = ()) -> Result:
    """Walk the whole chain. `anchors` are (number, hash) kept outside of the database: they show a cut tail."""
    findings, hashes, seq, last, count = [], {}, 0, "", 0
    for row in _rows(cursor, f"SELECT seq, hash, {', '.join(HASHED)} FROM {ENTRY} ORDER BY seq"):
        count += 1
        if row[0] != seq + 1:
            findings.append(Finding(seq + 1, f"{seq + 1}番から{row[0] - 1}番までの記録がありません。"))
        if row[1] != _hash(row[0], last, row[2:]):
            findings.append(Finding(row[0], "内容か順序が、書き込まれたときと違います。"))
        seq, last = row[0], row[1]
        hashes[seq] = last
    findings += [*_head(cursor, seq, last), *_anchored(hashes, anchors), *_contents(cursor)]
    return Result(count, seq, last, sorted(findings, key=lambda each: each.seq))


def _hash(seq: int, before: str, values: Iterable) -> str:
    text = chr(SEPARATOR).join("" if value is None else str(value) for value in (seq, before, *values))
    return hashlib.sha256(text.encode()).hexdigest()


def _head(cursor, seq: int, last: str) -> Iterator[Finding]:
    cursor.execute(f"SELECT seq, hash FROM {HEAD}")
    if cursor.fetchall() != [(seq, last)]:
        yield Finding(seq, "最後の記録が、末尾の控えと一致しません。末尾が切り取られた可能性があります。")


def _anchored(hashes: dict[int, str], anchors: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    for seq, expected in anchors:
        if seq and hashes.get(seq) != expected:
            yield Finding(seq, "外部に控えたハッシュと一致しません。切り取りか書き換えがあります。")


def _contents(cursor) -> Iterator[Finding]:
    """What stands beside the entries must be what their hashed texts say: the changes, and the list of objects."""
    changed, named = {}, {}
    for seq, action, detail, objects in _rows(cursor, f"SELECT seq, action, detail, objects FROM {ENTRY} ORDER BY seq"):
        told = _named(objects)
        if digest := json.loads(detail).get("digest"):
            changed[seq] = (action, [(kind, pk) for kind, pk, _ in told], digest)
        if told:
            named[seq] = _fingerprint(told)
    yield from _changes(cursor, changed)
    yield from _objects(cursor, named)


def _named(objects: str) -> list[tuple[str, int, bool]]:
    """(kind, id, only listed) of the text of an entry: {"case": [3], "contact*": [1, 2]}."""
    return [(kind.rstrip("*"), int(pk), kind.endswith("*")) for kind, ids in json.loads(objects).items() for pk in ids]


def _fingerprint(rows: Iterable[tuple[str, int, bool]]) -> bytes:
    """Short enough to keep for every entry, whatever the number and the order of the rows."""
    return hashlib.sha256(json.dumps(sorted(rows)).encode()).digest()


def _changes(cursor, expected: dict[int, tuple]) -> Iterator[Finding]:
    statement = f"SELECT seq, kind, object_id, action, changes FROM {REVISION} ORDER BY seq"
    for seq, kind, pk, action, changes in _rows(cursor, statement):
        if expected.pop(seq, None) != (f"{kind}.{action}", [(kind, pk)], hashlib.sha256(changes.encode()).hexdigest()):
            yield Finding(seq, "変更の内容が、書き込まれたときと違います。")
    yield from (Finding(seq, "変更の内容がありません。") for seq in expected)


def _objects(cursor, expected: dict[int, bytes]) -> Iterator[Finding]:
    rows = _rows(cursor, f"SELECT seq, kind, object_id, listed FROM {OBJECT} ORDER BY seq")
    for seq, group in itertools.groupby(rows, key=lambda row: row[0]):
        if expected.pop(seq, None) != _fingerprint((kind, pk, bool(listed)) for _, kind, pk, listed in group):
            yield Finding(seq, "対象の一覧が、記録と一致しません。")
    yield from (Finding(seq, "対象の一覧がありません。") for seq in expected)


def _rows(cursor, statement: str) -> Iterator[tuple]:
    cursor.execute(statement)
    while rows := cursor.fetchmany(_AT_A_TIME):
        yield from rows

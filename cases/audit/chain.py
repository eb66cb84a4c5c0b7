"""Verifying the chain: every entry's hash is made from its own text and the hash of the entry before.

Reads plain rows and hashes them itself; it asks neither the triggers nor the models.
"""
import hashlib
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
    """The before and after of each change must still have the digest that its entry holds; so must the list of ids."""
    digests, named = {}, {}
    for seq, detail, objects in _rows(cursor, f"SELECT seq, detail, objects FROM {ENTRY} ORDER BY seq"):
        if digest := json.loads(detail).get("digest"):
            digests[seq] = digest
        if count := sum(map(len, json.loads(objects).values())):
            named[seq] = count
    for seq, changes in _rows(cursor, f"SELECT seq, changes FROM {REVISION} ORDER BY seq"):
        if digests.pop(seq, None) != hashlib.sha256(changes.encode()).hexdigest():
            yield Finding(seq, "変更の内容が、書き込まれたときと違います。")
    yield from (Finding(seq, "変更の内容がありません。") for seq in digests)
    cursor.execute(f"SELECT seq, COUNT(*) FROM {OBJECT} GROUP BY seq")
    found = dict(cursor.fetchall())
    yield from (Finding(seq, "対象の一覧が、記録と一致しません。") for seq in {*found, *named} if found.get(seq) != named.get(seq))


def _rows(cursor, statement: str) -> Iterator[tuple]:
    cursor.execute(statement)
    while rows := cursor.fetchmany(_AT_A_TIME):
        yield from rows

"""The marks of notes (※, ※4) of a printed table: those that its cells bear, and which note below it each one means."""
import re
from collections.abc import Iterator, Sequence

from cases.text import COUNTERS, fold_label

_LEADING = re.compile(r"[※*]\s*[\d０-９]*")
_COUNTED = re.compile(rf"[※*]\s*[\d０-９]+(?:{COUNTERS})")
_BORNE = re.compile(r"[※*][\d０-９]*")
_NEXT = re.compile(r"\s(?=[※*])")


def plain_mark(mark: str) -> str:
    """※１ and ※ 1 are ※1."""
    return fold_label(mark).replace("*", "※")


def marks_in(text: str) -> list[str]:
    """The marks that a cell bears."""
    return _BORNE.findall(text)


def is_note(text: str) -> bool:
    """Whether a line begins with a mark and goes on with words."""
    found = _LEADING.match(text)
    return bool(found) and len(text) > len(found[0])


def notes_by_mark(lines: Sequence[str], borne: Sequence[str]) -> dict[str, list[str]]:
    """The notes of some lines by their marks; `borne` are the marks of the table's cells.

    「※4月から…」 is the note of ※4 where a cell bears that and no other note is its own, else that of ※.
    """
    notes = [note for line in lines for note in _parted(line, borne)]
    own = {plain_mark(_LEADING.match(note)[0]) for note in notes if not _COUNTED.match(note)}
    found: dict[str, list[str]] = {}
    for note in notes:
        mark = plain_mark(_LEADING.match(note)[0])
        is_counted = _COUNTED.match(note) and (mark in own or mark not in borne)
        found.setdefault("※" if is_counted else mark, []).append(note)
    return found


def _parted(line: str, borne: Sequence[str]) -> Iterator[str]:
    """The notes of one line: another begins where a mark of the cells stands behind a space."""
    said = ""
    for part in _NEXT.split(line):
        is_next = said and is_note(part) and {plain_mark(_LEADING.match(part)[0]), "※"} & {*borne}
        if is_next:
            yield said
        said = part if is_next or not said else f"{said} {part}"
    yield said


def as_one(notes: Sequence[str]) -> str:
    """Several notes of one figure, the first with its mark, which is the only one that a report takes for its own."""
    first, *others = sorted(dict.fromkeys(notes), key=lambda each: not is_note(each))  # a mark without words is none's first
    return " ".join([first, *(_LEADING.sub("", each, count=1).strip() if is_note(each) else each for each in others)])

"""Footnotes (※) of a table: those that the codebook writes and those written by hand, numbered in reading order."""
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .book import BookCategory
from .grid import NO_MARKS, Column, Marks, Note
from .notes import COUNT, EVERY, MONTHLY, PERCENT, PRIOR, ROW, TABLE, TREND, UNEQUAL, Anchor, CodebookNote
from .stored_notes import StoredNote

MARK = "※"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note of one table: what the codebook says, or None, and what the database keeps of it, or None."""

    key: str
    anchors: tuple[Anchor, ...]
    written: CodebookNote | None = None
    stored: StoredNote | None = None

    @property
    def text(self) -> str:
        """The text that is printed."""
        return self.stored.text if self.stored and self.stored.text else self.written.text

    @property
    def is_monthly(self) -> bool:
        """Whether it stands at a monthly table."""
        return any(each.part == MONTHLY for each in self.anchors)

    @property
    def is_hidden(self) -> bool:
        """Whether it is printed nowhere."""
        return bool(self.stored and self.stored.is_hidden)

    @property
    def is_edited(self) -> bool:
        """Whether another text than the codebook's is printed."""
        return bool(self.written and self.stored and self.stored.text)

    @property
    def is_outdated(self) -> bool:
        """Whether the codebook's text has become another one since it was edited."""
        return self.is_edited and self.stored.system_text != self.written.text


class Placed(NamedTuple):
    """A note with its mark; "" for one that is hidden."""

    mark: str
    note: Footnote


@dataclass(slots=True)
class TableNotes:
    """All notes of one table. `lost` are stored ones whose row, column or cause the table does not have (now).

    `explained` is the mark of each row without a figure of last year, `rows` the marks of each row (None is 合計), by the
    category's id, as `labels` are. `monthly` are the notes of the monthly tables by their kind's id, numbered for themselves.
    """

    placed: list[Placed] = field(default_factory=list)
    lost: list[StoredNote] = field(default_factory=list)
    explained: dict[int, str] = field(default_factory=dict)
    rows: dict[int | None, Marks] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    monthly: dict[int, list[Placed]] = field(default_factory=dict)
    table: str = ""
    percent: str = ""

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes as printed under the table, each once."""
        return _printed(self.placed)

    def notes_of_months(self, kind_id: int) -> tuple[str, tuple[Note, ...]]:
        """The marks at the title of a kind's monthly table, and the notes as printed under it."""
        notes = _printed(self.monthly.get(kind_id, ()))
        return "".join(note.mark for note in notes), notes

    @property
    def all(self) -> list[Placed]:
        """Every note, those of the monthly tables last."""
        return [*self.placed, *(each for placed in self.monthly.values() for each in placed)]


def _printed(placed: Iterable[Placed]) -> tuple[Note, ...]:
    notes = {each.mark: each.note for each in placed if each.mark}
    return tuple(Note(mark, note.text, UNEQUAL in note.key) for mark, note in notes.items())


def table_notes(written: Sequence[CodebookNote], stored: Sequence[StoredNote], rows: Sequence[BookCategory],
                columns: Sequence[Column]) -> TableNotes:
    """Join the codebook's notes with the stored ones, number them and say where their marks stand."""
    kept = {each.key: each for each in stored if not each.key.startswith(TREND)}
    every = [Footnote(each.key, each.anchors, each, kept.pop(each.key, None)) for each in written]
    found = [each for each in every if not each.is_monthly]
    reading = _Reading(rows, columns)
    by_hand = [Footnote(each.key, (each.anchor,), stored=each) for each in kept.values()
               if each.part and each.part != MONTHLY and reading.has(each.anchor)]
    monthly = {row.id: [*(each for each in every if each.is_monthly and each.anchors[0].category_id == row.id),
                        *(Footnote(each.key, (each.anchor,), stored=each) for each in kept.values()
                          if each.part == MONTHLY and each.category_id == row.id)] for row in rows if row.monthly}
    own = {each.key for found_there in (by_hand, *monthly.values()) for each in found_there}
    notes = TableNotes(lost=[each for each in kept.values() if each.key not in own], labels={row.id: row.label for row in rows})
    notes.monthly = {kind: _numbered(found_there) for kind, found_there in monthly.items() if found_there}
    notes.placed = _numbered(sorted([*found, *by_hand], key=lambda each: reading.place_of(each.anchors)))
    if any(each.mark for each in notes.placed):
        _put_marks(notes, columns)
    return notes


def _numbered(found: Iterable[Footnote]) -> list[Placed]:
    """Equal texts share a number; a single note has none."""
    found = list(found)
    texts = [*dict.fromkeys(each.text for each in found if not each.is_hidden)]
    marks = {texts[0]: MARK} if len(texts) == 1 else {text: f"{MARK}{number}" for number, text in enumerate(texts, 1)}
    return [Placed("" if each.is_hidden else marks[each.text], each) for each in found]


def warnings_of(tables, whole: bool) -> Iterator[str]:
    """What was written or edited and no longer fits, in Japanese; said of the report of all districts only."""
    for table in tables if whole else ():
        for mark, note in table.notes.placed:
            if note.is_outdated and not note.is_hidden:
                yield f"{table.axis.name}の表の注{mark}は手で直してありますが、自動の文がその後に変わりました。「注の編集」で確かめてください。"
        for lost in table.notes.lost:
            if not lost.is_hidden:
                yield f"{table.axis.name}の表の注「{lost.text}」は、付けるところがなくなったため表示していません。「注の編集」で確かめてください。"


class _Reading:
    """The order in which a table is read: its title and headings, row by row, 合計, then what no cell refers to."""

    def __init__(self, rows: Sequence[BookCategory], columns: Sequence[Column]):
        self.rows = {row.id: place for place, row in enumerate(rows)} | {None: len(rows)}
        self.columns = {column.code: place for place, column in enumerate(columns)} | {None: len(columns)}
        self.compared = {column.code for column in columns if column.has_prior}

    def has(self, anchor: Anchor) -> bool:
        """Whether the table has this row and column, and the column a previous year where the note is of that."""
        if anchor.part == TABLE:
            return True
        is_there = anchor.category_id in self.rows and (anchor.district == EVERY or anchor.district in self.columns)
        return is_there and (anchor.part != PRIOR or anchor.district in (EVERY, None) or anchor.district in self.compared)

    def place_of(self, anchors: Sequence[Anchor]) -> tuple[int, int, int]:
        """A key to sort by; that of the first of several places."""
        return min(map(self._place, anchors), default=(len(self.rows), 0, 0))

    def _place(self, anchor: Anchor) -> tuple[int, int, int]:
        if anchor.part == TABLE:
            return -1, 0, 0
        if anchor.part == PERCENT and anchor.district == EVERY:
            return -1, len(self.columns), 0
        column = 0 if anchor.district == EVERY else self.columns[anchor.district]
        part = (ROW, COUNT, PRIOR, PERCENT).index(anchor.part)
        return self.rows[anchor.category_id], -1 if part == 0 else len(self.columns) if part == 3 else column, part


def _put_marks(notes: TableNotes, columns: Sequence[Column]) -> None:
    rows: dict[int | None, dict] = {}
    for mark, note in notes.placed:
        if not mark:
            continue
        explains = note.written.explains if note.written else None
        if explains is not None:
            notes.explained[explains] = mark
        for anchor in note.anchors:
            _put(notes, rows, anchor, mark, columns, explains)
        for category in note.written.crosses if note.written else ():
            _add(rows, category, "change", None, mark)
    notes.rows = {category: _marks_of(marks) for category, marks in rows.items()}


def _put(notes: TableNotes, rows: dict, anchor: Anchor, mark: str, columns: Sequence[Column], explains: int | None) -> None:
    part, category, district = anchor
    if part == TABLE:
        notes.table += mark
    elif part == PERCENT and district == EVERY:
        notes.percent += mark
    elif part == PRIOR and district == EVERY:
        if category != explains:  # there the mark stands in place of the figure
            for code in (*(column.code for column in columns if column.has_prior), None):
                _add(rows, category, PRIOR, code, mark)
    else:
        _add(rows, category, part, None if part in (ROW, PERCENT) else district, mark)


def _add(rows: dict, category: int | None, part: str, code: str | None, mark: str) -> None:
    marks = rows.setdefault(category, {}).setdefault(part, {})
    if mark not in marks.get(code, "").split(MARK):
        marks[code] = marks.get(code, "") + mark


def _marks_of(marks: dict) -> Marks:
    whole = {part: marks.get(part, {}).get(None, "") for part in (ROW, PERCENT, "change")}
    return NO_MARKS._replace(label=whole[ROW], percent=whole[PERCENT], change=whole["change"],
                             counts=marks.get(COUNT, {}), priors=marks.get(PRIOR, {}))

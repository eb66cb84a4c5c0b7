"""The printed tables of a sheet: several, each with its titles, one to three heading rows, and notes (※) below."""
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from cases.text import normalize_space

from .cells import Cell, cell_text
from .note_marks import as_one, is_note, marks_in, notes_by_mark, plain_mark
from .printed_cells import looks_like_figures
from .printed_labels import Label, read_label
from .sheets import Sheet

_MOST_LABELS = 5  # rows without figures between a table and its notes
_MOST_HEADINGS = 3
_DIGIT = re.compile(r"\d")
_LONGEST_FIGURE = 20


@dataclass(slots=True)
class Column:
    """A column of figures: its place from 0, its heading as text, one label for each heading row, blank ones too.

    `more` are the columns to its right without a heading of their own, over which its heading spans.
    """

    index: int
    heading: str
    labels: list[Label]
    more: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """A row of figures: its number as Excel shows it, one label for each label column, and all its cells."""

    number: int
    labels: list[Label]
    cells: Sequence[Cell]

    def cell(self, index: int) -> Cell:
        """The cell in a column; blank beyond the end of the row."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(slots=True)
class PrintedTable:
    """One table as printed. `titles` are the texts above it, nearest first; `notes` the texts of ※ by mark,
    of which `shared` are those that several notes begin with.

    It stands in `rows`, from the row after the table above it to its last note (numbered from 0, the end left out).
    """

    heading_row: int
    titles: list[str]
    columns: list[Column]
    lines: list[Line]
    notes: dict[str, str] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    rows: range = range(0)


def find_printed(sheet: Sheet, is_name: Callable[[str], bool]) -> tuple[list[PrintedTable], list[int]]:
    """The tables of a sheet, and the numbers of rows with figures that stand in none of them.

    `is_name` says whether a folded text names a district or a category.
    """
    return _Finder(sheet, is_name).find()


class _Finder:
    """Walks down the rows of a sheet."""

    def __init__(self, sheet: Sheet, is_name: Callable[[str], bool]):
        self.sheet, self.rows, self.is_name = sheet, sheet.rows, is_name
        self.figures = [[place for place, cell in enumerate(row) if looks_like_figures(cell)] for row in self.rows]
        self.filled = [[place for place, cell in enumerate(row) if cell_text(cell)] for row in self.rows]
        # Figures, and what seems to be meant for one: 約30. Such a row is told to be wrong, never taken for headings.
        self.data = [sorted({*self.figures[row], *self._meant(row)}) for row in range(len(self.rows))]

    def _meant(self, row: int) -> list[int]:
        if not self.figures[row] and is_note(self._text(row)):
            return []  # several notes in a row, each in a cell of its own
        texts = {place: cell_text(self.rows[row][place]) for place in self.filled[row][1:]}
        return [place for place, text in texts.items() if len(text) <= _LONGEST_FIGURE and _DIGIT.search(text)
                and not self._is_known(read_label(text))]

    def find(self) -> tuple[list[PrintedTable], list[int]]:
        tables, stray, titles, at, begin = [], [], [], 0, 0
        while at < len(self.rows):
            first = self._first_line(at)
            if first is None:
                if self.figures[at] and len(self.filled[at]) > 1:
                    stray.append(at + 1)
                titles += [normalize_space(cell_text(self.rows[at][place])) for place in self.filled[at]]
                at += 1
                continue
            table, at = self._table(at, first, titles[::-1])
            tables.append(table)
            table.rows, titles, begin = range(begin, at), [], at
        return tables, stray

    def _first_line(self, at: int) -> int | None:
        """The first row of figures under the headings that begin in this row; None where none begin here."""
        for below in range(at + 1, min(at + 1 + _MOST_HEADINGS, len(self.rows))):
            if self.data[below]:
                return below if self._are_headings(at, below) else None
            if not self.filled[below]:
                return None
        return None

    def _are_headings(self, at: int, below: int) -> bool:
        start = self.data[below][0]
        labels = [read_label(cell_text(self.rows[at][place])) for place in self.filled[at] if place >= start]
        return (not any(self.figures[row] for row in range(at, below)) and start > self.filled[below][0]
                and any(map(self._is_known, labels)))

    def _is_known(self, label: Label) -> bool:
        return bool(label.month or label.year or label.part or label.total or label.whole or self.is_name(label.name))

    def _table(self, at: int, first: int, titles: list[str]) -> tuple[PrintedTable, int]:
        last = self._last_line(first)
        lines = [row for row in range(first, last + 1) if self.data[row]]
        start = min(self.data[row][0] for row in lines)
        corner = [normalize_space(cell_text(self.rows[at][place])) for place in self.filled[at] if place < start]
        table = PrintedTable(at + 1, [*corner, *titles], self._columns(at, first, start, lines), [*self._lines(lines, start)])
        return table, self._read_notes(table, last + 1)

    def _last_line(self, first: int) -> int:
        """The last row of figures before another table begins or other text comes."""
        last = at = first
        while at + 1 < len(self.rows):
            at += 1
            if self.data[at]:
                if self.data[at][0] == self.filled[at][0]:
                    break
                last = at
            elif self.filled[at] and (self._first_line(at) is not None or is_note(self._text(at)) or at - last > 1):
                break
        return last

    def _columns(self, at: int, first: int, start: int, lines: list[int]) -> list[Column]:
        width = max(len(self.rows[row]) for row in (*range(at, first), *lines))
        columns: list[Column] = []
        for place in range(start, width):
            own = [self._cell(row, place) for row in range(at, first)]
            if any(own):
                texts = [text or self._group(row, place, first) for row, text in zip(range(at, first), own, strict=True)]
                heading = " ".join(dict.fromkeys(filter(None, texts)))
                columns.append(Column(place, heading, [*map(read_label, texts)]))
            elif any(self._cell(row, place) for row in lines):
                columns[-1].more.append(place) if columns else columns.append(Column(place, "", []))
        return columns

    def _group(self, row: int, place: int, first: int) -> str:
        """The heading whose span (its merged area, or up to the next heading) covers a blank cell of an upper row."""
        if row == first - 1:
            return ""
        left = next((each for each in range(place, -1, -1) if self._cell(row, each)), None)
        if left is None:
            return ""
        is_merged = any(merged == row for merged, _ in self.sheet.merges)
        covers = self.sheet.merges.get((row, left), left) >= place if is_merged else True
        return self._cell(row, left) if covers else ""

    def _lines(self, lines: list[int], start: int) -> Iterator[Line]:
        """The rows; a blank label in all but the last label column is that of the row above."""
        above: dict[int, str] = {}
        places = sorted({place for row in lines for place in self.filled[row] if place < start})
        for row in lines:
            own = {place: self._cell(row, place) for place in places if self._cell(row, place)}
            if own:
                leftmost = min(own)
                above = {place: text for place, text in above.items() if place < leftmost}
            texts = [(above | own).get(place, "") for place in places]
            above |= {place: text for place, text in own.items() if place != places[-1]}
            yield Line(row + 1, [*map(read_label, texts)], self.rows[row])

    def _read_notes(self, table: PrintedTable, at: int) -> int:
        """Take the notes below the table; returns the row after them. A few labels without figures may stand between."""
        at = next((row for row in self._below(at) if is_note(self._text(row))), at)
        borne = [plain_mark(mark) for row in self.rows[max(table.heading_row - 2, 0):at] for cell in row for mark in marks_in(cell_text(cell))]
        lines = []
        while at < len(self.rows) and self._first_line(at) is None:
            text = self._text(at)
            if is_note(text):
                lines.append(text)
            elif self.filled[at] or not lines:
                break
            at += 1
        found = notes_by_mark(lines, borne)
        table.notes = {mark: as_one(notes) for mark, notes in found.items()}
        table.shared = [mark for mark, notes in found.items() if len(notes) > 1]
        return at

    def _below(self, at: int) -> Iterator[int]:
        """The rows below a table up to its first note, as far as no other table begins."""
        for row in range(at, min(at + _MOST_LABELS, len(self.rows))):
            if self.data[row] or self._first_line(row) is not None:
                return
            yield row

    def _text(self, row: int) -> str:
        return normalize_space(" ".join(cell_text(self.rows[row][place]) for place in self.filled[row]))

    def _cell(self, row: int, place: int) -> str:
        cells = self.rows[row]
        return normalize_space(cell_text(cells[place])) if place < len(cells) else ""

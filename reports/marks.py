"""Notes of a table that is laid out already: one more, or one less."""
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from .footnotes import MARK
from .grid import MASKED, Grid, Marks, MonthlyGrid, Note, Row, marks_in
from .trend_grid import TrendGrid


def with_note(grid: Grid, text: str) -> tuple[Grid, str]:
    """The table with one more note, and its mark; a note that stood alone gets a number. The same text is one note."""
    known = next((note.mark for note in grid.notes if note.text == text), None)
    if known:
        return grid, known
    grid = _numbered(replace(grid, notes=(*grid.notes, Note("", text))))
    return grid, grid.notes[-1].mark


def without_notes_at(grid: Grid, codes: Collection[str]) -> Grid:
    """The table without the notes that stand at last year's figures of these districts and nowhere else."""
    rows = [*grid.rows, grid.total]
    here = {mark for row in rows for code, marks in row.marks.priors.items() if code in codes for mark in marks_in(marks)}
    elsewhere = {mark for row in rows for marks in _marks_but(row, codes) for mark in marks_in(marks)}
    gone = here - elsewhere - {*marks_in(grid.mark + grid.percent_mark)}
    return _numbered(replace(grid, notes=tuple(note for note in grid.notes if note.mark not in gone))) if gone else grid


def _marks_but(row: Row, codes: Collection[str]) -> list[str]:
    marks = row.marks
    return [row.mark or "", marks.label, marks.percent, marks.change, *marks.counts.values(),
            *(each for code, each in marks.priors.items() if code not in codes)]


def without_sums(grid: Grid | MonthlyGrid | TrendGrid) -> Grid | MonthlyGrid | TrendGrid:
    """The table without the notes on what its figures add up to, the others numbered as if these had never been there."""
    if not any(note.of_sums for note in grid.notes):
        return grid
    kept = replace(grid, notes=tuple(note for note in grid.notes if not note.of_sums))
    return {Grid: _numbered, MonthlyGrid: _numbered_months, TrendGrid: _numbered_trend}[type(grid)](kept)


def _numbered(grid: Grid) -> Grid:
    """The notes numbered in their order; one alone has no number. The marks of notes that are no longer there go."""
    notes, shown = _numbers(grid.notes)
    rows = [_row(row, shown) for row in (*grid.rows, grid.total)]
    return replace(grid, rows=tuple(rows[:-1]), total=rows[-1], mark=shown(grid.mark), percent_mark=shown(grid.percent_mark), notes=notes)


def _numbered_months(grid: MonthlyGrid) -> MonthlyGrid:
    notes, shown = _numbers(grid.notes)
    return replace(grid, mark=shown(grid.mark), notes=notes)


def _numbered_trend(trend: TrendGrid) -> TrendGrid:
    notes, shown = _numbers(trend.notes)
    rows = [row._replace(marks=tuple(map(shown, row.marks)), change_marks=tuple(map(shown, row.change_marks))) for row in (*trend.rows, trend.total)]
    years = tuple(each._replace(mark=shown(each.mark)) for each in trend.years)
    return replace(trend, rows=tuple(rows[:-1]), total=rows[-1], years=years, notes=notes)


def _numbers(notes: Sequence[Note]) -> tuple[tuple[Note, ...], Callable[[str], str]]:
    """The notes under their new marks, and what a text of old marks becomes."""
    numbered = [note for note in notes if note.mark != MASKED]
    marks = [MARK] if len(numbered) == 1 else [f"{MARK}{number}" for number in range(1, len(numbered) + 1)]
    now = {note.mark: mark for note, mark in zip(numbered, marks, strict=True) if note.mark}

    def shown(text: str) -> str:
        return "".join(now.get(mark, "") for mark in marks_in(text))
    found = [replace(note, mark=mark) for note, mark in zip(numbered, marks, strict=True)]
    return (*found, *(note for note in notes if note.mark == MASKED)), shown


def _row(row: Row, shown: Callable[[str], str]) -> Row:
    marks = row.marks
    counts, priors = ({code: shown(each) for code, each in some.items()} for some in (marks.counts, marks.priors))
    return row._replace(mark=row.mark and shown(row.mark), marks=Marks(shown(marks.label), counts, priors, shown(marks.percent), shown(marks.change)))

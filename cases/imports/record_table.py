"""One sheet of contact records: its headings checked, its rows read, its totals rows held against them."""
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cases.models import Axis
from cases.periods import fiscal_year_label, fiscal_year_of

from .cells import cell_text
from .directory import Directory
from .evidence import note_values
from .problems import Problem
from .progress import CHECK, tracked
from .reading import FIRST_ROWS, Reading, Understood
from .record_columns import Column, Kinds, heading_errors, heading_warnings, lacking_axes, left_warnings
from .record_notes import note_warnings, split_notes
from .record_rows import RowReader
from .record_totals import split_totals, total_warnings
from .row_warnings import row_warnings
from .sheets import Sheet
from .tables import MonthHint, Row, Table, column_letter, fiscal_year_hint, month_hint

SHOWN_ROWS = 10  # whose numbers a message names


class RecordTable:
    """A recognised table. `fiscal_year` is the one asked for, or None where dates name their year."""

    def __init__(self, sheet: Sheet, table: Table, columns: Sequence[Column], directory: Directory,
                 fiscal_year: int | None):
        self.sheet, self.columns, self.directory, self.fiscal_year = sheet, columns, directory, fiscal_year
        self.heading_row, self.heading_end = table.heading_row_number, table.heading_end
        self.filled_down = table.filled_down
        rows, self.totals = split_totals(table)
        self.rows, self.notes = split_notes(rows)
        self.hint = month_hint(sheet)
        self.sheet_year = _year_of(self.hint) or fiscal_year_hint(sheet)

    @property
    def month(self) -> int | None:
        """The month that the sheet's name or title tells."""
        return self.hint.month if self.hint else None

    @property
    def year(self) -> int | None:
        """The fiscal year of its rows, if it is asked for or told."""
        return self.sheet_year if self.fiscal_year is None else self.fiscal_year

    def read_into(self, reading: Reading, understood: Understood) -> None:
        """Add the sheet's rows, problems and description to the reading."""
        self._describe(understood)
        note_values(self.columns, self.rows, self.directory.choices)
        reading.left_by |= {column.left_by for column in self.columns if column.left_by}
        reader = RowReader(self.columns, self.directory, self.fiscal_year, self.month, self.sheet_year)
        for row in tracked(self.rows, CHECK):
            draft, problems = reader.read(row.number, row.cells)
            draft.sheet = self.sheet.name
            reading.row_errors += self._here(problems)
            reading.drafts += [] if problems else [draft]
        lacking = lacking_axes(self.columns, self.directory, reader.kinds)
        self._tell_absent(reading, reader, {axis.code for axis in lacking})
        reading.file_errors += self._here(self._errors(lacking))
        reading.warnings += self._here([*self._warnings(reader.kinds), *row_warnings(reader)])

    def _tell_absent(self, reading: Reading, reader: RowReader, told: set[str]) -> None:
        """Rows whose year needs an axis without a column are wrong, where that is not `told` of the whole sheet."""
        found = [(draft, problem) for code, draft, problem in reader.absent if code not in told]
        wrong = {id(draft) for draft, _ in found}
        reading.row_errors += self._here([problem for _, problem in found])
        if wrong:
            reading.drafts = [each for each in reading.drafts if id(each) not in wrong]

    def _describe(self, understood: Understood) -> None:
        understood.used, understood.heading_end = True, self.heading_end
        understood.columns = [(column.heading, column.meaning) for column in self.columns]
        understood.rows, understood.totals = len(self.rows), len(self.totals)
        understood.first_rows = [(row.number, [cell_text(row.cells[column.place]) for column in self.columns])
                                 for row in self.rows[:FIRST_ROWS]]

    def _errors(self, lacking: Sequence[Axis]) -> list[Problem]:
        errors = heading_errors(self.columns, self.heading_row, self.directory, lacking)
        if self.fiscal_year is not None and self.sheet_year not in (None, self.fiscal_year):
            errors.append(Problem(None, "", "", f"このシートは{fiscal_year_label(self.sheet_year)}のもので、指定した"
                                  f"{fiscal_year_label(self.fiscal_year)}と違います。"))
        return errors + _without_heading(self.rows, self.columns)

    def _warnings(self, kinds: Kinds) -> list[Problem]:
        hidden = [Problem(None, "", "", "非表示のシートですが、読み取ります。不要な場合は、シートを削除してください。")]
        return [*(hidden if self.sheet.hidden else []), *self._hidden_rows(), *self._filled_down(),
                *heading_warnings(self.columns, self.heading_row, self.directory, kinds),
                *total_warnings(self.rows, self.totals, self.columns), *note_warnings(self.notes),
                *left_warnings(self.columns, self.heading_row)]

    def _hidden_rows(self) -> list[Problem]:
        hidden = [row.number for row in self.rows if row.number in self.sheet.hidden_rows]
        shown = "、".join(map(str, hidden[:SHOWN_ROWS])) + (" ほか" if len(hidden) > SHOWN_ROWS else "")
        return [Problem(hidden[0], "", "", f"非表示の行が{len(hidden)}行あります（{shown}）。ほかの行と同じに読み取ります。"
                        "不要な場合は、ファイルから削除してください。")] if hidden else []

    def _filled_down(self) -> list[Problem]:
        return [Problem(None, "", "", f"上下に結合したセルが{self.filled_down}か所あります。結合した行のすべてに同じ値があるものとして"
                        "読み取ります。")] if self.filled_down else []

    def _here(self, problems: Sequence[Problem]) -> list[Problem]:
        return [replace(problem, sheet=self.sheet.name) for problem in problems]


def _year_of(hint: MonthHint | None) -> int | None:
    return fiscal_year_of(date(hint.year, hint.month, 1)) if hint and hint.year else None


def _without_heading(rows: Sequence[Row], columns: Sequence[Column]) -> list[Problem]:
    """The first value of each column that has values but no heading: nothing may be dropped unsaid."""
    headed = {column.place for column in columns}
    found: dict[int, Problem] = {}
    for row in rows:
        for place, cell in enumerate(row.cells):
            if place not in headed and place not in found and cell_text(cell):
                found[place] = Problem(row.number, f"{column_letter(place)}列", cell_text(cell),
                                       "見出しのない列に値があります。見出しを付けるか、列を削除してください。")
    return list(found.values())

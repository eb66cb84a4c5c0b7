"""Ledgers as one workbook with a sheet each, or one of them as CSV; and what reading such a file would store."""
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from cases.exports.tables import Export, workbook
from cases.imports.cells import CellError, cell_text
from cases.imports.containers import is_workbook
from cases.imports.limits import Limits, SheetError
from cases.imports.problems import Problem
from cases.imports.sheets import Sheet, read_sheets, without_apostrophes
from cases.imports.tables import Row, Table, column_letter, find_table
from cases.models import District, Resource, User
from cases.periods import format_date
from cases.text import fold_label

from .activities import Activities
from .columns import Column, Values
from .leaders import Leaders
from .ledger import Ledger, cells_of
from .referrals import Referrals
from .relations import Relations, Ties
from .scope import Scope

LEDGERS: dict[str, Ledger] = {each.name: each for each in (Activities(), Referrals(), Relations(), Ties(), Leaders())}
FEWEST_HEADINGS = 3


# -- Out

def export_ledger(ledger: Ledger, user: User | None) -> Export:
    """The rows in sight; `troubles` names what is not written, or could not be read back."""
    scope, hidden = Scope(user), ledger.hidden(Scope(user))
    rows, troubles = [], []
    if hidden:
        troubles.append(f"{ledger.title}：支援措置の対象の世帯の{len(hidden)}件は、書き出していません。")
    for row in ledger.rows(scope):
        values = ledger.values(row)
        if row.pk in hidden:
            continue
        rows.append(list(cells_of(ledger, values, scope)))
        troubles += [f"{ledger.title}：{reason}" for reason in _unreadable(ledger, rows[-1])]
    return Export([column.heading for column in ledger.columns], {ledger.title: rows}, troubles)


def export_all(user: User | None) -> tuple[bytes, list[str], int]:
    """Every ledger as a sheet of one workbook; what is not in it, and how many rows it has."""
    exports = [export_ledger(each, user) for each in LEDGERS.values()]
    sheets = {name: [list(each.headings), *rows] for each in exports for name, rows in each.sheets.items()}
    return workbook(sheets), [trouble for each in exports for trouble in each.troubles], sum(each.count for each in exports)


def _unreadable(ledger: Ledger, cells: Sequence[str]) -> list[str]:
    """Why a row that was written could not be read back."""
    longest = Limits().characters
    return [f"「{column.heading}」が{longest:,}文字を超える行があり、このままでは取り込めません。"
             for column, cell in zip(ledger.columns, cells, strict=True) if len(cell) > longest]


# -- In

@dataclass
class Part:
    """A sheet that was read: how many rows are stored already, and the new ones with their number in the sheet."""

    ledger: Ledger
    sheet: str
    read: int = 0
    unchanged: int = 0
    new: list[tuple[int, Values]] = field(default_factory=list)

    def shown(self, scope: Scope) -> list[tuple[int, list[tuple[str, str]]]]:
        """(row, (heading, words) of all that it says) of the new rows."""
        return [(number, [(column.heading, _words(values[column.name], cell))
                          for column, cell in zip(self.ledger.columns, cells_of(self.ledger, values, scope), strict=True) if cell])
                for number, values in self.new]


def _words(value, cell: str) -> str:
    """A cell as people read it: dates in Japanese, an agency and a district with their names."""
    if isinstance(value, date):
        return format_date(value)
    return f"{cell}（{value.name}）" if isinstance(value, (District, Resource)) else cell


@dataclass
class Outcome:
    """What reading a file would store, or has stored; with `problems` nothing."""

    scope: Scope
    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Rows of all sheets together."""
        return sum(part.read for part in self.parts)

    @property
    def created(self) -> int:
        """Rows that are new."""
        return sum(len(part.new) for part in self.parts)

    @property
    def unchanged(self) -> int:
        """Rows that are stored already."""
        return sum(part.unchanged for part in self.parts)

    @property
    def version(self) -> str:
        """What is new: another one where something was stored since it was shown."""
        said = [[part.ledger.name, [[number, cells_of(part.ledger, values, self.scope)] for number, values in part.new]] for part in self.parts]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def read_ledgers(*, content: bytes, file_name: str, by: User | None, limits: Limits | None = None) -> Outcome:
    """What storing the file would do; nothing is written. Raises SheetError where no sheet is a ledger."""
    limits = limits or Limits()
    sheets = read_sheets(content, file_name, limits)
    outcome = Outcome(Scope(by))
    for sheet in sheets if is_workbook(content, limits) else without_apostrophes(sheets):
        if found := _ledger_of(sheet):
            _read(outcome, sheet, *found)
        elif any(map(cell_text, (cell for row in sheet.rows for cell in row))):
            outcome.problems.append(Problem(None, "", "", "このシートの見出しは読み取れません。見出しを直すか、シートを削除してください。", sheet.name))
    if not outcome.parts:
        titles = "」「".join(each.title for each in LEDGERS.values())
        raise SheetError(f"「{titles}」の見出しがある表が見つかりません。書き出したファイルと同じ見出しにしてください。")
    return outcome


@transaction.atomic
def store_ledgers(outcome: Outcome, *, by: User | None) -> None:
    """Store the new rows of a file without problems, all of them or none."""
    for part in outcome.parts:
        part.ledger.make([dict(values) for _, values in part.new], by)


def _ledger_of(sheet: Sheet) -> tuple[Ledger, Table] | None:
    """The ledger most of whose headings the sheet has, all that are needed among them."""
    found = []
    for ledger in LEDGERS.values():
        headings = {fold_label(column.heading): column for column in ledger.columns}
        table = find_table(sheet, lambda text, known=headings: fold_label(text) in known, FEWEST_HEADINGS)
        named = {fold_label(column.name) for column in table.columns} & {*headings} if table else set()
        if table and {key for key, column in headings.items() if column.needed} <= named:
            found.append((len(named), ledger.title, ledger, table))
    return max(found, key=lambda each: each[:2])[2:] if found else None


def _read(outcome: Outcome, sheet: Sheet, ledger: Ledger, table: Table) -> None:
    part = Part(ledger, sheet.name)
    outcome.parts.append(part)
    columns = _columns(outcome, part, table)
    stored = Counter(cells_of(ledger, ledger.values(row), outcome.scope) for row in ledger.rows(outcome.scope))
    for row in sorted([*table.rows, *table.totals], key=lambda each: each.number):
        part.read += 1
        if (values := _values(outcome, part, columns, row)) is None:
            continue
        cells = cells_of(ledger, values, outcome.scope)
        if stored[cells]:
            stored[cells] -= 1
            part.unchanged += 1
        elif wrong := list(ledger.wrong(values, outcome.scope)):
            by_name = {column.name: place for place, column in enumerate(ledger.columns)}
            outcome.problems += [Problem(row.number, ledger.columns[by_name[name]].heading, cells[by_name[name]], reason, sheet.name)
                                 for name, reason in wrong]
        else:
            part.new.append((row.number, values))


def _columns(outcome: Outcome, part: Part, table: Table) -> list[tuple[Column, int | None]]:
    """Each column of the ledger with its place in the sheet, None where it has none; unknown headings and values without one are told."""
    places = {fold_label(column.name): column.index for column in table.columns}
    known = {fold_label(column.heading) for column in part.ledger.columns}
    outcome.problems += [Problem(table.heading_row_number, column.name, "", "この見出しは読み取れません。見出しを直すか、列を削除してください。", part.sheet)
                         for column in table.columns if fold_label(column.name) not in known]
    headed = {column.index for column in table.columns}
    outcome.problems += [Problem(row.number, f"{column_letter(index)}列", cell_text(cell), "見出しのない列に値があります。", part.sheet)
                         for row in (*table.rows, *table.totals) for index, cell in enumerate(row.cells) if index not in headed and cell_text(cell)]
    return [(column, places.get(fold_label(column.heading))) for column in part.ledger.columns]


def _values(outcome: Outcome, part: Part, columns: list[tuple[Column, int | None]], row: Row) -> Values | None:
    """What a row says, by column; None where a cell cannot be read, which is told."""
    values: Values = {}
    before = len(outcome.problems)
    for column, place in columns:
        cell = "" if place is None else row.cells[place]
        try:
            values[column.name] = column.read(cell, outcome.scope, values)
            if column.needed and values[column.name] in (None, ""):
                raise CellError("空欄にはできません。")
        except CellError as error:
            outcome.problems.append(Problem(row.number, column.heading, cell_text(cell), str(error), part.sheet))
    return values if len(outcome.problems) == before else None

"""Tables of reference data (地区・利用者・社会資源・アセスメントの項目) as files: written, read back, tried and stored."""
import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import tablib
import xlsxwriter
from import_export.results import Result

from cases.formulas import defuse, restore
from cases.imports.cells import Cell, cell_text
from cases.imports.containers import is_workbook
from cases.imports.limits import Limits, SheetError
from cases.imports.problems import Problem
from cases.imports.sheets import read_sheets
from cases.imports.tables import Row, Table, column_letter, find_table
from cases.models import User
from cases.reference_tables import (
    DistrictResource,
    QuestionResource,
    ReferenceResource,
    ResourceResource,
    RowError,
    UserResource,
)
from cases.text import fold_label


@dataclass(frozen=True)
class ReferenceTable:
    """One kind of reference data: its name in addresses, its title, and whether supervisors may take it out."""

    name: str
    title: str
    resource: type[ReferenceResource]
    for_supervisors: bool = False


TABLES = {each.name: each for each in (
    ReferenceTable("districts", "地区", DistrictResource),
    ReferenceTable("users", "利用者", UserResource),
    ReferenceTable("resources", "社会資源", ResourceResource, for_supervisors=True),
    ReferenceTable("questions", "アセスメントの項目", QuestionResource),
)}
CSV, XLSX = "csv", "xlsx"
FEWEST_HEADINGS = 2
CONTENT_TYPES = {CSV: "text/csv; charset=utf-8",
                 XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


# -- Out

def write(table: ReferenceTable, file_format: str) -> bytes:
    """The whole table as a CSV file (UTF-8 with BOM) or a workbook; no cell of either is a formula."""
    dataset = table.resource().export()
    rows = [dataset.headers, *dataset]
    return _write_csv(rows) if file_format == CSV else _write_xlsx(rows, table.title)


def _write_csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[defuse(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _write_xlsx(rows: Sequence[Sequence[str]], title: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _AS_TEXT) as book:
        sheet = book.add_worksheet(title)
        bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "num_format": "@"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell, wrapped if number else bold)
        sheet.set_column(0, len(rows[0]) - 1, 18)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


# -- In

@dataclass
class Change:
    """A row that will be added or changed: where, which one, and (heading, before, after) of what differs."""

    row: int
    key: str
    new: bool
    values: list[tuple[str, str, str]]


@dataclass
class Outcome:
    """What an import of reference data does or did. With `problems` nothing was stored."""

    read: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def created(self) -> int:
        """Rows that are added."""
        return sum(change.new for change in self.changes)

    @property
    def version(self) -> str:
        """What the changes are: another one where a row was changed since they were shown."""
        said = json.dumps([[each.row, each.key, each.new, each.values] for each in self.changes])
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def updated(self) -> int:
        """Rows that are changed."""
        return len(self.changes) - self.created


def import_reference(*, table: ReferenceTable, content: bytes, file_name: str, by: User, dry_run: bool) -> Outcome:
    """Try (`dry_run`) or store a file, all or nothing. Raises SheetError where it is no such table."""
    resource = table.resource()
    headings = resource.readable
    found = _find(content, file_name, headings)
    rows = sorted([*found.rows, *found.totals], key=lambda row: row.number)
    outcome = Outcome(len(rows), problems=_problems(found, rows, headings))
    if not outcome.problems:
        dataset = _dataset(found, rows, headings, is_text=not is_workbook(content, Limits()))
        result = resource.import_data(dataset, dry_run=dry_run, raise_errors=False, user=by,
                                      use_transactions=True, rollback_on_validation_errors=True)
        _note(outcome, result, resource, [row.number for row in rows])
    return outcome


def _find(content: bytes, file_name: str, headings: dict[str, str]) -> Table:
    for sheet in read_sheets(content, file_name):
        if found := find_table(sheet, lambda text: fold_label(text) in headings, FEWEST_HEADINGS):
            return found
    raise SheetError(f"見出しの行が見つかりません。「{'」「'.join(dict.fromkeys(headings.values()))}」の見出しが必要です。")


def _dataset(found: Table, rows: Sequence[Row], headings: dict[str, str], is_text: bool) -> tablib.Dataset:
    """The rows for import-export; cells of a text file lose the apostrophe that an export put before them."""
    def read(cell: Cell) -> Cell:
        return restore(cell) if is_text and isinstance(cell, str) else cell
    return tablib.Dataset(*[[read(row.cells[column.index]) for column in found.columns] for row in rows],
                          headers=[headings[fold_label(column.name)] for column in found.columns])


def _problems(found: Table, rows: Sequence[Row], headings: dict[str, str]) -> list[Problem]:
    """What is wrong with the headings, values without a heading, and keys that occur twice."""
    place, key = found.heading_row_number, next(iter(headings.values()))
    problems = [Problem(place, column.name, "", "この見出しは読み取れません。見出しを直すか、列を削除してください。")
                for column in found.columns if fold_label(column.name) not in headings]
    problems += [Problem(place, heading, "", f"「{heading}」の列が2つあります（{'、'.join(names)}）。1つにしてください。")
                 for heading, names in _named(found, headings).items() if len(names) > 1]
    headed = {column.index for column in found.columns}
    problems += [Problem(row.number, f"{column_letter(index)}列", cell_text(cell), "見出しのない列に値があります。")
                 for row in rows for index, cell in enumerate(row.cells) if index not in headed and cell_text(cell)]
    column = next((each for each in found.columns if headings.get(fold_label(each.name)) == key), None)
    if column is None:
        return [*problems, Problem(place, key, "", "この見出しの列がありません。列を加えてください。")]
    return problems + _repeated([(row.number, cell_text(row.cells[column.index])) for row in rows], key)


def _named(found: Table, headings: dict[str, str]) -> dict[str, list[str]]:
    """By today's heading, how the file calls its columns."""
    named: dict[str, list[str]] = {}
    for column in found.columns:
        if heading := headings.get(fold_label(column.name)):
            named.setdefault(heading, []).append(column.name)
    return named


def _repeated(keys: Sequence[tuple[int, str]], heading: str) -> list[Problem]:
    first: dict[str, int] = {}
    return [Problem(number, heading, text, f"同じ{heading}が{first[text]}行目にもあります。")
            for number, text in keys if first.setdefault(text, number) != number]


def _note(outcome: Outcome, result: Result, resource: ReferenceResource, numbers: list[int]) -> None:
    outcome.problems += sorted((_file_problem(each.error, resource, numbers) for each in result.base_errors), key=lambda each: each.row or 0)
    outcome.problems += [Problem(numbers[each.number - 1], "", "", "保存できませんでした。値を確かめてください。")
                         for each in result.error_rows]
    for row in result.invalid_rows:
        outcome.problems += _row_problems(row, resource, numbers[row.number - 1])
    for number, row in zip(numbers, result.rows, strict=True):
        if row.is_skip():
            outcome.unchanged += 1
        elif row.is_new() or row.is_update():
            outcome.changes.append(_change(number, row, resource))


def _file_problem(error: Exception, resource: ReferenceResource, numbers: list[int]) -> Problem:
    """What is wrong with the file as a whole, at its row and column where it has one."""
    if not isinstance(error, RowError):
        return Problem(None, "", "", str(error))
    return Problem(numbers[error.place], resource.headings[error.field], cell_text(error.value), str(error))


def _row_problems(row, resource: ReferenceResource, number: int) -> list[Problem]:
    values = dict(zip(resource.get_diff_headers(), row.values, strict=True))
    problems = []
    for attribute, errors in row.error.error_dict.items():
        heading = resource.headings.get(attribute, "")
        for error in errors:
            words = "空欄にはできません。" if error.code in ("blank", "null") else " ".join(error.messages)
            problems.append(Problem(number, heading, cell_text(values.get(heading)), words))
    return problems


def _change(number: int, row, resource: ReferenceResource) -> Change:
    after = {each.column_name: resource.export_field(each, row.instance) for each in resource.get_export_fields()}
    before = {each.column_name: resource.export_field(each, row.original) if row.original else ""
              for each in resource.get_export_fields()}
    values = [(heading, before[heading], text) for heading, text in after.items() if text != before[heading]]
    return Change(number, next(iter(after.values())), row.is_new(), values)

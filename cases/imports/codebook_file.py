"""A codebook (分類表) as an office writes it: CSV files in a folder, or sheets of one workbook.

Cells are read and checked one by one (codebook_values.py); what rows mean to each other is checked in services/codebook_checks.py.
"""
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cases.imports import codebook_values as values
from cases.imports.codebook_cells import Table, Upload, read_tables
from cases.imports.problems import Problem
from cases.models import Axis, Category, District, EarlierLabel, JointDistrict
from cases.text import fold_label


@dataclass(frozen=True)
class Column:
    """A heading, the field it fills, and how a cell is read (ValueError with a Japanese reason)."""

    heading: str
    field: str
    read: Callable[[str], object]
    needed: bool = False


@dataclass(frozen=True)
class Part:
    """One of the tables of a codebook; `key` are the fields that name a row. An `optional` one may be missing."""

    name: str
    file: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    optional: bool = False

    def heading(self, field_name: str) -> str:
        """The heading over a field."""
        return next(column.heading for column in self.columns if column.field == field_name)

    def field_of(self, heading: str) -> str:
        """The field under a heading; "" for one that it does not have."""
        return next((column.field for column in self.columns if column.heading == heading), "")


@dataclass
class Line:
    """One row. `values` holds the readable cells of the columns that the file has, by field."""

    part: Part
    file: str
    row: int
    position: int
    values: dict = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple | None:
        """What names the row; None when a code could not be read."""
        key = tuple(self.values.get(name) for name in self.part.key)
        return None if None in key else key

    def problem(self, field_name: str, reason: str) -> Problem:
        """A problem of one cell of this row."""
        return Problem(self.row, self.part.heading(field_name), self.raw.get(field_name, ""), reason, self.file)


def read_codebook(source: Path | Upload) -> tuple[dict[str, list[Line]], list[Problem]]:
    """The rows of each part by its name, and everything that could not be read.

    A table that is not there and needed, or whose headings are wrong, is missing from the rows.
    """
    optional = {part.name for part in PARTS if part.optional}
    tables, unreadable = read_tables(source, {part.name: part.file for part in PARTS}, optional)
    problems = [Problem(None, "", "", reason, name) for name, reason in unreadable]
    lines: dict[str, list[Line]] = {name: [] for name in optional - set(tables)}
    for part in PARTS:
        if table := tables.get(part.name):
            wrong = _heading_problems(part, table)
            problems += wrong
            if not wrong:
                lines[part.name] = _read_lines(part, table, problems)
    return lines, problems


def _heading_problems(part: Part, table: Table) -> list[Problem]:
    known = {fold_label(column.heading): column.heading for column in part.columns}
    found = [fold_label(heading) for heading in table.headings if heading]
    wrong = [(heading, f"この見出しは使えません。使える見出し: {'、'.join(known.values())}")
             for heading in table.headings if heading and fold_label(heading) not in known]
    wrong += [(column.heading, "この列がありません。見出しを追加してください。")
              for column in part.columns if column.needed and fold_label(column.heading) not in found]
    wrong += [(known[heading], "同じ見出しの列が2つあります。1つにしてください。")
              for heading in known if found.count(heading) > 1]
    return [Problem(table.heading_row, heading, "", reason, table.file) for heading, reason in wrong]


def _read_lines(part: Part, table: Table, problems: list[Problem]) -> list[Line]:
    columns = {fold_label(column.heading): column for column in part.columns}
    present = [(place, columns[fold_label(heading)]) for place, heading in enumerate(table.headings) if heading]
    absent = {each.field for each in part.columns if not each.needed} & set(part.key) - {each.field for _, each in present}
    lines = []
    for row, cells in table.rows:
        line = Line(part, table.file, row, len(lines) + 1, dict.fromkeys(absent, ""))
        for place, column in present:
            _read_cell(line, column, cells[place] if place < len(cells) else "", problems)
        if "order" in line.values and line.values["order"] is None:
            line.values["order"] = line.position
        lines.append(line)
    return lines


def _read_cell(line: Line, column: Column, text: str, problems: list[Problem]) -> None:
    line.raw[column.field] = text
    if column.needed and not text:
        problems.append(line.problem(column.field, "空欄です。入力してください。"))
        return
    try:
        line.values[column.field] = column.read(text)
    except ValueError as error:
        problems.append(line.problem(column.field, str(error)))


_YEARS_SHOWN = (
    Column("前年度", "prior_as", values.choice(Axis.PriorAs, Axis.PriorAs.BRACKET.value)),
    Column("推移", "trend_years", values.trend_years),
    Column("推移の並べ方", "trend_across", values.choice(Axis.TrendAcross, Axis.TrendAcross.COLUMNS.value)),
)
AXES = Part("軸", "axes.csv", ("code",), (
    Column("軸コード", "code", values.code, needed=True),
    Column("軸名", "name", values.label(Axis, "name"), needed=True),
    Column("回答", "answer", values.choice(Axis.Answer, None), needed=True),
    Column("対象", "asked_for", values.codes),
    Column("単位", "unit", values.limited(Axis, "unit", "件")),
    Column("割合", "percent_base", values.choice(Axis.PercentBase, Axis.PercentBase.NONE.value)),
    Column("端数", "rounding", values.choice(Axis.Rounding, Axis.Rounding.SUM100.value)),
    Column("開始年度", "first_year", values.year),
    Column("終了年度", "last_year", values.year),
    Column("並び順", "order", values.order),
    Column("出どころ", "source", values.choice(Axis.Source, Axis.Source.CONTACT.value)),
    Column("数え方", "counts", values.choice(Axis.Counts, Axis.Counts.CONTACTS.value)),
    *_YEARS_SHOWN,
))
CATEGORIES = Part("分類", "categories.csv", ("axis", "code"), (
    Column("軸コード", "axis", values.code, needed=True),
    Column("分類コード", "code", values.code, needed=True),
    Column("名称", "label", values.label(Category, "label"), needed=True),
    Column("親", "parent", values.optional_code),
    Column("再掲", "recount", values.flag),
    Column("開始年度", "first_year", values.year),
    Column("終了年度", "last_year", values.year),
    Column("統合先", "merged_into", values.path),
    Column("分割元", "split_from", values.path),
    Column("注記", "note", values.limited(Category, "note")),
    Column("別名", "aliases", values.aliases),
    Column("月別", "monthly", values.flag),
    Column("並び順", "order", values.order),
    Column("年齢から", "age_from", values.age),
    Column("年齢まで", "age_to", values.age),
))
DISTRICTS = Part("地区", "districts.csv", ("code",), (
    Column("地区コード", "code", values.code, needed=True),
    Column("地区名", "name", values.label(District, "name"), needed=True),
    Column("開始日", "starts_on", values.day, needed=True),
    Column("終了日", "ends_on", values.day),
    Column("町丁目", "towns_text", values.town_list),
    Column("並び順", "order", values.order),
))
EARLIER_LABELS = Part("旧名称", "earlier_labels.csv", ("axis", "code", "district", "last_year"), (
    Column("軸コード", "axis", values.optional_code),
    Column("分類コード", "code", values.optional_code),
    Column("地区コード", "district", values.optional_code),
    Column("最終年度", "last_year", values.year, needed=True),
    Column("名称", "label", values.label(EarlierLabel, "label"), needed=True),
    Column("月別", "monthly", values.flag),
    Column("定義", "defined", values.flag),
    Column("親", "parent", values.optional_code),
    Column("再掲", "recount", values.flag),
    Column("注記", "note", values.limited(EarlierLabel, "note")),
    Column("別名", "aliases", values.aliases),
    Column("並び順", "order", values.order),
), optional=True)
EARLIER_RULES = Part("旧規則", "earlier_rules.csv", ("axis", "last_year"), (
    Column("軸コード", "axis", values.code, needed=True),
    Column("最終年度", "last_year", values.year, needed=True),
    Column("回答", "answer", values.choice(Axis.Answer, None), needed=True),
    Column("対象", "asked_for", values.codes),
    Column("単位", "unit", values.limited(Axis, "unit", "件")),
    Column("割合", "percent_base", values.choice(Axis.PercentBase, Axis.PercentBase.NONE.value)),
    Column("端数", "rounding", values.choice(Axis.Rounding, Axis.Rounding.SUM100.value)),
    Column("数え方", "counts", values.choice(Axis.Counts, Axis.Counts.CONTACTS.value)),
    *_YEARS_SHOWN,
), optional=True)
JOINT_DISTRICTS = Part("合同地区", "joint_districts.csv", ("code",), (
    Column("合同地区コード", "code", values.code, needed=True),
    Column("合同地区名", "name", values.label(JointDistrict, "name"), needed=True),
    Column("構成地区", "members", values.members, needed=True),
    Column("表示", "shown", values.choice(JointDistrict.Shown, JointDistrict.Shown.REPLACE.value)),
    Column("開始年度", "first_year", values.year),
    Column("終了年度", "last_year", values.year),
    Column("並び順", "order", values.order),
), optional=True)
PARTS: Sequence[Part] = (AXES, CATEGORIES, DISTRICTS, EARLIER_LABELS, EARLIER_RULES, JOINT_DISTRICTS)


def defaults(line: Line) -> dict:
    """The values of columns that the file does not have, for a row that is new."""
    blanks = {column.field: column.read("") for column in line.part.columns if not column.needed}
    return blanks | ({"order": line.position} if "order" in blanks else {})

"""A codebook (分類表) as an office writes it: CSV files in a folder, or sheets of one workbook.

Cells are read and checked one by one here; what rows mean to each other is checked in services/codebook_checks.py.
"""
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cases import ages, periods, towns
from cases.imports.codebook_cells import Table, Upload, read_tables
from cases.imports.problems import Problem
from cases.models import Axis, Category, District, EarlierLabel, JointDistrict
from cases.text import fold_label

_CODE = re.compile(r"[-a-zA-Z0-9_]{1,40}")
_SEPARATORS = re.compile(r"[;；\n]")


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


def _text(model, field_name: str, default: str = "") -> Callable[[str], str]:
    longest = model._meta.get_field(field_name).max_length

    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"{longest}文字以内で書いてください（今は{len(text)}文字です）。")
        return text or default

    return read


def _label(model, field_name: str) -> Callable[[str], str]:
    limited = _text(model, field_name)

    def read(text: str) -> str:
        if _SEPARATORS.search(text):
            raise ValueError("「;」と改行は、値の区切りに使うため名称に使えません。")
        if fold_label(text) in ("合計", "全体"):
            raise ValueError("「合計」と「全体」は集計に使うため名称にできません。")
        return limited(text)

    return read


def _code(text: str) -> str:
    code = unicodedata.normalize("NFKC", text)
    if not _CODE.fullmatch(code):
        raise ValueError("コードは半角の英数字と「-」「_」で、40文字以内にしてください。")
    return code


def _optional_code(text: str) -> str:
    return _code(text) if text else ""


def _codes(text: str) -> tuple[str, ...]:
    return tuple(sorted({_code(each.strip()) for each in _SEPARATORS.split(text) if each.strip()}))


def _members(text: str) -> str:
    codes = _codes(text)
    if len(codes) < 2:  # noqa: PLR2004 (of one there is nothing to put together)
        raise ValueError("合わせる地区の地区コードを2つ以上、「;」で区切って書いてください。")
    return _text(JointDistrict, "members")(";".join(codes))


def _path(text: str) -> str:
    if not text:
        return ""
    axis, colon, code = unicodedata.normalize("NFKC", text).partition(":")
    if not colon:
        raise ValueError("「軸コード:分類コード」の形で書いてください（例: kind:outreach）。")
    return f"{_code(axis.strip())}:{_code(code.strip())}"


def _aliases(text: str) -> str:
    return _text(Category, "aliases")(";".join(each.strip() for each in _SEPARATORS.split(text) if each.strip()))


def _flag(text: str) -> bool:
    folded = fold_label(text)
    if folded not in ("", "0", "1"):
        raise ValueError("「1」か空欄にしてください。")
    return folded == "1"


def _order(text: str) -> int | None:
    folded = fold_label(text)
    if folded and not (folded.isdecimal() and len(folded) < 7):
        raise ValueError("並び順は0以上の整数で書いてください。")
    return int(folded) if folded else None


def _age(text: str) -> int | None:
    folded = fold_label(text).removesuffix("歳")
    if folded and not (folded.isdecimal() and int(folded) <= ages.OLDEST):
        raise ValueError(f"年齢は0から{ages.OLDEST}までの整数で書いてください。")
    return int(folded) if folded else None


def _year(text: str) -> int | None:
    return periods.parse_fiscal_year(text) if text else None


def _trend_years(text: str) -> int:
    folded, most = fold_label(text).removesuffix("分").removesuffix("年"), Axis.MOST_TREND_YEARS
    if folded in ("", "なし"):
        return 0
    if not (folded.isdecimal() and len(folded) < 3 and (int(folded) == 0 or 2 <= int(folded) <= most)):
        raise ValueError(f"推移の年数は2から{most}までの整数で書いてください。推移の表を作らないときは空欄か0です。")
    return int(folded)


def _day(text: str) -> date | None:
    return periods.parse_date(text) if text else None


def _towns(text: str) -> str:
    """As the editor of districts stores it."""
    towns.parse_towns(text)
    return _text(District, "towns_text")(towns.as_printed(text))


def _choice(choices, default) -> Callable[[str], str]:
    by_label = {fold_label(label): value for value, label in choices.choices}

    def read(text: str) -> str:
        if not text:
            return default
        if fold_label(text) not in by_label:
            raise ValueError(f"「{'」「'.join(choices.labels)}」のどれかにしてください。")
        return by_label[fold_label(text)]

    return read


_YEARS_SHOWN = (
    Column("前年度", "prior_as", _choice(Axis.PriorAs, Axis.PriorAs.BRACKET.value)),
    Column("推移", "trend_years", _trend_years),
    Column("推移の並べ方", "trend_across", _choice(Axis.TrendAcross, Axis.TrendAcross.COLUMNS.value)),
)
AXES = Part("軸", "axes.csv", ("code",), (
    Column("軸コード", "code", _code, needed=True),
    Column("軸名", "name", _label(Axis, "name"), needed=True),
    Column("回答", "answer", _choice(Axis.Answer, None), needed=True),
    Column("対象", "asked_for", _codes),
    Column("単位", "unit", _text(Axis, "unit", "件")),
    Column("割合", "percent_base", _choice(Axis.PercentBase, Axis.PercentBase.NONE.value)),
    Column("端数", "rounding", _choice(Axis.Rounding, Axis.Rounding.SUM100.value)),
    Column("開始年度", "first_year", _year),
    Column("終了年度", "last_year", _year),
    Column("並び順", "order", _order),
    Column("出どころ", "source", _choice(Axis.Source, Axis.Source.CONTACT.value)),
    Column("数え方", "counts", _choice(Axis.Counts, Axis.Counts.CONTACTS.value)),
    *_YEARS_SHOWN,
))
CATEGORIES = Part("分類", "categories.csv", ("axis", "code"), (
    Column("軸コード", "axis", _code, needed=True),
    Column("分類コード", "code", _code, needed=True),
    Column("名称", "label", _label(Category, "label"), needed=True),
    Column("親", "parent", _optional_code),
    Column("再掲", "recount", _flag),
    Column("開始年度", "first_year", _year),
    Column("終了年度", "last_year", _year),
    Column("統合先", "merged_into", _path),
    Column("分割元", "split_from", _path),
    Column("注記", "note", _text(Category, "note")),
    Column("別名", "aliases", _aliases),
    Column("月別", "monthly", _flag),
    Column("並び順", "order", _order),
    Column("年齢から", "age_from", _age),
    Column("年齢まで", "age_to", _age),
))
DISTRICTS = Part("地区", "districts.csv", ("code",), (
    Column("地区コード", "code", _code, needed=True),
    Column("地区名", "name", _label(District, "name"), needed=True),
    Column("開始日", "starts_on", _day, needed=True),
    Column("終了日", "ends_on", _day),
    Column("町丁目", "towns_text", _towns),
    Column("並び順", "order", _order),
))
EARLIER_LABELS = Part("旧名称", "earlier_labels.csv", ("axis", "code", "district", "last_year"), (
    Column("軸コード", "axis", _optional_code),
    Column("分類コード", "code", _optional_code),
    Column("地区コード", "district", _optional_code),
    Column("最終年度", "last_year", _year, needed=True),
    Column("名称", "label", _label(EarlierLabel, "label"), needed=True),
    Column("月別", "monthly", _flag),
    Column("定義", "defined", _flag),
    Column("親", "parent", _optional_code),
    Column("再掲", "recount", _flag),
    Column("注記", "note", _text(EarlierLabel, "note")),
    Column("別名", "aliases", _aliases),
    Column("並び順", "order", _order),
), optional=True)
EARLIER_RULES = Part("旧規則", "earlier_rules.csv", ("axis", "last_year"), (
    Column("軸コード", "axis", _code, needed=True),
    Column("最終年度", "last_year", _year, needed=True),
    Column("回答", "answer", _choice(Axis.Answer, None), needed=True),
    Column("対象", "asked_for", _codes),
    Column("単位", "unit", _text(Axis, "unit", "件")),
    Column("割合", "percent_base", _choice(Axis.PercentBase, Axis.PercentBase.NONE.value)),
    Column("端数", "rounding", _choice(Axis.Rounding, Axis.Rounding.SUM100.value)),
    Column("数え方", "counts", _choice(Axis.Counts, Axis.Counts.CONTACTS.value)),
    *_YEARS_SHOWN,
), optional=True)
JOINT_DISTRICTS = Part("合同地区", "joint_districts.csv", ("code",), (
    Column("合同地区コード", "code", _code, needed=True),
    Column("合同地区名", "name", _label(JointDistrict, "name"), needed=True),
    Column("構成地区", "members", _members, needed=True),
    Column("表示", "shown", _choice(JointDistrict.Shown, JointDistrict.Shown.REPLACE.value)),
    Column("開始年度", "first_year", _year),
    Column("終了年度", "last_year", _year),
    Column("並び順", "order", _order),
), optional=True)
PARTS: Sequence[Part] = (AXES, CATEGORIES, DISTRICTS, EARLIER_LABELS, EARLIER_RULES, JOINT_DISTRICTS)


def defaults(line: Line) -> dict:
    """The values of columns that the file does not have, for a row that is new."""
    blanks = {column.field: column.read("") for column in line.part.columns if not column.needed}
    return blanks | ({"order": line.position} if "order" in blanks else {})

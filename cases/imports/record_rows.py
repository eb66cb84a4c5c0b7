"""One row of a sheet of contact records: its cells read and checked against the codebook of its year."""
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any

from django.utils import timezone

from cases.case_numbers import numbers_in, parted
from cases.codebook import coding_errors
from cases.models import Axis, Category, Contact, Household
from cases.models.axes import KIND
from cases.periods import (
    calendar_year,
    fiscal_year_label,
    fiscal_year_of,
    format_date,
    format_month,
    planned_too_late,
)

from .cells import (
    MAIN_MARK,
    Cell,
    CellError,
    cell_text,
    is_main_mark,
    is_marked,
    is_serial,
    read_date,
    read_moment,
    read_time,
    split_values,
)
from .directory import Directory, Unknown, years_in_words
from .drafts import HEADINGS, Draft
from .problems import Problem
from .record_columns import Column
from .stored import plain_text

MOST_MINUTES = 24 * 60
REPEATED = ("time", "minutes", "coordinators", "district")  # read from their cell alone; a district from its day, too
LONGEST = {name: Contact._meta.get_field(name).max_length for name in ("record_number", "counterpart")} | dict.fromkeys(
    ("household", "case"), Household._meta.get_field("number").max_length)
_WHOLE = re.compile(r"(\d{1,9})分?")
_DAY = re.compile(r"(\d{1,2})日?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass
class RowReader:
    """Reads the rows of one sheet.

    `fiscal_year` is the one that every date must be in, if any; `month` and `sheet_year` (a fiscal year) are what
    the sheet's name or title tells, and help to read dates that leave them out.
    """

    columns: Sequence[Column]
    directory: Directory
    fiscal_year: int | None = None
    month: int | None = None
    sheet_year: int | None = None
    other_months: list[Problem] = field(default_factory=list)
    serials: list[Problem] = field(default_factory=list)  # dates that stand as Excel's number of the day
    mains: dict[str, list[Problem]] = field(default_factory=dict)  # ◎ on axes without a main answer, by column
    today: date = field(default_factory=timezone.localdate)
    kinds: dict[int, set[str]] = field(default_factory=dict)  # fiscal year -> the kinds of its rows, as far as they can be read
    absent: list[tuple[str, Draft, Problem]] = field(default_factory=list)  # axes without a column that a row's year needs
    answers: dict[tuple, Any] = field(default_factory=dict)  # what cells read before mean: most are repeated

    @cached_property
    def plain(self) -> list[Column]:
        """Every column that is no axis; the date first, because the others depend on it."""
        return sorted((each for each in self.columns if each.field), key=lambda each: each.field != "date")

    @cached_property
    def coded(self) -> list[Column]:
        """Every column of an axis."""
        return [each for each in self.columns if each.axis]

    @cached_property
    def axes(self) -> list[Axis]:
        """The axes that the sheet has, once each."""
        return list({each.axis.code: each.axis for each in self.coded}.values())

    @property
    def year_for_reading(self) -> int | None:
        """The fiscal year of a date that names none."""
        return self.sheet_year if self.fiscal_year is None else self.fiscal_year

    def read(self, row: int, cells: Sequence[Cell]) -> tuple[Draft, list[Problem]]:
        """The row as a Draft, and everything that is wrong with it."""
        reader = _Row(self, row, cells)
        reader.read_fields()
        if "fiscal_year" in reader.draft.values:
            reader.read_codings()
            kinds = self.kinds.setdefault(reader.draft.fiscal_year, set())
            kinds.update(each.code for each in reader.draft.chosen.get(KIND, ()))
        return reader.draft, reader.problems


class _Row:
    """The reading of one row, cell by cell; problems gather and nothing stops at the first."""

    def __init__(self, table: RowReader, row: int, cells: Sequence[Cell]):
        self.table, self.cells = table, cells
        self.draft = Draft("", row)
        self.problems: list[Problem] = []
        self.wrong_axes: set[str] = set()
        self.clock: time | None = None  # the time of day that stands in the cell of the date

    def cell(self, column: Column) -> Cell:
        return self.cells[column.place] if column.place < len(self.cells) else None

    def refuse(self, column: str, value: str, reason: str) -> None:
        self.problems.append(Problem(self.draft.row, column, value, reason))

    # -- Plain fields

    def read_fields(self) -> None:
        """Every column that is no axis; the date first, because the others depend on it."""
        for column in self.table.plain:
            try:
                self.draft.values[column.field] = self._value(column)
            except (CellError, Unknown) as error:
                self.refuse(column.heading, cell_text(self.cell(column)), str(error))
        self._take_clock()
        self._check_order()

    def _value(self, column: Column):
        """What the cell of a plain column says; of those that are often repeated, each is read once."""
        if column.field not in REPEATED:
            return self._read(column)
        cell, known = self.cell(column), self.table.answers
        said = (column.place, type(cell), cell, column.field == "district" and self.draft.values.get("date"))
        if said not in known:
            known[said] = self._read(column)
        return known[said]

    def _read(self, column: Column):
        return getattr(self, f"_{column.field}", self._words)(column)

    def _date(self, column: Column) -> date:
        day = self._day_in_month(column) or self._moment(column)
        if day is None:
            raise CellError("日付がありません。")
        if day > self.table.today:
            raise CellError(f"まだ来ていない日付です（{format_date(day)}）。対応した日を書いてください。")
        self._note_serial(column, day)
        year = self.table.fiscal_year
        if year is not None and fiscal_year_of(day) != year:
            raise CellError(f"{fiscal_year_label(year)}の日付ではありません。日付か、指定した年度を確かめてください。")
        self.draft.values["fiscal_year"] = fiscal_year_of(day)
        if self.table.month and day.month != self.table.month:
            self.table.other_months.append(
                Problem(self.draft.row, column.heading, cell_text(self.cell(column)), ""))
        return day

    def _day_in_month(self, column: Column) -> date | None:
        """The date of a cell that holds only a day, on a sheet whose month and year are known."""
        month, year = self.table.month, self.table.year_for_reading
        if month is None or year is None:
            return None
        found = _DAY.fullmatch(unicodedata.normalize("NFKC", cell_text(self.cell(column))))
        if not found:
            return None
        try:
            return date(calendar_year(year, month), month, int(found[1]))
        except ValueError:
            raise CellError(f"{format_month(date(calendar_year(year, month), month, 1))}に{found[1]}日はありません。") from None

    def _moment(self, column: Column) -> date | None:
        day, self.clock = read_moment(self.cell(column), self.table.year_for_reading)
        return day

    def _note_serial(self, column: Column, day: date) -> None:
        cell = self.cell(column)
        if is_serial(cell):
            self.table.serials.append(Problem(self.draft.row, column.heading, cell_text(cell), format_date(day)))

    def _take_clock(self) -> None:
        """The time behind the date is the row's, unless the column of times says another one."""
        said = self.draft.values.get("time")
        if self.clock and said not in (None, self.clock):
            self.refuse(HEADINGS["time"], f"{said:%H:%M}", f"日付の後の時刻（{self.clock:%H:%M}）と違います。どちらかを直してください。")
        elif self.clock:
            self.draft.values["time"] = self.clock

    def _time(self, column: Column):
        return read_time(self.cell(column))

    def _minutes(self, column: Column) -> int | None:
        text = unicodedata.normalize("NFKC", cell_text(self.cell(column)))
        found = _WHOLE.fullmatch(text)
        if text and (not found or int(found[1]) > MOST_MINUTES):
            raise CellError(f"所要分は、0から{MOST_MINUTES}までの整数で書いてください。")
        return int(found[1]) if found else None

    def _district(self, column: Column):
        name, day = cell_text(self.cell(column)), self.draft.values.get("date")
        if not name:
            raise CellError("地区がありません。")
        return self.table.directory.district(name, day) if day else None

    def _coordinators(self, column: Column) -> list:
        named = [self.table.directory.user(value.label) for value in split_values(self.cell(column), ())]
        return list(dict.fromkeys(named))

    def _next_action_on(self, column: Column) -> date | None:
        planned = read_date(self.cell(column), self.table.year_for_reading)
        if planned and (words := planned_too_late(planned, self.table.today)):
            raise CellError(words)
        return planned

    def _also_cases(self, column: Column) -> list[str]:
        """The numbers of the other cases; one that stands there twice was meant to be another."""
        numbers = numbers_in(self._words(column))
        if again := [each for each in dict.fromkeys(numbers) if numbers.count(each) > 1]:
            raise CellError(f"同じケース番号が重なっています：{'、'.join(again)}")
        if any(len(each) > LONGEST["case"] for each in parted(numbers, ())):
            raise CellError(f"ケース番号が長すぎます。{LONGEST['case']}文字までで書いてください。")
        return numbers

    def _text(self, column: Column) -> str:
        return plain_text(self._words(column))

    def _words(self, column: Column) -> str:
        text, longest = cell_text(self.cell(column)), LONGEST.get(column.field)
        if _CONTROL.search(text):
            raise CellError("保存できない文字（制御文字など）が含まれています。打ち直してください。")
        if longest and len(text) > longest:
            raise CellError(f"長すぎます。{longest}文字までで書いてください。")
        return text

    def _check_order(self) -> None:
        day, following = (self.draft.values.get(name) for name in ("date", "next_action_on"))
        if day and following and following < day:
            self.refuse("次回予定日", format_date(following), "次回予定日は、日付と同じ日か、それより後にしてください。")

    # -- Codings

    def read_codings(self) -> None:
        """The categories of every axis that the sheet has, and the coding rules of the year."""
        self.draft.chosen = {axis.code: [] for axis in self.table.axes}
        known, year = self.table.answers, self.draft.fiscal_year
        for column in self.table.coded:
            cell = self.cell(column)
            answers = known.get((column.place, type(cell), cell, year))
            if answers is None:
                answers = self._read_axis(column, cell)
            if answers:
                self._choose(column.axis.code, answers)
        if self.draft.main:
            for axis in self.table.axes:
                self._check_main(axis)
        self._check_rules()

    def _read_axis(self, column: Column, cell: Cell) -> list[tuple[Category, bool]]:
        """What the cell of an axis says; known from now on, unless there is something to tell of each such cell."""
        before = len(self.problems)
        answers = self._answers(column) if self._is_asked(column) else []
        if answers and isinstance(cell, str) and MAIN_MARK in cell and column.axis.answer != Axis.Answer.MULTIPLE_MAIN:
            self.table.mains.setdefault(column.heading, []).append(Problem(self.draft.row, column.heading, cell_text(cell), (
                f"「{column.axis.name}」は主な回答（◎）を選ばない軸のため、◎は取り込まず、○と同じに読み取ります。")))
        elif len(self.problems) == before:
            self.table.answers[column.place, type(cell), cell, self.draft.fiscal_year] = answers
        return answers

    def _choose(self, axis_code: str, answers: list[tuple[Category, bool]]) -> None:
        chosen = self.draft.chosen[axis_code]
        known = {each.id for each in chosen} if chosen else ()
        for category, is_main in answers:
            if category.id not in known:
                chosen.append(category)
            if is_main:
                self.draft.main.add(category.id)

    def _is_asked(self, column: Column) -> bool:
        """Whether the axis is of the row's year. Where it is not, its answer would be stored and stand in no table."""
        if column.axis.code in self.table.directory.codebook(self.draft.fiscal_year) or not self._is_filled(column):
            return True
        self.wrong_axes.add(column.axis.code)
        self.refuse(column.heading, cell_text(self.cell(column)), (
            f"この年度の分類にない軸です。「{column.axis.name}」は、{fiscal_year_label(self.draft.fiscal_year)}にはありません"
            f"（{years_in_words(column.axis)}）。空欄にしてください。"))
        return False

    def _is_filled(self, column: Column) -> bool:
        try:
            return bool(self._labels(column))
        except CellError:
            return True

    def _answers(self, column: Column) -> list[tuple[Category, bool]]:
        """The categories that the cell names, once each, and which of them is the main one."""
        try:
            found = [(self._category(column, label), main) for label, main in self._labels(column)]
        except CellError as error:
            self.wrong_axes.add(column.axis.code)
            self.refuse(column.heading, cell_text(self.cell(column)), str(error))
            return []
        has_main = column.axis.answer == Axis.Answer.MULTIPLE_MAIN
        main = {category for category, is_main in found if is_main and has_main}
        return [(category, category in main) for category in dict.fromkeys(category for category, _ in found) if category]

    def _labels(self, column: Column) -> list[tuple[str, bool]]:
        cell = self.cell(column)
        if column.label:
            return [(column.label, is_main_mark(cell))] if is_marked(cell) else []
        return list(split_values(cell, self.table.directory.labels_with_comma(column.axis)))

    def _category(self, column: Column, label: str) -> Category | None:
        try:
            return self.table.directory.category(column.axis, label, self.draft.fiscal_year)
        except Unknown as error:
            self.wrong_axes.add(column.axis.code)
            self.refuse(column.heading, label, str(error))
            return None

    def _check_main(self, axis: Axis) -> None:
        main = [each.label for each in self.draft.chosen[axis.code] if each.pk in self.draft.main]
        if len(main) > 1:
            self.refuse(axis.name, "、".join(main), "◎は1つだけにしてください。")

    def _check_rules(self) -> None:
        if KIND in self.wrong_axes:
            return
        codebook = self.table.directory.codebook(self.draft.fiscal_year)
        for code, reason in coding_errors(codebook, self.draft.chosen).items():
            if code not in self.draft.chosen:
                self._lack(codebook[code].axis)
            elif code not in self.wrong_axes:
                axis = self.draft.chosen[code][0].axis.name if self.draft.chosen[code] else self._heading(code)
                self.refuse(axis, "、".join(each.label for each in self.draft.chosen[code]), reason)

    def _lack(self, axis: Axis) -> None:
        reason = f"この見出しの列がありません。{fiscal_year_label(self.draft.fiscal_year)}の記録には{axis.name}が要ります。列を加えてください。"
        self.table.absent.append((axis.code, self.draft, Problem(self.draft.row, axis.name, "", reason)))

    def _heading(self, code: str) -> str:
        return next(each.axis.name for each in self.table.columns if each.axis and each.axis.code == code)

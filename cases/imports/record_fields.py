"""The cells of a row that are of no axis: day, time, district, people, numbers and words."""
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from cases.case_numbers import numbers_in, parted
from cases.models import Contact, Household
from cases.periods import (
    calendar_year,
    fiscal_year_label,
    fiscal_year_of,
    format_date,
    format_month,
    planned_too_late,
)

from .cells import ERROR, CellError, cell_text, is_serial, read_date, read_moment, read_time
from .directory import Unknown
from .drafts import HEADINGS
from .problems import Problem
from .record_columns import Column
from .record_row import RecordRow
from .several_values import values_of
from .stored import plain_text

MOST_MINUTES = 24 * 60
REPEATED = ("time", "minutes", "coordinators", "district")  # read from their cell alone; a district from its day, too
LONGEST = {name: Contact._meta.get_field(name).max_length for name in ("record_number", "counterpart")} | dict.fromkeys(
    ("household", "case"), Household._meta.get_field("number").max_length)
Reading = Callable[["FieldsOfRow", Column], Any]
_WHOLE = re.compile(r"(\d{1,9})分?")
_DAY = re.compile(r"(\d{1,2})日?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class FieldsOfRow(RecordRow):
    """Reads the plain columns into the draft."""

    def read_fields(self) -> None:
        """Every column that is no axis; the date first, because the others depend on it."""
        for column, read, is_repeated in self.table.plain:
            try:
                self.draft.values[column.field] = self._known(column, read) if is_repeated else read(self, column)
            except (CellError, Unknown) as error:
                self.refuse(column.heading, cell_text(self.cell(column)), str(error))
        self._take_clock()
        self._check_order()

    @classmethod
    def reading(cls, field: str) -> Reading:
        """How the cells of a plain column are read."""
        return getattr(cls, f"_{field}", cls._words)

    def _known(self, column: Column, read: Reading):
        """What the cell says, if it was read before; of what is often repeated each is read once."""
        cell, known = self.cell(column), self.table.answers
        said = (column.place, type(cell), cell, column.field == "district" and self.draft.values.get("date"))
        if said not in known:
            known[said] = read(self, column)
        return known[said]

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
        if day is None:
            self.table.directory.ask_district(name)
            return None
        return self.table.directory.district(name, day)

    def _coordinators(self, column: Column) -> list:
        named = [self.table.directory.user(value.label) for value in values_of(self.cell(column), (), self.table.directory.is_user)]
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
        if ERROR.fullmatch(text):
            raise CellError("表計算ソフトのエラーの値です。元のファイルの数式を直すか、値を書き直してください。")
        if _CONTROL.search(text):
            raise CellError("保存できない文字（制御文字など）が含まれています。打ち直してください。")
        if longest and len(text) > longest:
            raise CellError(f"長すぎます。{longest}文字までで書いてください。")
        return text

    def _check_order(self) -> None:
        day, following = (self.draft.values.get(name) for name in ("date", "next_action_on"))
        if day and following and following < day:
            self.refuse("次回予定日", format_date(following), "次回予定日は、日付と同じ日か、それより後にしてください。")

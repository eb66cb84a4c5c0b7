"""The cells of a row that name categories, checked against the codebook of the row's year."""
from cases.codebook import coding_errors
from cases.models import Axis, Category
from cases.models.axes import KIND
from cases.periods import fiscal_year_label

from .cells import MAIN_MARK, Cell, CellError, Value, cell_text, is_main_mark, is_marked, split_values
from .directory import Unknown, years_in_words
from .problems import Problem
from .record_columns import Column
from .record_row import RecordRow
from .several_values import values_of


class CodingsOfRow(RecordRow):
    """Reads the columns of axes into the draft."""

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

    def ask_words(self) -> None:
        """Of a row without a date, which words no category of any year is known by, so that they are asked with the others."""
        for column in self.table.coded:
            for label in () if column.label else [value.label for value in self._labels_of(column)]:
                self.table.directory.ask_unknown(column.axis, label)

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
        return list(self._labels_of(column))

    def _labels_of(self, column: Column) -> list[Value]:
        cell = self.cell(column)
        axis, directory = column.axis, self.table.directory
        if axis.single:
            return split_values(cell, directory.labels_with_comma(axis))
        return values_of(cell, directory.labels_with_comma(axis), lambda word: directory.called(axis, word))

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

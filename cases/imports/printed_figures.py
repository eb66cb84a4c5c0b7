"""Published figures read from printed tables, each cell kept as printed. See docs/formats.md for what is understood."""
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases.models import Axis
from cases.periods import fiscal_year_label, fiscal_year_span
from cases.text import number_words, signed_words

from .cells import Cell, CellError, cell_text
from .directory import Directory, Unknown
from .figure_plan import BELOW_ZERO, LONGEST_NOTE, FigureDraft
from .figure_sums import REPEATED, Key
from .joint_columns import JointFigure, findings, left_out, members_in
from .note_marks import as_one, marks_in, plain_mark
from .printed_cells import Printed, joined, read_change, read_printed, read_share
from .printed_checks import Checks
from .printed_labels import Part, Titles, year_in
from .printed_places import TOTAL, WHOLE, Place, Places
from .printed_tables import Column, Line, PrintedTable, find_printed
from .problems import Problem
from .reading import FIRST_ROWS, LeftTable, Reading, Understood
from .sheets import Sheet

LABELS = "項目"  # the labels of the rows, as a page heads them
LEFT = "この表には誤りがあるため、誤りのない表だけを取り込むときも、この表は全部を残します。"


def read_printed_sheet(sheet: Sheet, fiscal_year: int | None, directory: Directory, reading: Reading) -> bool:
    """Add the figures of every printed table of the sheet to the reading; False where it has none."""
    tables, stray = find_printed(sheet, lambda name: bool(directory.district_name(name)) or directory.is_category(name))
    told = fiscal_year
    for table in tables:
        told = _TableReader(sheet, table, told, fiscal_year, directory, reading).read() or told
    if tables:
        reading.warnings += [Problem(row, "", "", "表の中にない数字のため、読み取りません。", sheet.name) for row in stray]
    return bool(tables)


@dataclass(slots=True)
class Read:
    """The parts of a cell and where they stand."""

    place: Place
    line: Line
    column: Column
    text: str
    printed: Printed


class _TableReader:
    """Reads one printed table into a Reading; what is wrong with a label is told once, not for each of its cells."""

    def __init__(self, sheet: Sheet, table: PrintedTable, told: int | None, wanted: int | None, directory: Directory,
                 reading: Reading):
        self.sheet, self.table, self.told, self.wanted = sheet, table, told, wanted
        self.directory, self.reading = directory, reading
        self.told_problems: set[tuple] = set()
        self.used_marks: set[str] = set()
        self.checks = Checks()
        self.drafts: dict[Key, FigureDraft] = {}
        self.joints: list[JointFigure] = []
        self.understood = Understood(sheet.name, used=True)

    def read(self) -> int | None:
        """Read it; returns the fiscal year that its titles tell, which the next table of the sheet may leave out."""
        self.reading.sheets.append(self.understood)
        titles = Titles([*self.table.titles, self.sheet.name], self.directory)
        self.understood.title = titles.shown
        try:
            self.places = Places(self.table, titles, self.directory, self.told)
        except CellError as error:
            self._problem(self.table.heading_row, "", titles.shown, str(error))
            self._leave(self.told)
            return None
        self._describe()
        self._tell_years()
        for found in self._cells():
            self._take(found)
        self._refuse_long_notes()
        if self.told_problems:
            self._leave(self.places.year)
            return self.places.year
        self._keep()
        figures = {key: draft.value for key, draft in self.drafts.items()}
        self.reading.warnings += [*self.checks.findings(figures, self.axis), *findings(self.joints, figures, self.axis)]
        self.reading.warnings += left_out(self.joints, figures, self.table.heading_row)
        self._tell_notes()
        return self.places.year

    @property
    def axis(self) -> Axis:
        """The axis of the table."""
        return self.places.axis

    def _describe(self) -> None:
        table, year = self.table, self.places.year
        label = f"{fiscal_year_label(year)} " if year else ""
        self.understood.title = f"{label}{self.axis.name}（{table.heading_row}行目から）"
        self.understood.columns = [(LABELS, "行の見出し"), *(
            (each.heading or "（見出しなし）", self.places.meaning(place)) for place, each in enumerate(table.columns))]
        self.understood.first_rows = [
            (line.number, ["　".join(filter(None, (label.text for label in line.labels))), *(_shown(line, each) for each in table.columns)])
            for line in table.lines[:FIRST_ROWS]]

    def _tell_years(self) -> None:
        """Where the sheet's name tells another year than what stands above the table, or above the one before it."""
        above = year_in(self.table.titles) or (self.told if self.wanted is None else None)
        named = year_in([self.sheet.name])
        if above and named and above != named:
            self.reading.warnings.append(Problem(self.table.heading_row, "", self.understood.title, (
                f"シート名では{fiscal_year_label(named)}、表の題では{fiscal_year_label(above)}です。{fiscal_year_label(self.places.year)}の表として"
                "読み取ります。違うときは、シート名か題を直してください。"), self.sheet.name))

    def _cells(self) -> Iterator[Read]:
        for row, line in enumerate(self.table.lines):
            for number, column in enumerate(self.table.columns):
                if read := self._read(line, column, self.places.place(row, number), number):
                    yield read

    def _read(self, line: Line, column: Column, place: Place, number: int) -> Read | None:
        cells = [line.cell(each) for each in (column.index, *column.more)]
        text = _shown(line, column)
        if not text or place.part in (Part.NOTE, Part.RATE):
            return None
        try:
            printed = self._printed(cells, place, number)
        except CellError as error:
            self._problem(line.number, column.heading, text, str(error))
            return None
        return Read(place, line, column, text, printed)

    def _printed(self, cells: list[Cell], place: Place, number: int) -> Printed:
        if place.part is Part.CHANGE:
            return Printed(change=read_change(cells[0]))
        if place.part is Part.PERCENT:
            return read_share(cells[0])
        if place.beside_change:
            return read_printed(cells[0])
        found = joined([read_printed(cell) for cell in cells], place.beside_prior)
        if place.part is Part.PRIOR or self.places.is_prior_alone(number):
            figure = found.prior if found.prior is not None else found.value
            return Printed(prior=figure, mark=found.prior_mark or found.mark, says_prior=True, percent=found.percent, share=found.share)
        return found

    # -- One cell

    def _take(self, read: Read) -> None:
        place, printed = read.place, read.printed
        if place.subtotal:
            self._warn(read, "小計は取り込みません。")
            return
        if place.year is None:
            self._problem(self.table.heading_row, "", "", "何年度の表か分かりません。表の上の行に「令和3年度」のように書くか、年度を入力してください。")
            return
        if self.wanted not in (None, place.year):
            self._problem(self.table.heading_row, "", fiscal_year_label(place.year), "指定した年度の公表値ではありません。")
            return
        if self._is_joint(read):
            return
        if printed.ambiguous:
            self._warn(read, f"増減{signed_words(printed.change)}、件数{number_words(printed.value)}と読み取りました。")
        is_noted = printed.mark and not printed.says_prior and printed.says_value
        if printed.says_value:
            self._add(read, place.year, printed.value, printed.mark)
        if printed.says_prior or is_noted and place.beside_prior:
            self._add(read, place.year - 1, printed.prior, printed.prior_mark or printed.mark, is_prior=True)
        self._keep_checks(read)

    def _is_joint(self, read: Read) -> bool:
        """Whether the cell is a joint district's, which is kept for checks only."""
        place, printed = read.place, read.printed
        try:
            joint = self.directory.joint(place.district or "", place.year)
        except Unknown as error:
            self._problem(read.line.number, read.column.heading, read.text, str(error), about=(place.district, place.year))
            return True
        for year, value in ((place.year, printed.value), (place.year - 1, printed.prior)) if joint else ():
            key, _ = self._key(replace(read, place=replace(place, district=WHOLE)), year, True)
            if key and value is not None:
                told = Problem(read.line.number, read.column.heading, read.text, "", self.sheet.name)
                self.joints.append(JointFigure(joint, key, value, members_in(joint, self.directory.districts, year), told))
        return joint is not None

    def _add(self, read: Read, year: int, value: int | None, mark: str, is_prior: bool = False) -> None:
        key, label = self._key(read, year, value is None)
        if key is None:
            return
        if value is not None and value < 0:
            self.reading.warnings.append(Problem(read.line.number, read.column.heading, read.text, BELOW_ZERO, self.sheet.name))
        draft = FigureDraft(read.line.number, self.sheet.name, key, label, value, self._note(mark), is_prior)
        before = self.drafts.get(key)
        if before is None or before.value is None:
            self.drafts[key] = draft
        elif value not in (None, before.value):
            self.reading.repeated.append(_repeated(before, value))
        elif before.is_prior and not is_prior:
            self.drafts[key] = replace(before, is_prior=False)

    def _key(self, read: Read, year: int, is_nothing: bool) -> tuple[Key | None, dict]:
        """The stored cell that the printed one stands for; None, and a problem told once, where there is none.

        Not available (－) in a year in which the category or the district did not exist needs no telling.
        """
        place = read.place
        try:
            district = self._district(place, year, is_nothing)
            category = None if place.category in (None, TOTAL) else self.directory.category(self.axis, place.category, year)
        except Unknown as error:
            if not is_nothing or not self._exists_ever(place):
                self._unknown(read, year, str(error))
            return None, {}
        label = {"fiscal_year": year, "district": district.name if district else WHOLE, "axis": self.axis.name,
                 "category": category.label if category else TOTAL, "month": place.month}
        return Key(year, district.pk if district else None, self.axis.pk, category.pk if category else None, place.month), label

    def _unknown(self, read: Read, year: int, reason: str) -> None:
        """A name that the year does not have; of last year's figures it matters only where they are wanted."""
        is_prior = year != read.place.year
        if is_prior and self.reading.leaves_priors:
            return
        about = (read.place.category, read.place.district, year)
        before = len(self.told_problems)
        if self._exists_ever(read.place):
            self._problem(read.line.number, read.column.heading, read.text, reason, about)
        else:
            self._unknown_label(read, read.place.category, reason)
        self.reading.prior_errors += is_prior and len(self.told_problems) > before

    def _unknown_label(self, read: Read, name: str, reason: str) -> None:
        """A label that no category of any year is called by, at the cell where it stands; among categories it may be another name of one."""
        is_of_row = any(each.name == name for each in read.line.labels)
        beside = self.table.lines if is_of_row else self.table.columns
        known = self.directory.categories.get(self.axis.pk, {})
        if any(label.name in known for each in beside for label in each.labels):
            reason += f"あたる分類があるときは、分類表でその分類の別名に「{name}」を加えると、読み取れます。"
        row, column = (read.line.number, LABELS) if is_of_row else (self.table.heading_row, read.column.heading)
        self._problem(row, column, name, reason, about=(name,))

    def _district(self, place: Place, year: int, is_nothing: bool):
        if place.district in (None, WHOLE):
            return None
        name = self.directory.district_name(place.district) or place.district
        if year != place.year:
            return self.directory.district_beside(name, place.year, is_nothing)
        return self.directory.district_in_year(name, year, *fiscal_year_span(year))

    def _exists_ever(self, place: Place) -> bool:
        known = self.directory.categories.get(self.axis.pk, {})
        return place.category in (None, TOTAL, *known)

    def _note(self, mark: str) -> str | None:
        if not mark:
            return None
        marks = marks_in(mark)
        self.used_marks.update(map(plain_mark, marks))
        return as_one([self.table.notes.get(plain_mark(each), each) for each in marks])

    def _refuse_long_notes(self) -> None:
        for draft in self.drafts.values():
            if len(draft.note or "") > LONGEST_NOTE:
                self._problem(draft.row, "", draft.note, f"注記が長すぎます。{LONGEST_NOTE}文字までで書いてください。", about=(draft.note,))

    # -- The whole table

    def _keep(self) -> None:
        """Hand the drafts on; what an earlier table of the file printed stays, and a difference is told."""
        known, count = {draft.key: draft for draft in self.reading.drafts}, len(self.reading.drafts)
        for draft in self.drafts.values():
            before = known.get(draft.key)
            if before is None:
                self.reading.drafts.append(draft)
            elif before.value is None and draft.value is not None:
                self.reading.drafts[self.reading.drafts.index(before)] = draft
            elif draft.value not in (None, before.value):
                self.reading.repeated.append(_repeated(before, draft.value))
            elif before.is_prior and not draft.is_prior:  # printed as a year of its own, too
                self.reading.drafts[self.reading.drafts.index(before)] = replace(before, is_prior=False)
        self.understood.rows = len(self.reading.drafts) - count
        self.reading.joints += self.joints

    def _leave(self, year: int | None) -> None:
        """Take nothing of a table with an error: a part of it would stand in reports beside sums of the whole."""
        self.understood.rows = len(self.drafts)
        is_told_above = year is not None and year == self.told
        self.reading.left_tables.append(LeftTable(self.sheet.name, self.table.rows, self.table.heading_row - 1,
                                                  fiscal_year_label(year) if is_told_above else ""))
        self.reading.warnings.append(Problem(self.table.heading_row, "", self.understood.title, LEFT, self.sheet.name))

    def _keep_checks(self, read: Read) -> None:
        printed = read.printed
        if printed.percent is not None or printed.change is not None:
            key, _ = self._key(read, read.place.year, True)
            if key:
                told = Problem(read.line.number, read.column.heading, read.text, "", self.sheet.name)
                self.checks.note(told, key, printed)

    def _tell_notes(self) -> None:
        loose = [mark for mark in self.table.notes if mark not in self.used_marks]
        for mark in loose:
            self.reading.warnings.append(Problem(self.table.heading_row, "", self.table.notes[mark],
                                                 "表の下の注記は、数に付いていないため取り込みません。", self.sheet.name))
        for mark in filter(self.used_marks.__contains__, self.table.shared):
            self.reading.warnings.append(Problem(self.table.heading_row, "", self.table.notes[mark],
                                                 f"印が「{mark}」の注記が2つ以上あるため、「{mark}」の付いた数のすべてに、その全部を付けて取り込みます。", self.sheet.name))
        for mark in sorted(self.used_marks - {*self.table.notes}) if self.table.notes else ():
            self.reading.warnings.append(Problem(self.table.heading_row, "", mark,
                                                 "数に付いた印の注記の文が、表の下に見つかりません。印だけを取り込みます。", self.sheet.name))

    def _warn(self, read: Read, reason: str) -> None:
        self.reading.warnings.append(Problem(read.line.number, read.column.heading, read.text, reason, self.sheet.name))

    def _problem(self, row: int, column: str, value: str, reason: str, about: tuple = ()) -> None:
        if (reason, about or (row, column)) not in self.told_problems:
            self.told_problems.add((reason, about or (row, column)))
            self.reading.row_errors.append(Problem(row, column, value, reason, self.sheet.name))


def _shown(line: Line, column: Column) -> str:
    return " ".join(filter(None, (cell_text(line.cell(each)) for each in (column.index, *column.more))))


def _repeated(draft: FigureDraft, again: int) -> dict:
    return draft.label | {"check": REPEATED, "sum": again, "total": draft.value, "difference": draft.value - again}

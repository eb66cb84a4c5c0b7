"""Reading contact records (対応記録): which sheets hold them, what their columns mean, what their rows say."""
from collections.abc import Sequence

from cases.models import Axis
from cases.models.axes import KIND
from cases.text import fold_label

from .cells import cell_text
from .choices import Choices
from .directory import Directory
from .drafts import HEADINGS, Draft
from .evidence import conclude
from .limits import SheetError
from .problems import Problem
from .proposals import is_near_date, is_near_heading
from .reading import Reading, Understood
from .record_columns import column_of, is_heading
from .record_table import RecordTable
from .running_totals import running_warnings
from .sheets import Sheet
from .tables import SEARCHED_ROWS, find_table

FEWEST_HEADINGS = 3
OF_A_DAY, LONGEST_HEADING = frozenset("日月"), 20  # what every heading like 日付 has one of, and the characters looked at


def read_records(sheets: Sequence[Sheet], sheet_name: str = "", fiscal_year: int | None = None,
                 choices: Choices | None = None) -> Reading:
    """Every row of every recognised sheet, or of the one named; nothing is written and nothing dropped unsaid.

    With `fiscal_year` a date outside it is an error, and dates like 4/5 are read within it. With `choices` the words
    that the office chose a meaning for are read so, and where no sheet has known headings, near ones find the table.
    """
    directory = Directory(choices)
    reading = Reading(choices=directory.choices)
    if fold_label(KIND) not in directory.axes:
        return reading.refuse("分類表がまだ登録されていません。先に分類表を読み込んでください。")
    wanted = named_sheets(sheets, sheet_name)
    if not wanted:
        return reading.refuse(no_such_sheet(sheets, sheet_name))
    tables = [_read_sheet(sheet, fiscal_year, directory, reading) for sheet in wanted]
    if choices is not None and not any(sheet.used for sheet in reading.sheets):
        reading.sheets = []
        directory.choices.asked.clear()
        tables = [_read_sheet(sheet, fiscal_year, directory, reading, by_near_words=True) for sheet in wanted]
    conclude(directory)
    if not any(sheet.used for sheet in reading.sheets):
        return reading.refuse(_nothing_found(reading))
    if choices is not None:
        _note_likely(wanted, reading, directory)
    reading.warnings += [Problem(None, "", "", f"このシートは読み取りません。{each.why_not}", each.name)
                         for each in reading.sheets if not each.used]
    reading.warnings += running_warnings([*filter(None, tables)])
    _refuse_repeated_numbers(reading)
    return reading


def named_sheets(sheets: Sequence[Sheet], name: str) -> list[Sheet]:
    """The sheets of this name; all of them where no name is given."""
    return [sheet for sheet in sheets if not name or fold_label(sheet.name) == fold_label(name)]


def no_such_sheet(sheets: Sequence[Sheet], name: str) -> str:
    """What to say where no sheet has the name that was asked for."""
    present = "」「".join(sheet.name for sheet in sheets)
    return f"シート「{name}」がありません。このファイルにあるのは「{present}」です。"


def _read_sheet(sheet: Sheet, fiscal_year: int | None, directory: Directory, reading: Reading,
                by_near_words: bool = False) -> RecordTable | None:
    """Add the sheet to the reading; the table, where it has one."""
    heads = is_near_heading if by_near_words else is_heading
    understood = Understood(sheet.name)
    reading.sheets.append(understood)
    try:
        table = find_table(sheet, lambda text: heads(text, directory), FEWEST_HEADINGS)
    except SheetError as error:
        understood.used = True
        reading.refuse(str(error), sheet.name)
        return None
    columns = [column_of(found, directory) for found in table.columns] if table else []
    if any(column.field == "date" or (by_near_words and is_near_date(column.heading)) for column in columns):
        found = RecordTable(sheet, table, columns, directory, fiscal_year)
        found.read_into(reading, understood)
        return found
    understood.why_not = "「日付」の見出しがありません。" if table else "対応記録の見出しがありません。"
    return None


def _note_likely(sheets: Sequence[Sheet], reading: Reading, directory: Directory) -> None:
    """Which sheets that are not read could be, once it is said what their headings mean."""
    for sheet, understood in zip(sheets, reading.sheets, strict=True):
        if not understood.used and _is_likely(sheet, directory):
            understood.may_be = True
            understood.why_not += "似た見出しはあります。"


def _is_likely(sheet: Sheet, directory: Directory) -> bool:
    """Whether near words find a table with dates; where no cell is of a day the others are not compared, which takes long."""
    if not any(OF_A_DAY & {*cell_text(cell)[:LONGEST_HEADING]} for row in sheet.rows[:SEARCHED_ROWS] for cell in row):
        return False
    try:
        table = find_table(sheet, lambda text: is_near_heading(text, directory), FEWEST_HEADINGS)
    except SheetError:  # known headings that occur twice
        return True
    return bool(table) and any(is_near_date(column.name) for column in table.columns)


def _nothing_found(reading: Reading) -> str:
    needed = "」「".join([HEADINGS["date"], HEADINGS["district"], Axis.objects.get(code=KIND).name])
    reasons = " ".join(f"シート「{each.name}」: {each.why_not}" for each in reading.sheets[:3])
    return f"対応記録の表が見つかりません。見出しの行に「{needed}」などの見出しが必要です。{reasons}"


def _refuse_repeated_numbers(reading: Reading) -> None:
    first: dict[str, Draft] = {}
    kept = []
    for draft in reading.drafts:
        same = first.setdefault(draft.number, draft) if draft.number else draft
        if same is draft:
            kept.append(draft)
            continue
        elsewhere = same.sheet != draft.sheet
        place = f"シート「{same.sheet}」の{same.row}行目" if elsewhere else f"{same.row}行目"
        hint = "シートごとに1から始まる番号のときは、この列を読み取らないようにしてください。" if elsewhere else ""
        reading.row_errors.append(Problem(
            draft.row, HEADINGS["record_number"], draft.number, f"同じ記録番号が{place}にもあります。{hint}", draft.sheet))
    reading.drafts = kept

"""What was understood of a file: shared by contact records and published figures."""
from dataclasses import dataclass, field

from .choices import Choices
from .problems import Problem

UNKNOWN_MEANING = "読み取れません"
IGNORED_MEANING = "読み取りません（この列を除きます）"
FIRST_ROWS = 10  # that a preview shows


@dataclass(slots=True)
class Understood:
    """One sheet as it was read: its columns (heading, meaning), how many rows, and the first of them as text.

    A sheet of printed tables is one of these for each table, which `title` names.
    """

    name: str
    used: bool = False
    columns: list[tuple[str, str]] = field(default_factory=list)
    rows: int = 0
    totals: int = 0
    first_rows: list[tuple[int, list[str]]] = field(default_factory=list)
    why_not: str = ""
    may_be: bool = False  # not read, but its headings are like those of contact records
    heading_end: int = 0  # the last row of the headings, as Excel shows it
    title: str = ""


@dataclass(frozen=True, slots=True)
class LeftTable:
    """A printed table with an error, of which nothing is taken in: its rows (from 0), that of its headings, and the year that
    only a table above it tells, "" where its own titles do.
    """

    sheet: str
    rows: range
    heading: int
    year: str = ""


@dataclass(slots=True)
class Reading:
    """The rows of a file that could be read, and what could not.

    `file_errors` are about headings, sheets or the whole file: no row can be imported while one stands.
    """

    drafts: list = field(default_factory=list)
    file_errors: list[Problem] = field(default_factory=list)
    row_errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    sheets: list[Understood] = field(default_factory=list)
    choices: Choices = field(default_factory=Choices)
    left_by: set[int] = field(default_factory=set)  # imports whose left-out rows these are, put right
    left_tables: list[LeftTable] = field(default_factory=list)
    joints: list = field(default_factory=list)  # printed sums of joint districts (joint_columns.py), which are not kept
    leaves_priors: bool = False  # last year's figures in brackets are not wanted, so that nothing is wrong with them
    prior_errors: int = 0  # that are only of such figures
    repeated: list[dict] = field(default_factory=list)  # figures that a file prints twice and differently

    @property
    def read(self) -> int:
        """Rows of the file that are neither headings, blank nor totals; those with errors count too."""
        return sum(sheet.rows for sheet in self.sheets)

    @property
    def errors(self) -> list[Problem]:
        """Everything that is wrong, the whole file's errors first."""
        return [*self.file_errors, *self.row_errors]

    @property
    def several_sheets(self) -> bool:
        """Whether a row number alone does not say where a row is; a sheet that is not read counts, because it is told of."""
        return len({sheet.name for sheet in self.sheets}) > 1

    def refuse(self, reason: str, sheet: str = "") -> "Reading":
        """Note a reason that concerns the file or a sheet as a whole."""
        self.file_errors.append(Problem(None, "", "", reason, sheet))
        return self

"""Lines of notes (※, 注) below a list of contact records: not imported, and told."""
import re
from collections.abc import Sequence

from cases.text import fold_label

from .cells import CellError, cell_text, read_moment
from .problems import Problem
from .tables import Row

_NOTE = re.compile(r"※|\*|[(\[〔【]注[意記釈]?\d*[)\]〕】]|注[意記釈]?(?:\d+|[:.)])|備考:|以上[。.]?$")


def split_notes(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows with a contact, and the notes below the last of them.

    A note is alone in its row and begins with a mark of notes, or goes on below one in the same column. Such a line
    between contacts is no note: it may be what is left of a contact.
    """
    below = len(rows)
    while below and len(_filled(rows[below - 1])) == 1:
        below -= 1
    first = next((place for place in range(below, len(rows)) if _begins(rows[place])), len(rows))
    while first < len(rows) and not all(map(_is_text, rows[first:])):
        first = next((place for place in range(first + 1, len(rows)) if _begins(rows[place])), len(rows))
    return [*rows[:first]], [*rows[first:]]


def note_warnings(notes: Sequence[Row]) -> list[Problem]:
    """Each line that is left out, with its words."""
    return [Problem(row.number, "", _first(row), "注の行として除きました。取り込みません。") for row in notes]


def _filled(row: Row) -> list[int]:
    return [place for place, cell in enumerate(row.cells) if cell_text(cell)]


def _first(row: Row) -> str:
    return cell_text(row.cells[_filled(row)[0]])


def _begins(row: Row) -> bool:
    return bool(_NOTE.match(fold_label(_first(row))))


def _is_text(row: Row) -> bool:
    """Whether the only cell of the row is no date: what is left of a contact is not taken for a note."""
    try:
        return read_moment(row.cells[_filled(row)[0]])[0] is None
    except CellError:
        return True

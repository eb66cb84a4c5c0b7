"""What the database keeps of a year's footnotes: edits, hidings and notes written by hand."""
from collections import defaultdict
from typing import NamedTuple

from cases.models import District, Footnote

from .notes import Anchor
from .statements import rows

_STORED = f"""SELECT fiscal_year, note.id, note.axis_id, "key", part, category_id, district.code, text, system_text, is_hidden, hidden_reason
FROM {Footnote._meta.db_table} note LEFT JOIN {District._meta.db_table} district ON district.id = district_id
WHERE fiscal_year BETWEEN %s AND %s ORDER BY note.id"""  # noqa: S608 (no input)


class StoredNote(NamedTuple):
    """One row. `part` is "" for what was changed of a note that the codebook writes; its `text` is "" if that stands."""

    id: int
    axis_id: int
    key: str
    part: str
    category_id: int | None
    district: str | None
    text: str
    system_text: str
    is_hidden: bool
    hidden_reason: str

    @property
    def anchor(self) -> Anchor:
        """Where a note written by hand stands."""
        return Anchor(self.part, self.category_id, self.district)


def read_notes_of_years(cursor, first: int, last: int) -> dict[int, dict[int, list[StoredNote]]]:
    """The stored notes of the fiscal years `first` to `last`, by year and by the id of their axis. One statement."""
    found = {year: defaultdict(list) for year in range(first, last + 1)}
    for year, *each in rows(cursor, _STORED, first, last):
        note = StoredNote(*each)
        found[year][note.axis_id].append(note if note.key else note._replace(key=f"hand-{note.id}"))
    return found

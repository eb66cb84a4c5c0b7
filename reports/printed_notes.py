"""The notes (注記) that were printed with published figures, as footnotes of the table in which these stand."""
import re
from collections.abc import Iterator

from cases.text import COUNTERS

from .book import BookCategory
from .cube import WHOLE
from .notes import COUNT, MONTHLY, Anchor, CodebookNote
from .scope import Scope
from .source import Source

CAUSE = "公表値の注記"
_OWN_MARK = re.compile(rf"^[※*＊]\s*(?:[\d０-９]+(?![\d０-９]|{COUNTERS}))?[\s:：.．、）)]*")  # the report numbers its notes anew


def printed_notes(this: Source, scope: Scope) -> Iterator[CodebookNote]:
    """A note for each figure of the year that stands here and was printed with one; in the order of rows and districts.

    A note of a month is one of its kind's monthly table. Those of figures that do not stand here are left out, and
    what is nothing but a mark.
    """
    noted = this.cube.notes.get(this.axis.id, {})
    stored = {key: text for key, note in noted.items() if (text := _OWN_MARK.sub("", note).strip())}
    if not stored:
        return
    places = {each.id: (each.code, place) for place, each in enumerate(scope.districts)} | {WHOLE: (None, None)}
    for row in (*this.categories, None):
        category = row.id if row else None
        for district, (code, place) in places.items():
            text = stored.get((district, category))
            if text and (category in this.whole if district is WHOLE else place in this.printed):
                yield CodebookNote(_key(row, code), CAUSE, text, (Anchor(COUNT, category, code),))
        if row and row.monthly:
            yield from _of_months(row, stored, places)


def _of_months(kind: BookCategory, stored: dict[tuple, str], places: dict) -> Iterator[CodebookNote]:
    for (district, key), text in stored.items():
        if isinstance(key, tuple) and key[0] == kind.id and district in places:
            yield CodebookNote(f"{_key(kind, places[district][0])}-{key[1]}", CAUSE, text, (Anchor(MONTHLY, kind.id),))


def _key(row: BookCategory | None, district: str | None) -> str:
    return f"printed-{row.code if row else 'total'}-{district or 'all'}"[:80]

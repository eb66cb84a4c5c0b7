"""The notes of last year's figures, printed with them or written by hand, beside these figures where they stand in （　）."""
from collections.abc import Collection, Iterator, Sequence

from cases import periods

from .book import BookCategory
from .notes import COUNT, PRIOR, Anchor, CodebookNote
from .printed_notes import printed_notes
from .scope import Scope
from .source import Source
from .stored_notes import StoredNote
from .unequal_notes import unequal_notes

CAUSE = "前年度の注記"


def prior_notes(prior: Source, scope: Scope, rows: Sequence[BookCategory], stored: Sequence[StoredNote],
                own: Collection[CodebookNote]) -> Iterator[CodebookNote]:
    """A note at each of last year's figures that has one in its own report, as that report tells it.

    `stored` are last year's notes of the table. The text says of which year it is, unless the same stands at this year's
    figure (`own`). Notes of figures that do not stand here are left out, and those of a row or of the whole table; one of a
    figure that is not known stands at its （－）.
    """
    label, same = periods.fiscal_year_label(prior.fiscal_year), {(each.anchors, each.text) for each in own}
    here = {each.id for each in rows if each.existed} | {None}
    for key, text, told in _told(prior, scope, stored):
        anchors = tuple(each for each in told if each.category_id in here and _stands(prior, scope, each))
        if anchors:
            about = "" if (anchors, text) in same or text.startswith(label) else f"{label}の数について："
            yield CodebookNote(f"prior-{key}"[:80], CAUSE, about + text, tuple(each._replace(part=PRIOR) for each in anchors))


def _told(prior: Source, scope: Scope, stored: Sequence[StoredNote]) -> Iterator[tuple[str, str, tuple[Anchor, ...]]]:
    """Key, text and places of the notes of last year's report that stand at figures; hidden ones left out."""
    edits = {each.key: each for each in stored}
    for note in (*printed_notes(prior, scope), *unequal_notes(prior, scope)):
        edit = edits.get(note.key)
        if note.anchors[0].part == COUNT and not (edit and edit.is_hidden):
            yield note.key, edit.text if edit and edit.text else note.text, note.anchors
    yield from ((each.key, each.text, (each.anchor,)) for each in stored if each.part == COUNT and not each.is_hidden)


def _stands(prior: Source, scope: Scope, anchor: Anchor) -> bool:
    """Whether last year's figure of a place stands in the table, as a number or as （－）."""
    if anchor.district is None:
        return any(each is not None for each in prior.sums.values())
    codes = [each.code for each in scope.districts]
    return anchor.district in codes and prior.shown[codes.index(anchor.district)]

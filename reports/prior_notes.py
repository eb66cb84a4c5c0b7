"""The notes of last year's figures, printed with them or written by hand, beside these figures where they stand in （　）."""
from collections.abc import Collection, Iterator, Sequence

from cases import periods

from .book import BookCategory
from .notes import COUNT, PRIOR, Anchor, CodebookNote
from .printed_notes import printed_notes
from .scope import Scope
from .source import Source
from .stored_notes import StoredNote

CAUSE = "前年度の注記"


def prior_notes(prior: Source, scope: Scope, rows: Sequence[BookCategory], stored: Sequence[StoredNote],
                own: Collection[CodebookNote]) -> Iterator[CodebookNote]:
    """A note at each of last year's figures that has one in its own report, as that report tells it.

    `stored` are last year's notes of the table. The text says of which year it is, unless the same stands at this year's
    figure (`own`). Notes of figures that do not stand here are left out, and those of a row or of the whole table.
    """
    label, same = periods.fiscal_year_label(prior.fiscal_year), {(each.anchors, each.text) for each in own}
    here = {each.id for each in rows} | {None}
    for key, text, anchor in _told(prior, scope, stored):
        if anchor.category_id in here and _figure(prior, scope, anchor) is not None:
            about = "" if ((anchor,), text) in same or text.startswith(label) else f"{label}の数について："
            yield CodebookNote(f"prior-{key}"[:80], CAUSE, about + text, (anchor._replace(part=PRIOR),))


def _told(prior: Source, scope: Scope, stored: Sequence[StoredNote]) -> Iterator[tuple[str, str, Anchor]]:
    """Key, text and place of the notes of last year's report that stand at a figure; hidden ones left out."""
    edits = {each.key: each for each in stored}
    for note in printed_notes(prior, scope):
        edit = edits.get(note.key)
        if note.anchors[0].part == COUNT and not (edit and edit.is_hidden):
            yield note.key, edit.text if edit and edit.text else note.text, note.anchors[0]
    yield from ((each.key, each.text, each.anchor) for each in stored if each.part == COUNT and not each.is_hidden)


def _figure(prior: Source, scope: Scope, anchor: Anchor) -> int | None:
    """Last year's figure at a place of the table; None where there is none."""
    if anchor.district is None:
        return prior.across(anchor.category_id)
    codes = [each.code for each in scope.districts]
    place = codes.index(anchor.district) if anchor.district in codes else None
    return None if place is None else prior.row(anchor.category_id)[place]

"""The notes of one year of a 年度推移: what the codebook or the districts changed with it, what was written or printed with it."""
from collections.abc import Iterator, Mapping, Sequence

from django.db import connection

from cases import periods

from .areas import is_same_area
from .book import BookAxis
from .codebook_notes import notes_between
from .definition_notes import several_counted
from .footnotes import Footnote
from .notes import COUNT, PRIOR, ROW, TABLE, TREND, Anchor, CodebookNote
from .printed_notes import printed_notes
from .recut_notes import CAUSE, part_year_words
from .scope import Scope, named_apart, years_with_figures
from .series import SeriesYear, read_series
from .stored_notes import StoredNote

PART_YEARS = "part-years"  # the key of the note on figures of a part of a year
OTHER_DISTRICTS = "other-districts"  # and of the one on figures of other districts; crossed by 合計, unless these are the same area


def own_notes(scope: Scope, printed: Mapping[str, Sequence[str]]) -> dict[str, list[Footnote]]:
    """The notes that a year has in a 年度推移 of the scope only, by the code of their axis; hidden ones too.

    `printed` are the texts under the tables of the year's own report. None in the first year that has figures. An edit
    whose note is no longer written stands without one.
    """
    if not any(year < scope.fiscal_year for year in years_with_figures()):
        return {}
    with connection.cursor() as cursor:
        before, year = read_series(cursor, scope, 2)
    return {axis.code: [*_own(before, year, axis, printed.get(axis.code, ()))] for axis in year.book.axes}


def _own(before: SeriesYear, year: SeriesYear, axis: BookAxis, printed: Sequence[str]) -> Iterator[Footnote]:
    stored = {each.key: each for each in year.stored.get(axis.id, ())}
    for note, _ in written_between(before, year, axis):
        key = trend_key(note.key)
        edit = stored.pop(key, None)
        if edit or told(note, stored) not in (None, *printed):
            yield Footnote(key, note.anchors, note, edit)
    yield from (Footnote(key, (), None, edit) for key, edit in stored.items() if key.startswith(TREND))


def written_between(before: SeriesYear, year: SeriesYear, axis: BookAxis) -> Iterator[tuple[CodebookNote, int | None]]:
    """What changed from one year of a series to the next, as it is written of itself, with the category that came or went."""
    yield from ((note, None) for note in _other_districts(before, year))
    if text := _part_years(before, year):
        yield CodebookNote(PART_YEARS, CAUSE, text, (Anchor(TABLE),)), None
    if then := year.axis(axis.id):
        yield from ((note, None) for note in _several(before, year, then))
        yield from notes_between(then, year.book, year.fiscal_year)


def _several(before: SeriesYear, year: SeriesYear, axis: BookAxis) -> Iterator[CodebookNote]:
    """That contacts of several cases are counted otherwise from the year on, where contacts stand behind both years' figures."""
    sources = [each.source(axis.id) for each in (before, year)]
    if all(source and any(source.linked) and not source.once for source in sources):
        ids = [each.id for each in year.book.by_axis[axis.id] if each.existed]
        yield from several_counted(before.cube.several, year.cube.several, year.fiscal_year, ids)


def told(note: CodebookNote, stored: Mapping[str, StoredNote]) -> str | None:
    """The text that a trend prints; None where it is hidden. An edit of the trend's own note comes before one of the report's."""
    edit = stored.get(trend_key(note.key)) or stored.get(note.key)
    return None if edit and edit.is_hidden else edit.text if edit and edit.text else note.text


def trend_key(key: str) -> str:
    """The key under which an edit is kept that is of trends alone."""
    return f"{TREND}{key}"[:80]


def year_notes(year: SeriesYear, axis: BookAxis) -> Iterator[tuple[str, Anchor]]:
    """Text and place of the notes by hand of a year, then of those printed with published figures; hidden ones left out."""
    stored = {each.key: each for each in year.stored.get(axis.id, ())}
    yield from ((each.text, each.anchor) for each in stored.values()
                if not each.is_hidden and each.part in (TABLE, ROW, COUNT, PRIOR))
    source = year.source(axis.id)
    for note in printed_notes(source, year.scope) if source else ():
        text = told(note, stored)
        if text and note.anchors[0].part == COUNT:
            yield text, note.anchors[0]


def _part_years(before: SeriesYear, year: SeriesYear) -> str:
    """Which districts have a part of one of the years only; the figures of all districts together are of whole years."""
    found = {each.code: each for some in (before, year) for each in some.scope.districts}
    return part_year_words(named_apart(found.values()), year.fiscal_year)


def _other_districts(before: SeriesYear, year: SeriesYear) -> Iterator[CodebookNote]:
    """That the figures are of other districts than those of the year before; none where they are of the same, or of none."""
    every = {each.code: each for some in (before, year) for each in some.scope.districts}
    names = {each.code: each.name for each in named_apart(every.values())}
    was, now = ([names[each.code] for each in some.scope.districts] for some in (before, year))
    if not was or {each.code for each in before.scope.districts} == {each.code for each in year.scope.districts}:
        return
    label, keeps_area = periods.fiscal_year_label(year.fiscal_year), _keeps_area(before.scope, year.scope)
    told = "合わせた区域は同じです。" if keeps_area else "前年度までの数とは、そのまま比べられません。"
    text = f"{label}から、集計している地区が「{'・'.join(was)}」から「{'・'.join(now)}」に変わりました。{told}"
    yield CodebookNote(OTHER_DISTRICTS, "地区の変更", text, (Anchor(TABLE),), frozenset() if keeps_area else frozenset({None}))


def _keeps_area(before: Scope, now: Scope) -> bool:
    """Whether a re-cut left the area of all districts, or of a joint one, as it was: then the report compares its 合計, too."""
    was, are = ({each.code for each in scope.districts} for scope in (before, now))
    is_cut = before.whole and now.whole and was - are and are - was
    return bool(is_cut or now.also) and is_same_area((*before.districts, *now.districts), now.fiscal_year)

"""注の編集: every footnote of a year's report with where it stands; edited, hidden, or written by hand."""
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.footnotes import CodebookFootnoteForm, WrittenFootnoteForm
from cases.models import Axis, District, Footnote
from cases.models.axes import KIND
from cases.services.footnotes import store_footnote
from cases.views.audit import history_page
from cases.views.form_drafts import FormDrafts, form_drafts
from cases.views.record_pages import record_page
from reports.footnotes import Placed, TableNotes
from reports.grid import Grid, Report
from reports.layout import build_with_notes
from reports.notes import TREND
from reports.places import place_words
from reports.scope import scope_of
from reports.year_notes import own_notes

from .asked import code
from .report import reportable

TREND_PLACE = "年度推移の{}"


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def footnote_list(request, fiscal_year):
    """All notes of the year, table by table: printed, hidden, and those that have no place any more."""
    reportable(fiscal_year)
    scope = scope_of(fiscal_year)
    report, notes = build_with_notes(scope)
    trends = own_notes(scope, {axis: [each.note.text for each in found.all] for axis, found in notes.items()})
    tables = [{"grid": grid, "notes": [(each, place_words(each.note.anchors, grid, notes[grid.axis].labels)) for each in notes[grid.axis].all],
               "trend": [each for each in trends.get(grid.axis, ()) if each.written],
               "lost": [*notes[grid.axis].lost, *(each.stored for each in trends.get(grid.axis, ()) if not each.written)]}
              for grid in report.tables]
    return render(request, "reports/footnotes/list.html", {
        "report": report, "tables": tables, "trend_place": TREND_PLACE.format(report.label)})


@require_http_methods(["GET", "POST"])
@access.roles(access.SUPERVISOR, access.ADMIN)
def footnote_new(request, fiscal_year):
    """Write a note to a table, a row or a cell."""
    reportable(fiscal_year)
    table = Table.of(fiscal_year, code(request.GET, "axis"))
    return _written_page(request, table, Footnote(fiscal_year=fiscal_year, axis=table.axis))


@require_http_methods(["GET", "POST"])
@access.roles(access.SUPERVISOR, access.ADMIN)
def footnote_edit(request, pk):
    """Change, move or hide a note that was written by hand."""
    note = get_object_or_404(Footnote.objects.exclude(part=""), pk=pk)
    return _written_page(request, Table.of(note.fiscal_year, note.axis.code), note)


@require_http_methods(["GET", "POST"])
@access.roles(access.SUPERVISOR, access.ADMIN)
def footnote_text(request, fiscal_year, axis, key):
    """Change or hide a note that the codebook writes, or one that only a 年度推移 has; its own text stays in sight and can be
    brought back.
    """
    reportable(fiscal_year)
    table = Table.of(fiscal_year, axis)
    placed = table.placed(key)
    where = {"fiscal_year": fiscal_year, "axis": table.axis, "key": key, "part": ""}
    note = Footnote.objects.filter(**where).first() or Footnote(version=0, **where)
    drafts = form_drafts(request, "footnotetext", note, table.axis.pk, fiscal_year=fiscal_year, axis=axis, key=key)
    form = drafts.fill(CodebookFootnoteForm, system_text=placed.note.written.text)
    place = TREND_PLACE.format(table.report.label) if key.startswith(TREND) else place_words(
        placed.note.anchors, table.grid, table.notes.labels)
    return _page(request, table, form, drafts, placed=placed, place=place)


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def footnote_history(request, pk):
    """What changed in a note: one by hand, or the edits of one that the codebook writes."""
    note = get_object_or_404(Footnote, pk=pk)
    return history_page(request, note, address=reverse("footnote_list", args=[note.fiscal_year]))


def _written_page(request, table: "Table", note: Footnote):
    drafts = form_drafts(request, "footnote", note, table.axis.pk, fiscal_year=note.fiscal_year, axis=table.axis.code)
    form = drafts.fill(WrittenFootnoteForm, rows=table.rows, columns=table.columns, places=table.places, months=table.months)
    return _page(request, table, form, drafts, edit="footnote_edit")


def _page(request, table: "Table", form, drafts: FormDrafts, **more):
    return record_page(
        request, form, "reports/footnotes/form.html", drafts=drafts, saved_words="注を保存しました。", store=_store, table=table,
        address=lambda saved: f"{reverse('footnote_list', args=[table.report.fiscal_year])}#notes-{table.axis.code}",
        among=Footnote.objects.all(), **more)


def _store(form, *, by) -> Footnote:
    return store_footnote(footnote=form.save(commit=False), version=form.cleaned_data.get("version"), by=by)


@dataclass(frozen=True)
class Table:
    """A table of a year's report of all districts, with what a note can be bound to."""

    axis: Axis
    report: Report
    grid: Grid
    notes: TableNotes

    @classmethod
    def of(cls, fiscal_year: int, axis_code: str) -> "Table":
        """The table of an axis, or Http404."""
        report, notes = build_with_notes(scope_of(fiscal_year))
        if axis_code not in notes:
            raise Http404
        return cls(Axis.objects.get(code=axis_code), report, report.table(axis_code), notes[axis_code])

    def placed(self, key: str) -> Placed:
        """A note that the codebook writes, or Http404."""
        notes = self.notes.all
        if key.startswith(TREND):
            printed = {self.axis.code: [each.note.text for each in notes]}
            notes = [Placed("", each) for each in own_notes(scope_of(self.report.fiscal_year), printed).get(self.axis.code, ())]
        found = next((each for each in notes if each.note.written and each.note.key == key), None)
        if found is None:
            raise Http404
        return found

    @property
    def rows(self) -> list[tuple[str, str]]:
        """(code, name) of the rows."""
        return [(row.code, row.label) for row in self.grid.rows]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """(part:district, name) of the columns, last year's where there is one, 合計 and 割合."""
        found = []
        for each in self.grid.columns:
            found += [(f"count:{each.code}", each.name)] + [(f"prior:{each.code}", f"{each.name}（前年度）")] * each.has_prior
        found += [("count:", "合計")] + [("prior:", "合計（前年度）")] * self.grid.shows_prior_total
        found += [("percent", "割合")] * self.grid.shows_percent
        return found + [("monthly", "月別の表の題")] * bool(self.months)

    @property
    def months(self) -> list[str]:
        """Codes of the rows that have a monthly table."""
        return [each.kind for each in self.report.monthly] if self.axis.code == KIND else []

    @property
    def places(self) -> tuple[dict, dict]:
        """Categories and districts by code, as the columns of the database take them."""
        districts = District.objects.filter(code__in=[each.code for each in self.grid.columns])
        return {each.code: each for each in self.axis.categories.all()}, {each.code: each for each in districts}

"""割合の調整: the percentages of a year's report, those set by hand among them, and the log."""
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import access, periods
from cases.forms.overrides import REVOKE, ShareForm
from cases.models import Axis, Category, District, ShareOverride, ShareOverrideEntry
from cases.services.overrides import set_share
from cases.views.audit import history_page
from cases.views.form_drafts import form_drafts
from cases.views.record_pages import record_page
from reports.forms import EditionForm
from reports.grid import Grid, Row
from reports.layout import build
from reports.overrides import edition_of
from reports.scope import Scope

from .asked import code, one
from .report import reportable

LOG_SIZE = 200


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def report_shares(request, fiscal_year):
    """Every percentage of an edition (全地区版, or of one district) with what the rule gives, and the log below."""
    reportable(fiscal_year)
    form = EditionForm(request.GET, fiscal_year=fiscal_year)
    scope = form.scope()
    report, district = build(scope), _district(scope)
    log = ShareOverrideEntry.objects.filter(override__fiscal_year=fiscal_year, override__district=district).select_related(
        "by", "override__axis", "override__category")[:LOG_SIZE]
    return render(request, "reports/shares/list.html", {
        "report": report, "form": form, "edition": edition_of(scope), "warnings": report.warnings, "log": log,
        "district": district.code if district else "", "grids": [grid for grid in report.tables if grid.shows_percent]})


@require_http_methods(["GET", "POST"])
@access.roles(access.SUPERVISOR, access.ADMIN)
def report_share_edit(request, fiscal_year):
    """Set one percentage with a reason, or make it the rule's again."""
    reportable(fiscal_year)
    cell = Cell.asked(request.GET, fiscal_year)
    drafts = form_drafts(request, "share", cell.override(), cell.axis.pk, fiscal_year=fiscal_year, axis=cell.axis.code,
                         category=cell.category.code if cell.category else "", district=cell.district.code if cell.district else "")
    form = drafts.fill(ShareForm, is_above_base=cell.is_above_base)
    revokes = REVOKE in request.POST
    return record_page(
        request, form, "reports/shares/form.html", among=ShareOverride.objects.all(), cell=cell, drafts=drafts,
        saved_words="割合の調整を取り消しました。" if revokes else "割合を保存しました。",
        address=lambda saved: cell.back, store=lambda form, by: _store(form, cell, by))


@require_GET
@access.roles(access.SUPERVISOR, access.ADMIN)
def share_history(request, pk):
    """What changed in one percentage set by hand."""
    override = get_object_or_404(ShareOverride.objects.select_related("district"), pk=pk)
    query = f"?district={override.district.code}" if override.district else ""
    return history_page(request, override, address=reverse("report_shares", args=[override.fiscal_year]) + query)


def _store(form: ShareForm, cell: "Cell", by) -> ShareOverride:
    override, row = form.save(commit=False), cell.row
    override.count, override.base = row.total, cell.grid.base
    override.calculated = (row.percent if row.calculated is None else row.calculated) or None
    return set_share(override=override, version=form.cleaned_data["version"], by=by)


def _district(scope: Scope) -> District | None:
    return None if scope.whole else District.objects.get(pk=scope.districts[0].id)


@dataclass(frozen=True)
class Cell:
    """One percentage of an edition, as its address names it."""

    scope: Scope
    district: District | None
    axis: Axis
    category: Category | None
    grid: Grid
    row: Row

    @classmethod
    def asked(cls, params, fiscal_year: int) -> "Cell":
        """The cell of a query string; Http404 where the report has no such percentage."""
        form = EditionForm(params, fiscal_year=fiscal_year)
        if not form.is_valid():
            raise Http404
        scope = form.scope()
        axis = one(Axis.objects.filter(code=code(params, "axis")))
        category = one(axis.categories.filter(code=code(params, "category"))) if params.get("category") else None
        grid = next((each for each in build(scope).tables if each.axis == axis.code and each.shows_percent), None)
        row = next((each for each in (*grid.rows, grid.total) if each.code == (category and category.code)), None) if grid else None
        if row is None:
            raise Http404
        return cls(scope, _district(scope), axis, category, grid, row)

    def override(self) -> ShareOverride:
        """What is stored of the cell; a new one, of version 0, where it was never set."""
        where = {"fiscal_year": self.scope.fiscal_year, "district": self.district, "axis": self.axis, "category": self.category}
        return ShareOverride.objects.filter(**where).first() or ShareOverride(**where)

    @property
    def is_above_base(self) -> bool:
        """Whether the rule itself gives more than 100%: a record may have several answers."""
        return self.grid.base is not None and self.row.total is not None and self.row.total > self.grid.base

    @property
    def title(self) -> str:
        """令和3年度 全地区版 相談者内訳「市民（近隣住民）」."""
        year = periods.fiscal_year_label(self.scope.fiscal_year)
        return f"{year} {edition_of(self.scope)} {self.grid.title}「{self.row.label}」"

    @property
    def back(self) -> str:
        """The address of the list of this edition."""
        query = f"?district={self.district.code}" if self.district else ""
        return reverse("report_shares", args=[self.scope.fiscal_year]) + query

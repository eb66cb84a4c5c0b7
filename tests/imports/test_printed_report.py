"""The tables of the reference report, laid out as in its print, come back whole, and what does not close is flagged."""
import random

import pytest
from django.conf import settings
from django.core.management import call_command

from cases.models import ImportBatch, PublishedFigure
from cases.services.imports import Source, import_file, undo_import
from tests.imports.printed_files import report
from tests.imports.record_files import as_csv, as_xlsx, counts
from tests.reference import AXES, DISTRICTS, expected, expected_months

pytestmark = [pytest.mark.django_db, pytest.mark.either]
OPEN = {"fiscal_year": 2020, "district": "大沢", "axis": "相談内容", "month": None, "sum": 946, "total": 1080, "difference": 134}


@pytest.fixture
def mitaka(db):
    call_command("load_codebook", str(settings.FIXTURES / "mitaka"), verbosity=0)


def load(lines, **how):
    return import_file(source=Source(ImportBatch.Subject.FIGURES, "report.xlsx", as_xlsx(報告書=lines), **how))


def stored() -> dict:
    """(axis, year, district, month) -> category -> figure."""
    found = {}
    for each in PublishedFigure.objects.select_related("axis", "district", "category"):
        key = each.axis.code, each.fiscal_year, each.district and each.district.code, each.month
        found.setdefault(key, {})[each.category.code if each.category else None] = each.value
    return found


def cells(found: dict, *key) -> dict:
    return {category: value for category, value in found[key].items() if category}


def test_everything_comes_back(mitaka):
    plan, batch = load(report())
    found = stored()
    for axis in AXES:
        assert cells(found, axis, 2020, "osawa", None) == expected(axis, "大沢（前年度）")
        for code, name in DISTRICTS.items():
            assert cells(found, axis, 2021, code, None) == expected(axis, name)
        assert cells(found, axis, 2021, None, None) == expected(axis, "合計")
    for kind, label in (("new", "新規相談"), ("case", "ケース対応")):
        for code, name in {**DISTRICTS, None: "合計"}.items():
            months = [found["kind", 2021, code, month][kind] for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]
            assert months == expected_months(label, name)
    assert sum(map(len, found.values())) == plan.created == batch.summary["created"]


def test_the_one_place_that_does_not_close_is_flagged_and_kept(mitaka):
    plan, batch = load(report())
    assert batch.summary["warnings"][-1:] == plan.open_totals == [OPEN]
    assert stored()["topic", 2020, "osawa", None][None] == 1080


@pytest.mark.parametrize(("printed", "slip", "check"), [
    ("307", "308", {"axis": "相談者", "district": "連雀", "sum": 1014, "total": 1013}),
    ("307", "308", {"axis": "相談者", "district": "全体", "category": "市民（本人）", "check": "districts", "sum": 760, "total": 759}),
    ("128", "127", {"axis": "対応実績", "district": "大沢", "category": "ケース対応", "check": "months", "sum": 955, "total": 956}),
    ("220", "221", {"axis": "対応実績", "district": "全体", "category": "ケース対応", "check": "districts", "month": 9, "total": 221}),
])
def test_a_slip_of_the_print_is_found_in_rows_columns_and_months(mitaka, printed, slip, check):
    lines = [[slip if cell == printed else cell for cell in line] for line in report()]
    plan, _ = load(lines)
    assert any(check.items() <= found.items() for found in plan.open_totals)


def test_two_tables_that_print_a_figure_differently(mitaka):
    lines = [["95" if cell == "94" else cell for cell in line] for line in report()]  # of the monthly table
    plan, _ = load(lines)
    assert stored()["kind", 2021, "osawa", None]["new"] == 94
    assert {"check": "repeated", "category": "新規相談", "sum": 95, "total": 94}.items() <= plan.open_totals[-1].items()


def test_notes_below_a_table_stay_with_their_figures(mitaka):
    plan, _ = load(report())
    notes = set(PublishedFigure.objects.exclude(note="").values_list("category__code", "district__code", "value", "note"))
    assert {(code, district, value) for code, district, value, _ in notes} == {("meal", "osawa", 80), ("training", "osawa", 45)}
    assert [each.value[:2] for each in plan.reading.warnings] == ["※2", "※3"]


def test_the_same_file_again_adds_nothing_and_a_changed_cell_shows_its_difference(mitaka):
    load(report())
    plan, batch = load(report())
    assert batch is None and plan.created == plan.updated == 0
    plan, batch = load([["452（205）" if cell == "452（204）" else cell for cell in line] for line in report()])
    assert counts(plan)[:2] == (0, 1)
    assert {"fiscal_year": 2020, "district": "大沢", "category": "市民（本人）", "before": 204, "after": 205}.items() <= plan.changes[0].items()


def test_the_whole_import_comes_back(mitaka):
    load(report())
    before = stored()
    _, batch = load([["452（205）" if cell == "452（204）" else cell for cell in line] for line in report()])
    undo_import(batch=batch)
    assert stored() == before
    undo_import(batch=ImportBatch.objects.get(state="committed"))
    assert not PublishedFigure.objects.exists()


def test_a_table_a_sheet_in_any_order(mitaka):
    load(report())
    before = stored()
    undo_import(batch=ImportBatch.objects.get())
    lines, tables = report()[3:], [[]]
    for line in lines:
        if line and str(line[0]).startswith(("（", "①", "②")):
            tables.append([["令和3年度"]])
        tables[-1].append(line)
    random.Random(3).shuffle(tables)  # noqa: S311 (an order, no secret)
    content = as_xlsx(**{f"表{place}": table for place, table in enumerate(tables)})
    import_file(source=Source(ImportBatch.Subject.FIGURES, "report.xlsx", content))
    assert stored() == before


def test_as_cp932_in_full_width(mitaka):
    widened = [[cell.translate({ord("0") + n: ord("０") + n for n in range(10)}) for cell in line] for line in report()]
    import_file(source=Source(ImportBatch.Subject.FIGURES, "report.csv", as_csv(widened, "cp932")))
    assert cells(stored(), "topic", 2020, "osawa", None) == expected("topic", "大沢（前年度）")

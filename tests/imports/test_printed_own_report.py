"""The workbook of our own report is read as published figures, and the report of those is the same."""
import datetime

import pytest

from cases.models import Axis, Contact, ContactCategory, ImportBatch, PublishedFigure
from cases.services.imports import Source, import_file
from reports.layout import build
from reports.outputs import FORMATS
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports.factories import CONTEXT
from tests.reports.readers import of_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(small, coordinator):
    """A year with two districts, and one contact of the year before, of an item that is no more."""
    for day in range(1, 6):
        log_contact(small, coordinator, "kind:new", "target:elderly", "topic:meal", "topic:health", date=datetime.date(2021, 4, day))
    log_contact(small, coordinator, "kind:case", "target:child", "topic:housing", date=datetime.date(2022, 3, 1), district="renjaku")
    log_contact(small, coordinator, "kind:outreach", "topic:pr", date=datetime.date(2021, 3, 1))


def out_and_in():
    """The report, its workbook read in its place, and what the import said."""
    report = build(scope_of(2021))
    content = FORMATS["xlsx"].write(report, CONTEXT)
    ContactCategory.objects.all().delete()
    Contact.everything.all().delete()
    plan, batch = import_file(source=Source(ImportBatch.Subject.FIGURES, "report.xlsx", content))
    assert batch and PublishedFigure.objects.filter(fiscal_year=2021).exists()
    return report, plan


def test_out_and_in_again(logged):
    report, plan = out_and_in()
    assert plan.open_totals == [{"fiscal_year": 2020, "district": "大沢", "axis": "相談内容", "month": None,
                                 "sum": 0, "total": 1, "difference": 1}]  # 事業PR, which the table no longer lists
    assert of_report(build(scope_of(2021))) == of_report(report)


@pytest.mark.parametrize(("prior_as", "across"), [("difference", "columns"), ("rate", "rows"), ("ratio", "columns")])
def test_changes_are_passed_over_and_trends_are_read_as_years(logged, prior_as, across):
    Axis.objects.update(prior_as=prior_as, trend_years=3, trend_across=across)
    report, _ = out_and_in()
    counts = [[([*row.counts], row.total) for row in (*grid.rows, grid.total)] for grid in (report.table("topic"), build(scope_of(2021)).table("topic"))]
    assert counts[0] == counts[1]
    assert PublishedFigure.objects.get(fiscal_year=2020, axis__code="topic", district=None, category__code="pr").value == 1

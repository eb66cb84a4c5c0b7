"""The workbook of our own report is read as published figures, and the report of those is the same."""
import datetime

import pytest

from cases.models import Contact, ContactCategory, ImportBatch, PublishedFigure
from cases.services.imports import Source, import_file
from reports.layout import build
from reports.outputs import FORMATS
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports.factories import CONTEXT
from tests.reports.readers import of_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["xlsx"])
def test_out_and_in_again(small, coordinator, name):
    for day in range(1, 6):
        log_contact(small, coordinator, "kind:new", "target:elderly", "topic:meal", "topic:health", date=datetime.date(2021, 4, day))
    log_contact(small, coordinator, "kind:case", "target:child", "topic:housing", date=datetime.date(2022, 3, 1), district="renjaku")
    log_contact(small, coordinator, "kind:outreach", "topic:pr", date=datetime.date(2021, 3, 1))
    report = build(scope_of(2021))
    content = FORMATS[name].write(report, CONTEXT)
    ContactCategory.objects.all().delete()
    Contact.everything.all().delete()
    plan, batch = import_file(source=Source(ImportBatch.Subject.FIGURES, f"report.{name}", content))
    assert batch and plan.open_totals == [{"fiscal_year": 2020, "district": "大沢", "axis": "相談内容", "month": None,
                                           "sum": 0, "total": 1, "difference": 1}]  # 事業PR, which the table no longer lists
    assert PublishedFigure.objects.filter(fiscal_year=2021).exists()
    assert of_report(build(scope_of(2021))) == of_report(report)

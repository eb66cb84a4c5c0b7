"""A published figure below 0 is printed with △ wherever it stands, never with a hyphen; data keep the number."""
import io
import json

import openpyxl
import pytest
from django.urls import reverse

from reports.layout import build
from reports.outputs import FORMATS
from reports.scope import scope_of
from tests.reports.factories import CONTEXT


@pytest.fixture
def negative(publish):
    publish(("osawa", "kind", "new", -1234), ("osawa", "kind", "", 50))
    publish(("osawa", "kind", "new", -1235), year=2020)


def test_files_print_a_triangle_and_data_the_number(negative):
    report = build(scope_of(2021))
    page = FORMATS["html"].write(report, CONTEXT).decode()
    assert "△1,234" in page and "（△1,235）" in page and "-1,23" not in page
    assert "-1234" in FORMATS["csv"].write(report, CONTEXT).decode("utf-8-sig")
    assert json.loads(FORMATS["json"].write(report, CONTEXT))["tables"][0]["rows"][0]["cells"]["osawa"]["count"] == -1234
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(report, CONTEXT)))["対応実績内訳"]
    formats = {cell.value: cell.number_format for row in sheet.iter_rows() for cell in row if cell.value in (-1234, -1235)}
    assert "△" in formats[-1234] and "（△" in formats[-1235]


@pytest.mark.parametrize("address", ["report_detail", "reconciliation", "published_detail"])
def test_pages_print_a_triangle(negative, as_user, admin, address):
    page = as_user(admin).get(reverse(address, args=[2021])).content.decode()
    assert "△1,234" in page and "-1,234" not in page

"""Every output shows the same figures, cell by cell."""
import json

import pytest

from reports.outputs import FORMATS
from tests.reports import readers
from tests.reports.factories import CONTEXT, make_report


@pytest.fixture(scope="module")
def report():
    return make_report()


def written(report, name):
    return FORMATS[name].write(report, CONTEXT)


def assert_agrees(found, report):
    """All figures are those of the report, and what an output says beside them is "not available"."""
    assert {**dict.fromkeys(found), **readers.of_report(report)} == found


def test_the_readers_read_what_was_put_in(report):
    expected = readers.of_report(report)
    assert expected["相談内容内訳", "食事", "大沢（前年度）"] == "※1"
    assert expected["相談内容内訳", "合計", "大沢（前年度）"] == 1080
    assert expected["相談内容内訳", "生涯学習・スポーツ", "大沢（前年度）"] == 0
    assert expected["新規相談件数", "連雀", "3月"] is None
    assert len(expected) == 3 * 4 + 7 * 5 + 3 * 13


def test_json(report):
    assert_agrees(readers.of_json(written(report, "json")), report)


def test_csv(report):
    found = readers.of_long_form(readers.csv_rows(written(report, "csv")))
    assert {**dict.fromkeys(found), **readers.of_report(report), **readers.of_last_sums(report)} == found


def test_the_long_form_of_the_workbook_is_the_csv(report):
    assert readers.xlsx_rows(written(report, "xlsx")) == readers.csv_rows(written(report, "csv"))


def test_xlsx_as_printed(report):
    assert readers.of_xlsx(written(report, "xlsx")) == readers.of_report(report)


def test_html(report):
    assert readers.of_html(written(report, "html")) == readers.of_report(report)


def test_pdf(report, pdf_bytes):
    text = readers.pdf_text(pdf_bytes(report))
    for rows in readers.Tables(written(report, "html").decode()).tables.values():
        assert "".join("".join(map("".join, rows)).split()) in text


@pytest.mark.parametrize("name", ["json", "csv", "html", "pdf"])
def test_every_note_is_there_with_its_mark(report, name, request):
    content = request.getfixturevalue("pdf_bytes")(report) if name == "pdf" else written(report, name)
    text = readers.pdf_text(content) if name == "pdf" else content.decode()
    for note in report.table("topic").notes:
        assert note.text in text and note.mark in text


def test_notes_in_full_stand_beside_the_figures_of_the_csv(report):
    notes = {(row["分類"], row["地区"]): row["注記"] for row in readers.csv_rows(written(report, "csv"))
             if row["表"] == "相談内容内訳"}
    assert notes["食事", "大沢"] == "※1 「食事」は令和3年度から新たに設けた項目のため、前年度の実績はありません。"
    assert notes["合計", "大沢"].startswith("※2 令和2年度は「家族・親族」の項目")
    assert notes["食事", "連雀"] == notes["合計", "連雀"] == ""
    assert notes["ひきこもり", "大沢"] == "再掲（合計に含みません）"


def test_json_has_the_promised_shape(report):
    document = json.loads(written(report, "json"))
    assert list(document) == ["fiscal_year", "label", "edition", "districts", "tables", "monthly"]
    table = document["tables"][1]
    assert list(table) == ["axis", "title", "unit", "rows", "total", "notes", "rule", "counts"]
    assert table["rows"][2] == {
        "code": "meal", "label": "食事", "parent": None, "recount": False,
        "cells": {"osawa": {"count": 80, "prior": None, "prior_mark": "※1"},
                  "renjaku": {"count": 26, "prior": None, "prior_mark": None}},
        "total": 106, "prior_total": None, "percent": "4.9"}
    assert list(table["rows"][2]) == ["code", "label", "parent", "recount", "cells", "total", "prior_total", "percent"]
    assert list(table["total"]) == ["cells", "total", "prior_total", "percent"]
    assert document["monthly"][0]["months"] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert list(document["monthly"][0]) == ["kind", "label", "unit", "months", "rows", "total"]

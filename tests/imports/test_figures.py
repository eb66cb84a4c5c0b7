"""Published figures are kept as printed: nothing recomputed, missing is not zero, open totals are flagged."""
import pytest

from cases.models import ImportBatch, PublishedFigure
from cases.services.imports import Source, import_file

from .record_files import FIGURE_HEADINGS, as_csv, counts, load_figures, reasons

pytestmark = pytest.mark.django_db


def topic(label: str, count: str, year="令和2年度", month="") -> tuple:
    return (year, "大沢", "相談内容", label, month, count)


ROWS = [topic("健康・医療・介護", "900"), topic("housing", "４６"), topic("合計", "1,080")]


def values() -> dict:
    return {each.category.label if each.category else "合計": each.value
            for each in PublishedFigure.objects.select_related("category")}


def test_a_total_that_does_not_close_is_kept_and_flagged(small):
    plan, batch = load_figures(*ROWS)
    assert values() == {"健康・医療・介護": 900, "住まい・道路": 46, "合計": 1080}
    assert batch.summary["warnings"] == [{"fiscal_year": 2020, "district": "大沢", "axis": "相談内容", "month": None,
                                          "sum": 946, "total": 1080, "difference": 134}]


def test_it_closes_when_the_retired_row_is_there(small):
    load_figures(*ROWS)
    plan, _ = load_figures(topic("事業PR", "134"))
    assert plan.open_totals == []
    assert load_figures(*ROWS, topic("事業PR", "134"))[0].open_totals == []


@pytest.mark.parametrize(("written", "stored"), [("※", None), ("", None), ("－", None), ("…", None), ("0", 0), ("△3", -3),
                                                 ("１，０８０", 1080)])
def test_not_available_is_not_zero(small, written, stored):
    load_figures(topic("健康・医療・介護", written))
    assert PublishedFigure.objects.get().value == stored


@pytest.mark.parametrize("written", ["-3", "△3", "▲１，０８０"])
def test_a_count_below_0_is_kept_and_told(small, written):
    plan, batch = load_figures(topic("健康・医療・介護", written), topic("住まい・道路", "4"))
    (told,) = plan.reading.warnings
    assert batch and (told.row, told.column, told.value) == (2, "件数", written) and "0より小さい" in told.reason


def test_the_same_file_twice_changes_nothing(small):
    load_figures(*ROWS)
    plan, batch = load_figures(*ROWS)
    assert batch is None and counts(plan) == (0, 0, 3, 0)


def test_a_changed_value_is_an_update_before_and_after(small):
    load_figures(*ROWS)
    plan, batch = load_figures(topic("住まい・道路", "47"))
    assert counts(plan) == (0, 1, 0, 0)
    assert [(each["category"], each["before"], each["after"]) for each in batch.summary["changes"]] == [
        ("住まい・道路", 46, 47)]
    assert values()["住まい・道路"] == 47


def test_districts_whole_and_months(small):
    load_figures(("2021", "renjaku", "kind", "新規相談", "4月", "3"), ("R3", "全体", "対応実績", "new", "", "5"))
    found = PublishedFigure.objects.order_by("value").values_list("district__code", "month", "value")
    assert list(found) == [("renjaku", 4, 3), (None, None, 5)]


@pytest.mark.parametrize(("line", "column"), [
    (topic("食事", "1"), "分類"),  # introduced in R3
    (topic("事業PR", "1", "令和3年度"), "分類"),  # retired after R2
    (topic("なし", "1"), "分類"),
    (("R2", "連雀", "相談内容", "合計", "", "1"), "地区"),  # begins in R3
    (("R2", "井の頭", "相談内容", "合計", "", "1"), "地区"),
    (("R2", "", "相談内容", "合計", "", "1"), "地区"),
    (("R2", "大沢", "相談", "合計", "", "1"), "軸"),
    (("二年", "大沢", "相談内容", "合計", "", "1"), "年度"),
    (("R2", "大沢", "相談内容", "合計", "13", "1"), "月"),
    (("R2", "大沢", "相談内容", "合計", "", "約30"), "件数"),
    (("R2", "大沢", "相談内容", "合計", "", "99999999999"), "件数"),
])
def test_an_error_row_stops_everything(small, line, column):
    plan, batch = load_figures(*ROWS, line)
    assert batch is None and not PublishedFigure.objects.exists()
    assert [(each.row, each.column) for each in plan.reading.errors] == [(5, column)]


def test_the_same_cell_twice_in_a_file(small):
    plan, _ = load_figures(*ROWS, topic("housing", "46"))
    assert reasons(plan) == [(5, "分類", "住まい・道路")]


def test_an_unknown_heading(small):
    content = as_csv([[*FIGURE_HEADINGS, "備考"], [*ROWS[0], "", "メモ"]])
    plan, batch = import_file(source=Source(ImportBatch.Subject.FIGURES, "f.csv", content))
    assert batch is None and reasons(plan) == [(1, "備考", "")]

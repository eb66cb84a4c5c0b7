"""The pages of published figures: as printed, with notes, and the sums that do not close."""
import pytest

from cases.models import PublishedFigure
from reports.published import published_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(small):
    def store(district, axis, category, value, month=None, note=""):
        PublishedFigure.objects.create(
            fiscal_year=2021, district=small.districts.get(district), axis=small.axes[axis], month=month,
            category=small.categories.get(f"{axis}:{category}"), value=value, note=note)
    store("osawa", "topic", "meal", 80, note="※1 新設した項目")
    store("osawa", "topic", "health", 446)
    store("osawa", "topic", "", 527)
    store("", "topic", "health", 446)
    store("osawa", "kind", "new", 12, 4)
    store("osawa", "kind", "new", 94)


def test_tables_in_print_order_with_notes(figures):
    year = published_year(2021)
    assert [table.title for table in year.tables] == ["対応実績", "対応実績（大沢・月別）", "相談内容"]
    topics = year.tables[-1]
    assert topics.headings == ("大沢", "全体") and [row.label for row in topics.rows] == ["健康・医療・介護", "食事", "合計"]
    assert [cell.figure and cell.figure.value for cell in topics.rows[1].cells] == [80, None]
    assert topics.notes == ("食事（大沢）：※1 新設した項目",)


def test_sums_that_do_not_close_are_marked(figures):
    year = published_year(2021)
    assert [(each["axis"], each.get("check"), each["difference"]) for each in year.open_sums] == [
        ("相談内容", None, 1), ("対応実績", "months", 82)]
    assert [cell.is_open for row in year.tables[-1].rows for cell in row.cells] == [False] * 4 + [True, False]


def test_the_pages(figures, as_user, supervisor, django_assert_max_num_queries):
    site = as_user(supervisor)
    assert "令和3年度" in site.get("/reports/published/").content.decode()
    with django_assert_max_num_queries(20):
        page = site.get("/reports/2021/published/").content.decode()
    assert page.count("不一致") == 2 and "※1 新設した項目" in page and "各月の合計" in page
    assert "公表値はありません" in site.get("/reports/2015/published/").content.decode()

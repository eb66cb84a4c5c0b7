"""A table that is new as a whole says so once; a new row's mark stands in its 合計 too; a trend tells other names."""
import datetime

import pytest

from cases.models import Axis, Category
from cases.services.codebook_earlier import keep_name
from reports.grid import row_title
from reports.layout import build
from reports.outputs import FORMATS
from reports.scope import scope_of
from reports.trends import TrendChoice, build_trend
from tests.factories import log_contact

from . import readers
from .factories import CONTEXT

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def compared(small, coordinator):
    """Both years have contacts in 大沢, 令和3年度 in 連雀 too."""
    for year in (2020, 2021):
        log_contact(small, coordinator, "topic:health", date=datetime.date(year, 5, 1))
    return small


@pytest.fixture
def new_axis(compared):
    axis = Axis.objects.create(code="time", name="時間帯", answer="multiple", first_year=2021, order=90)
    Category.objects.bulk_create(Category(axis=axis, code=code, label=code) for code in ("day", "night"))
    return axis


def trend(axis, **more):
    return build_trend(scope_of(2021), TrendChoice(axis, 2, **more)).trends[0]


def test_a_new_axis_has_one_note_at_its_table(new_axis):
    grid = build(scope_of(2021)).table("time")
    assert [(each.mark, each.text) for each in grid.notes] == [("※", "「時間帯」は令和3年度から新たに設けた項目のため、前年度の実績はありません。")]
    assert grid.mark == "※"


def test_a_new_axis_has_one_note_in_its_trend(new_axis):
    grid = trend("time")
    assert len([each for each in grid.notes if "新たに設けた" in each.text]) == 1
    assert not any(any(row.marks) for row in grid.rows)


def test_the_first_year_of_all_explains_nothing(small):
    assert not build(scope_of(2021)).table("topic").notes


def test_a_new_row_is_marked_in_the_total_like_in_the_districts(compared):
    row = next(each for each in build(scope_of(2021)).table("topic").rows if each.code == "meal")
    assert row.cells["osawa"].prior_mark == row.sums.prior_mark == row.mark != ""


def test_another_name_is_told_in_a_trend_that_spans_both(compared):
    health, topic = Category.objects.get(code="health"), Axis.objects.get(code="topic")
    keep_name(health, "健康", 2021)
    keep_name(topic, "相談の内容", 2021)
    Category.objects.filter(pk=health.pk).update(label="健康")
    Axis.objects.filter(pk=topic.pk).update(name="相談の内容")
    grid = trend("topic")
    texts = {each.mark: each.text for each in grid.notes}
    assert "名称でした" in texts[next(row for row in grid.rows if row.code == "health").marks[1]]
    assert any(texts[f"※{each}"] == "「相談の内容」は、令和2年度まで「相談内容」という名称でした。" for each in grid.years[1].mark.split("※")[1:])


@pytest.mark.parametrize(("label", "recount", "title"), [
    ("85歳以上（再掲）", True, "85歳以上（再掲）"), ("（再掲）85歳以上", True, "（再掲）85歳以上"), ("85歳以上", True, "85歳以上（再掲）"), ("食事", False, "食事")])
def test_recount_is_said_once(label, recount, title):
    assert row_title(label, recount) == title


def test_every_output_says_recount_once(compared):
    Category.objects.filter(code="meal").update(label="食事（再掲）", recount=True)
    report = build(scope_of(2021))
    text = FORMATS["html"].write(report, CONTEXT).decode() + str(readers.xlsx_rows(FORMATS["xlsx"].write(report, CONTEXT)))
    assert text.count("食事（再掲）") >= 2 and "（再掲）（再掲）" not in text

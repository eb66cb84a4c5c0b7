"""What was called or rounded otherwise last year is said under the table."""
import datetime

import pytest

from cases.models import Axis, Category, EarlierRule
from cases.services.codebook_earlier import keep_name
from reports.layout import build
from reports.scope import scope_of
from tests.factories import log_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def compared(small, coordinator):
    """Both years have contacts."""
    for year in (2020, 2021):
        log_contact(small, coordinator, "topic:health", date=datetime.date(year, 5, 1))


def notes():
    return [each.text for each in build(scope_of(2021)).table("topic").notes]


def test_another_name_of_a_row_and_of_the_table(compared):
    health, topic = Category.objects.get(code="health"), Axis.objects.get(code="topic")
    keep_name(health, "健康", 2021)
    keep_name(topic, "相談の内容", 2021)
    Category.objects.filter(pk=health.pk).update(label="健康")
    Axis.objects.filter(pk=topic.pk).update(name="相談の内容")
    assert "「健康」は、令和2年度まで「健康・医療・介護」という名称でした。" in notes()
    assert "「相談の内容」は、令和2年度まで「相談内容」という名称でした。" in notes()
    assert build(scope_of(2021)).table("topic").rows[0].marks.label


def test_another_rounding(compared):
    fields = {name: getattr(Axis.objects.get(code="topic"), name) for name in Axis.RULES} | {"rounding": "plain", "percent_base": "mentions"}
    EarlierRule.objects.create(axis=Axis.objects.get(code="topic"), last_year=2020, **fields)
    Axis.objects.filter(code="topic").update(rounding="sum100", percent_base="mentions")
    assert "割合の端数の扱いを令和3年度から「四捨五入」から「合計100」に変えました。" in notes()

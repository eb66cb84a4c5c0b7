"""Two districts of one name are told apart on the pages of work with groups, of what is due, and of what the report needs."""
import datetime

import pytest
from django.utils import timezone

from cases.models import Activity, ActivityKind, District, Household, PublishedFigure, Resource, Town
from reports.chapters import chapters_of
from tests.factories import log_contact, make_user

pytestmark = pytest.mark.either
OLD, NEW = "大沢（令和3年度まで）", "大沢（令和4年度から）"
TODAY = timezone.localdate()


@pytest.fixture
def two(small, coordinator):
    """大沢 ended with 令和3年度, another 大沢 began; a supervisor has both. Entries and contacts of both ask for something today."""
    District.objects.filter(code="osawa").update(ends_on=datetime.date(2022, 3, 31))
    small.districts["new"] = District.objects.create(code="new", name="大沢", starts_on=datetime.date(2022, 4, 1), order=5)
    small.user = make_user("supervisor", "both", small.districts["osawa"], small.districts["new"])
    kind, _ = ActivityKind.objects.get_or_create(code="meeting", defaults={"name": "会議体", "chapter": "meetings"})
    small.resource = Resource.objects.create(code="R-9", name="見本の会")
    for code in ("osawa", "new"):
        log_contact(small, small.user, date=datetime.date(2021, 6, 1), district=code, next_action_on=TODAY)
        Activity.objects.create(date=datetime.date(2021, 6, 1), kind=kind, district=small.districts[code], title="見本の会議", resource=small.resource, next_on=TODAY)
    Household.objects.create(number="S-1", name="見本", district=small.districts["osawa"], address="見本市大沢1丁目")
    Town.objects.create(district=small.districts["new"], name="大沢1丁目")
    return small


@pytest.mark.parametrize("page", ["/activities/", "/", "/weekly/", "/resources/{resource}/", "/households/unplaced/", "/reports/2021/register/", "/reports/2021/readiness/"])
def test_pages_that_show_both_tell_them_apart(two, as_user, page):
    text = as_user(two.user).get(page.format(resource=two.resource.pk)).content.decode()
    assert OLD in text and NEW in text


def test_the_pack_of_a_handover_does(two, as_user):
    text = as_user(two.user).post("/handover/", {"contacts": "3", "purpose": "異動の引き継ぎ", "coordinator": two.user.pk}).content.decode()
    assert OLD in text and NEW in text


def test_the_chapters_keep_what_was_done_in_each(two):
    entries = Activity.objects.select_related("kind", "district", "resource")
    places = {place for chapter in chapters_of(entries) for place in chapter.places}
    assert places == {OLD, NEW}


def test_published_tables_do(two, as_user):
    for code in ("osawa", "new"):
        PublishedFigure.objects.create(fiscal_year=2021, axis=two.axes["topic"], district=two.districts[code], value=3)
    text = as_user(two.user).get("/reports/2021/published/").content.decode()
    assert OLD in text and NEW in text

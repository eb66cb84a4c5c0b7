"""Addresses in no district are listed and nothing is guessed."""
import datetime

import pytest

from cases.addresses import TownFinder
from cases.models import Household, Protection
from cases.services.districts import save_district
from cases.towns import parse_towns

TOWNS = parse_towns("大沢1〜6丁目、上連雀6〜9丁目、本町、新川1・4〜6丁目、北1〜12丁目")


@pytest.mark.parametrize(("address", "town"), [
    ("大沢1-2-3", "大沢1丁目"), ("東京都三鷹市大沢一丁目2番", "大沢1丁目"), ("三鷹市大沢６丁目", "大沢6丁目"), ("大沢7-1", None), ("大沢", None),
    ("上連雀6丁目（架空の番地）", "上連雀6丁目"), ("下連雀6-1", None), ("連雀6-1", None), ("上 連 雀 ９−１", "上連雀9丁目"), ("本町9-9", "本町"),
    ("新川2-1", None), ("新川4の1", "新川4丁目"), ("北十一丁目3", "北11丁目"), ("北12-1", "北12丁目"), ("東北1-1", None), ("", None),
    ("大沢123", None)])
def test_the_town_of_an_address(address, town):
    assert TownFinder(TOWNS).town_of(address) == town


@pytest.fixture
def towns(small):
    for code, text in (("osawa", "大沢1〜6丁目"), ("renjaku", "上連雀6〜9丁目")):
        save_district(district=small.districts[code], towns=parse_towns(text), by=None)


@pytest.fixture
def household(small, supervisor):
    def make(address, district="osawa", **fields):
        return Household.objects.create(number=f"S-{Household.objects.count():03}", address=address,
                                        district=small.districts.get(district), created_by=supervisor, **fields)
    return make


def listed(client):
    found = client.get("/households/unplaced/").context["page"]
    return {line.household.address: (line.proposed and line.proposed.name) for line in found}


def test_what_is_listed(as_user, supervisor, towns, household):
    for address, district in (("大沢1-1", "osawa"), ("大沢9-1", "osawa"), ("上連雀6-1", "osawa"), ("", "osawa"), ("", None)):
        household(address, district)
    household("大沢2-2", None)
    household("よその市1-1", None)
    household("となりの市", None, is_outside=True)
    assert listed(as_user(supervisor)) == {"大沢9-1": None, "上連雀6-1": "連雀", "大沢2-2": "大沢", "よその市1-1": None}


def test_a_district_that_has_ended_is_no_place_to_live(as_user, small, supervisor, towns, household):
    household("大沢1-1")
    small.districts["osawa"].ends_on = datetime.date(2022, 3, 31)
    small.districts["osawa"].save()
    assert listed(as_user(supervisor)) == {"大沢1-1": None}


def test_where_a_protected_household_lives_is_not_told(as_user, supervisor, towns, household):
    home = household("大沢9-1")
    Protection.objects.create(household=home, reason="見本の理由", from_text="見本", starts_on="2021-04-01", set_by=supervisor)
    response = as_user(supervisor).get("/households/unplaced/")
    assert "大沢9-1" not in response.content.decode() and "支援措置のある世帯 1世帯" in response.content.decode()


def test_only_what_is_in_sight(as_user, other_coordinator, towns, household):
    household("大沢9-1")
    assert listed(as_user(other_coordinator)) == {}


@pytest.mark.parametrize("more", [1, 5])
def test_the_page_takes_the_same_statements_however_many(as_user, supervisor, towns, household, more, django_assert_num_queries):
    for _ in range(more):
        household("大沢9-1")
    client = as_user(supervisor)
    with django_assert_num_queries(9):
        client.get("/households/unplaced/")


def test_whoever_works_nowhere_is_told_that_nothing_was_looked_at(as_user, admin, towns, household):
    page = as_user(admin).get("/households/unplaced/").content.decode()
    assert "担当地区がないため、確かめられません" in page and "確かめる世帯はありません" not in page

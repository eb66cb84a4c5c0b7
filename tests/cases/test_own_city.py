"""An address with the name of the council's own city and one without it are one; a place whose own name has a 市 in it is no city."""
import pytest

from cases.blocks import without_city
from cases.likenesses import fold_address
from cases.models import Council, Household
from cases.text import fold

pytestmark = pytest.mark.either


@pytest.mark.parametrize(("name", "city"), [
    ("三鷹市社会福祉協議会", "三鷹市"), ("社会福祉法人 三鷹市社会福祉協議会", "三鷹市"), ("社会福祉法人三鷹市社会福祉協議会", "三鷹市"), ("見本崎町社会福祉協議会（見本データ）", "見本崎町"),
    ("四日市市社会福祉協議会", "四日市市"), ("大田区社会福祉協議会", "大田区"), ("社会福祉協議会", ""), ("三鷹社協", ""),
])
def test_the_name_of_the_council_tells_its_city(name, city):
    assert Council(name=name).city == city


@pytest.mark.parametrize("typed", ["大沢3-5-12", "三鷹市大沢3-5-12", "東京都三鷹市大沢３丁目５番１２号", "東京都 三鷹市 大沢三丁目五番十二号"])
@pytest.mark.parametrize("city", ["三鷹市", ""])
def test_with_it_and_without_it_an_address_is_the_same(typed, city):
    assert fold_address(typed, city) == "大沢3-5-12"


@pytest.mark.parametrize(("typed", "city", "left"), [
    ("西多摩郡見本崎町1丁目2-3", "見本崎町", "西多摩郡見本崎町1-2-3"), ("西多摩郡見本崎町北1-2", "見本崎町", "北1-2"), ("見本崎町北1-2", "見本崎町", "北1-2"),
    ("調布市大沢3-5-12", "三鷹市", "調布市大沢3-5-12"), ("東京都調布市大沢3-5-12", "三鷹市", "調布市大沢3-5-12"), ("八日市1-2-3", "三鷹市", "八日市1-2-3"),
    ("八日市1-2-3", "", "八日市1-2-3"), ("古市場2-3-4", "", "古市場2-3-4"), ("見本町1-2-3", "", "見本町1-2-3"), ("三鷹市1-2-3", "三鷹市", "三鷹市1-2-3"),
    ("三鷹市三丁目2-3", "三鷹市", "三鷹市3-2-3"), ("一宮市三条1-2-3", "", "三条1-2-3"), ("三鷹市一色町1-2", "三鷹市", "一色町1-2"), ("三鷹市古市場2-3-4", "三鷹市", "古市場2-3-4"),
    ("神奈川県横浜市中区1-2-3", "三鷹市", "横浜市中区1-2-3"), ("県1-2-3", "", "県1-2-3"),
])
def test_only_what_everybody_leaves_out_is_left_out(typed, city, left):
    assert fold_address(typed, city) == left


def test_nothing_is_left_out_of_no_address():
    assert without_city("", fold("三鷹市")) == without_city(fold("三鷹市"), fold("三鷹市")).replace(fold("三鷹市"), "") == ""


def test_a_household_that_is_typed_with_the_city_is_found_without_it_and_in_the_list(as_user, small, coordinator):
    Council.objects.update(name="三鷹市社会福祉協議会")
    for number, address in (("S-1", "大沢3丁目5番12号"), ("S-2", "東京都三鷹市大沢3-5-12")):
        Household.objects.create(number=number, address=address, district=small.districts["osawa"])
    client = as_user(coordinator)
    found = client.post("/households/similar/", {"number": "S-9", "address": "三鷹市大沢３－５－１２"}).content.decode()
    assert "S-1" in found and "S-2" in found and "住所が同じ" in found
    page = client.get("/households/duplicates/").content.decode()
    assert "S-1" in page and "S-2" in page and "住所が同じ" in page

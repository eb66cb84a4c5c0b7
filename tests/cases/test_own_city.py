"""An address with the name of the council's own city and one without it are one; a place whose own name has a 市 in it is no city."""
import pytest

from cases.blocks import without_city
from cases.likenesses import fold_address
from cases.models import Case, Council, Household
from cases.searching import search_words
from cases.text import fold
from tests.factories import log_contact

pytestmark = pytest.mark.either


@pytest.mark.parametrize(("name", "city"), [
    ("三鷹市社会福祉協議会", "三鷹市"), ("社会福祉法人 三鷹市社会福祉協議会", "三鷹市"), ("社会福祉法人三鷹市社会福祉協議会", "三鷹市"), ("見本崎町社会福祉協議会（見本データ）", "見本崎町"),
    ("四日市市社会福祉協議会", "四日市市"), ("大田区社会福祉協議会", "大田区"), ("社会福祉協議会", ""), ("三鷹社協", ""),
])
def test_the_name_of_the_council_tells_its_city(name, city):
    assert Council(name=name).city == city


@pytest.mark.parametrize("typed", ["大沢3-5-12", "三鷹市大沢3-5-12", "東京都三鷹市大沢３丁目５番１２号", "東京都 三鷹市 大沢三丁目五番十二号",
                                   "〒181-0015 三鷹市大沢3-5-12", "181-0015東京都三鷹市大沢3-5-12", "〒1810015大沢3-5-12"])
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


@pytest.mark.parametrize("typed", ["大沢3-5-12", "三鷹市大沢3-5-12", "三鷹市大沢３丁目５番１２号", "東京都三鷹市大沢三丁目五番", "三鷹市大沢", "三鷹市大沢3丁目"])
@pytest.mark.parametrize("written", ["大沢3-5-12", "三鷹市大沢3丁目5番12号", "東京都三鷹市大沢三丁目五番十二号", "東京都 三鷹市 大沢3-5-12"])
def test_a_search_finds_an_address_with_the_city_and_without_it(as_user, small, coordinator, typed, written):
    Council.objects.update(name="三鷹市社会福祉協議会")
    for number, address in (("S-1", written), ("S-2", "調布市大沢4-5-12"), ("S-3", "井口3-5-12")):
        home = Household.objects.create(number=number, name=number, address=address, district=small.districts["osawa"])
        case = Case.objects.create(number=f"C-{number}", title="見本", household=home, district=small.districts["osawa"], opened_on="2021-04-01")
        log_contact(small, coordinator, case=case, text="訪問")
    client = as_user(coordinator)
    found = [[str(getattr(each, "case", each)) for each in client.post(url, {"q": typed}, follow=True).context["page"]] for url in ("/households/", "/cases/", "/contacts/")]
    assert [len(each) for each in found] == [1, 1, 1] and all("S-1" in one for each in found for one in each)


@pytest.mark.parametrize("typed", ["三鷹市役所", "三鷹市民の会", "東京都立病院", "三鷹市", "三鷹"])
def test_a_word_that_begins_with_the_city_is_no_address_without_it(as_user, small, coordinator, typed):
    """What is found by it is what bears it, and not every 役所."""
    Council.objects.update(name="三鷹市社会福祉協議会")
    for number, name in (("S-1", "市役所の裏、市民の会、病院"), ("S-2", f"{typed}の隣")):
        Household.objects.create(number=number, name=name, address="大沢3-5-12", district=small.districts["osawa"])
    assert [each.number for each in as_user(coordinator).post("/households/", {"q": typed}, follow=True).context["page"]] == ["S-2"]


@pytest.mark.parametrize("typed", ["三鷹市 大沢3-5-12", "東京都 三鷹市 大沢三丁目", "三鷹市　大沢 3-5-12", "S-1 三鷹市 大沢"])
@pytest.mark.parametrize("written", ["大沢3-5-12", "三鷹市大沢3丁目5番12号", "東京都三鷹市大沢三丁目五番十二号"])
def test_it_may_stand_apart(as_user, small, coordinator, typed, written):
    Council.objects.update(name="三鷹市社会福祉協議会")
    for number, address in (("S-1", written), ("S-2", "調布市大沢3-5-12"), ("S-3", "井口3-5-12")):
        home = Household.objects.create(number=number, name=number, address=address, district=small.districts["osawa"])
        Case.objects.create(number=f"C-{number}", title="見本", household=home, district=small.districts["osawa"], opened_on="2021-04-01")
    client = as_user(coordinator)
    found = [[str(each) for each in client.post(url, {"q": typed}, follow=True).context["page"]] for url in ("/households/", "/cases/")]
    assert [len(each) for each in found] == [1, 1] and all("S-1" in one for each in found for one in each)


def test_the_city_and_a_word_that_is_no_address_are_words_of_their_own(as_user, small, coordinator):
    Council.objects.update(name="三鷹市社会福祉協議会")
    for number, address in (("S-1", "三鷹市大沢3-5-12"), ("S-2", "調布市大沢3-5-12"), ("S-3", "三鷹市三鷹市山本")):
        Household.objects.create(number=number, name="山本家", address=address, district=small.districts["osawa"])
    client = as_user(coordinator)
    for typed, found in (("三鷹市 山本", ["S-1", "S-3"]), ("山本 三鷹市", ["S-1", "S-3"]), ("三鷹市 大沢 山本", ["S-1"]), ("三鷹市 佐藤", [])):
        assert [each.number for each in client.post("/households/", {"q": typed}, follow=True).context["page"]] == found


def test_a_town_is_found_by_its_county_too():
    assert search_words("東京都西多摩郡見本崎町北1-2 西多摩郡見本崎町北 東京都 北海道余市町1") == ["見本崎町北1-2", "見本崎町北", "東京都", "余市町1"]


def test_a_household_that_is_typed_with_the_city_is_found_without_it_and_in_the_list(as_user, small, coordinator):
    Council.objects.update(name="三鷹市社会福祉協議会")
    for number, address in (("S-1", "大沢3丁目5番12号"), ("S-2", "東京都三鷹市大沢3-5-12")):
        Household.objects.create(number=number, address=address, district=small.districts["osawa"])
    client = as_user(coordinator)
    found = client.post("/households/similar/", {"number": "S-9", "address": "三鷹市大沢３－５－１２"}).content.decode()
    assert "S-1" in found and "S-2" in found and "住所が同じ" in found
    page = client.get("/households/duplicates/").content.decode()
    assert "S-1" in page and "S-2" in page and "住所が同じ" in page

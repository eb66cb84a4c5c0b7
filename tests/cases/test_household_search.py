"""Finding households: by anything known of them, in any spelling, without a name in the address."""
import pytest

from cases.models import Case, Household, Member

LIST = "/households/"


@pytest.fixture
def households(small):
    osawa = small.districts["osawa"]
    made = [Household.objects.create(number=f"S-{n:04d}", name=name, district=osawa, address=address, phone=phone)
            for n, (name, address, phone) in enumerate(
                [("髙﨑 一郎", "見本町1丁目", "000-0000-1111"), ("渡邉 ハナ", "大沢２丁目", ""), ("", "新町二丁目", "")], start=1)]
    Member.objects.create(household=made[2], family_name="斎藤", given_name="茂", kana="さいとう しげる")
    return made


def found(client, typed):
    response = client.post(LIST, {"q": typed}, follow=True)
    return [household.number for household in response.context["page"]]


@pytest.mark.parametrize(("typed", "number"), [
    ("高崎", "S-0001"), ("髙﨑一郎", "S-0001"), ("渡辺 ハナ", "S-0002"), ("Ｓ－０００３", "S-0003"), ("サイトウ", "S-0003"),
    ("ｻｲﾄｳ", "S-0003"), ("斉藤茂", "S-0003"), ("0000-1111", "S-0001"), ("大沢2丁目", "S-0002"),
    ("00000001111", "S-0001"), ("000-00001111", "S-0001"), ("大沢二丁目", "S-0002"), ("見本町一丁目", "S-0001"), ("新町二", "S-0003"), ("新町2", "S-0003"),
])
def test_one_is_found_in_any_spelling(as_user, coordinator, households, typed, number):
    assert found(as_user(coordinator), typed) == [number]


@pytest.mark.parametrize("written", ["大沢3-5-12 ハイツ201", "大沢３丁目５番１２号", "大沢三丁目五番十二号", "大沢3の5の12", "大沢三丁目5-12"])
@pytest.mark.parametrize("typed", ["大沢3-5", "大沢三丁目五番", "大沢３丁目５番１２号", "大沢3丁目", "三丁目五番", "大沢3丁目5-1"])
def test_an_address_is_found_however_its_numbers_are_written(as_user, coordinator, households, written, typed):
    Household.objects.filter(number="S-0003").update(address=written)
    assert found(as_user(coordinator), typed) == ["S-0003"]


@pytest.mark.parametrize("typed", ["大沢三丁目五番一号", "大沢三丁目五十番", "三番", "五番十二号二〇二", "大沢五番", "大沢二丁目五番"])
def test_another_place_is_not_found(as_user, coordinator, households, typed):
    Household.objects.filter(number="S-0003").update(address="大沢3-5-12 ハイツ201")
    assert found(as_user(coordinator), typed) == []


def test_every_word_must_occur(as_user, coordinator, households):
    assert found(as_user(coordinator), "見本町 ハナ") == []


def test_what_was_typed_does_not_stand_in_the_address(as_user, coordinator, households):
    url = as_user(coordinator).post(LIST, {"q": "髙﨑"}).url
    assert url.startswith("/households/?s=") and "%" not in url


def test_the_search_is_still_there_on_going_back(as_user, coordinator, households):
    client = as_user(coordinator)
    first = client.post(LIST, {"q": "高崎"}).url
    client.post(LIST, {"q": "渡辺"})
    response = client.get(first)
    assert response.context["form"]["q"].value() == "高崎" and len(response.context["page"].object_list) == 1


def test_nothing_found_says_what_to_do(as_user, coordinator, households):
    page = as_user(coordinator).post(LIST, {"q": "いない人"}, follow=True).content.decode()
    assert "条件に合う世帯はありません" in page and "条件を消す" in page


def test_other_districts_are_not_searched(as_user, other_coordinator, households):
    assert found(as_user(other_coordinator), "髙﨑") == []


def test_without_a_district_the_page_says_why_it_is_empty(as_user, small, coordinator, households):
    coordinator.assignments.all().delete()
    assert "担当地区が登録されていません" in as_user(coordinator).get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_queries_however_long_it_is(
        as_user, small, coordinator, count, django_assert_num_queries):
    for n in range(count):
        household = Household.objects.create(number=f"S-1{n:03d}", district=small.districts["osawa"])
        Member.objects.create(household=household, relation="本人")
        Case.objects.create(number=f"C-{n}", title="題名", household=household, opened_on="2021-04-01",
                            district=small.districts["osawa"])
    client = as_user(coordinator)
    with django_assert_num_queries(12):
        client.get(LIST)

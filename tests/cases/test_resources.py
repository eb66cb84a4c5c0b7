"""The directory of local resources: open to everyone, found in any spelling."""
import datetime

import pytest
from django.utils import timezone

from cases.audit.history import _Words
from cases.models import AuditEntry, AuditObject, Leader, Resource, Revision

ENTRY = {"code": "R-0001", "name": "おしゃべりサロン見本", "category": "居場所", "district": "", "since": "H30.4.1"}


def test_a_resource_is_saved_and_listed(as_user, coordinator):
    response = as_user(coordinator).post("/resources/new/", ENTRY, follow=True)
    assert "おしゃべりサロン見本" in response.content.decode()
    assert f"{Resource.objects.get().since}" == "2018-04-01"


def test_a_number_in_use_is_refused(as_user, coordinator):
    Resource.objects.create(code="R-0001", name="先の見本")
    response = as_user(coordinator).post("/resources/new/", ENTRY)
    assert response.status_code == 422 and "この番号は、すでに使われています" in response.content.decode()


def test_a_resource_is_changed(as_user, admin):
    resource = Resource.objects.create(code="R-0001", name="前の名称")
    as_user(admin).post(f"/resources/{resource.pk}/edit/", ENTRY | {"version": 1})
    assert Resource.objects.get().name == "おしゃべりサロン見本"


@pytest.mark.parametrize(("asked", "count"), [
    ({"q": "サロン"}, 1), ({"q": "ｻﾛﾝ"}, 1), ({"q": "診療所"}, 0), ({"category": "居場所"}, 1), ({"category": "行政"}, 2), ({}, 2)])
def test_the_directory_is_searched(as_user, coordinator, asked, count):
    Resource.objects.create(code="R-1", name="見本サロン", category="居場所")
    Resource.objects.create(code="R-2", name="見本町会")
    response = as_user(coordinator).post("/resources/", asked, follow=True)
    assert response.context["page"].paginator.count == count


def test_the_address_carries_no_typed_word(as_user, coordinator):
    Resource.objects.create(code="R-1", name="見本サロン", category="居場所")
    response = as_user(coordinator).post("/resources/", {"q": "salon", "category": "居場所"})
    assert "salon" not in response.url and "s=" in response.url
    assert 'value="salon"' in as_user(coordinator).get(response.url).content.decode()


def test_an_earlier_state_comes_back_into_the_form(as_user, coordinator):
    resource = Resource.objects.create(code="R-1", name="前の名称")
    first = Revision.objects.get(kind="resource", object_id=resource.pk).seq
    Resource.objects.filter(pk=resource.pk).update(name="後の名称")
    client, page = as_user(coordinator), f"/resources/{resource.pk}/edit/"
    assert f"{page}?from={first}" in client.get(f"/resources/{resource.pk}/history/").content.decode()
    assert client.get(f"{page}?from={first}").context["form"].initial["name"] == "前の名称"
    assert client.get(f"{page}?from={first + 10_000}").status_code == 404


def test_who_opened_a_resource_is_among_its_readers(as_user, coordinator):
    resource = Resource.objects.create(code="R-1", name="見本")
    client = as_user(coordinator)
    client.get(f"/resources/{resource.pk}/edit/")
    entry = AuditEntry.objects.first()
    assert entry.action == "read" and AuditObject.objects.filter(seq=entry.seq, kind="resource", listed=False).exists()
    assert "見本 osawa（" in client.get(f"/resources/{resource.pk}/readers/").content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_takes_the_same_queries_however_long_it_is(
        as_user, small, coordinator, count, django_assert_num_queries):
    for n in range(count):
        agency = Resource.objects.create(code=f"R-{n}", name="見本")
        agency.districts.set(small.districts.values())
        Leader.objects.create(resource=agency, name="見本 花子")
    client = as_user(coordinator)
    with django_assert_num_queries(13):
        client.get("/resources/")


@pytest.fixture
def served(small):
    """An agency of both districts, one of 大沢, and one of all the city."""
    made = [Resource.objects.create(code=f"R-{n}", name=f"見本{n}") for n in range(3)]
    made[0].districts.set(small.districts.values())
    made[1].districts.set([small.districts["osawa"]])
    return made


def test_an_agency_serves_two_districts(as_user, coordinator, small):
    client, both = as_user(coordinator), [each.pk for each in small.districts.values()]
    client.post("/resources/new/", ENTRY | {"districts": both})
    agency = Resource.objects.get()
    assert [each.code for each in agency.districts.all()] == ["osawa", "renjaku"]
    assert "大沢、連雀" in client.get(f"/resources/{agency.pk}/").content.decode()
    client.post(f"/resources/{agency.pk}/edit/", ENTRY | {"districts": both[:1], "version": 1})
    assert [each.code for each in agency.districts.all()] == ["osawa"]
    assert "連雀" in client.get(f"/resources/{agency.pk}/history/").content.decode()


@pytest.mark.parametrize(("district", "found"), [("osawa", ["R-0", "R-1"]), ("renjaku", ["R-0"]), ("-", ["R-2"]), ("", ["R-0", "R-1", "R-2"])])
def test_the_list_is_cut_down_by_district_and_counts_an_agency_in_each_of_its_own(as_user, coordinator, served, district, found):
    page = as_user(coordinator).post("/resources/", {"district": district}, follow=True)
    assert [each.code for each in page.context["page"]] == found
    if not district:
        assert page.context["by_district"] == [("大沢", 2), ("連雀", 1), ("市内全域・地区外", 1)]


def test_a_change_of_districts_by_two_people_is_a_conflict_that_shows_both(as_user, coordinator, small, served):
    form = ENTRY | {"code": "R-1", "name": "見本1", "category": "", "since": "", "version": 0, "districts": [small.districts["renjaku"].pk]}
    page = as_user(coordinator).post(f"/resources/{served[1].pk}/edit/", form)
    row = next(each for each in page.context["conflict"] if each["label"] == "地区")
    assert page.status_code == 409 and (row["stored"], row["own"]) == ("大沢", "連雀")


def test_a_district_that_an_agency_serves_is_not_deleted(as_user, admin, small, served):
    page = as_user(admin).post(f"/settings/districts/{small.districts['renjaku'].pk}/delete/", {"version": 1})
    assert "社会資源が1件あります" in page.content.decode() and small.districts["renjaku"].resources.count() == 1



def test_what_was_said_of_the_one_district_before_is_still_told(small):
    told = _Words(Resource, set(), lambda row: True, []).differences([{"district_id": [None, small.districts["osawa"].pk]}])
    assert [(each.label, each.before, each.after) for each in told] == [("地区", "（空欄）", "大沢")]


def test_the_list_names_who_is_in_charge_today_with_the_number(as_user, coordinator):
    agency = Resource.objects.create(code="R-1", name="見本の会")
    for name, phone, days in (("今の代表", "0422-11-1111", {}), ("前の代表", "0422-22-2222", {"ends_on": "2021-04-01"}), ("次の代表", "0422-33-3333", {"starts_on": "2999-04-01"})):
        Leader.objects.create(resource=agency, name=name, phone=phone, role="代表", **days)
    page = as_user(coordinator).get("/resources/").content.decode()
    assert "0422-11-1111" in page and "今の代表（代表）" in page and "前の代表" not in page and "次の代表" not in page


@pytest.mark.parametrize(("phone", "status"), [("電話番号", 422), ("なし", 422), ("０４２２－１１－１１１１", 302), ("内線12", 302), ("", 302)])
def test_a_telephone_number_has_a_digit(as_user, coordinator, phone, status):
    agency, client = Resource.objects.create(code="R-1", name="見本の会"), as_user(coordinator)
    answers = [client.post(f"/resources/{agency.pk}/edit/", {"code": "R-1", "name": "見本の会", "phone": phone, "version": 1}),
               client.post(f"/resources/{agency.pk}/leaders/new/", {"name": "見本 花子", "phone": phone})]
    assert [each.status_code for each in answers] == [status, status]
    assert status == 302 or all("数字がありません" in each.content.decode() and phone in each.content.decode() for each in answers)


def test_who_leads_today_comes_first_and_who_is_to_come_is_said_so(as_user, coordinator):
    resource = Resource.objects.create(code="R-1", name="見本会")
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    for name, starts, ends in (("以前", None, today - day), ("次の次", today + 9 * day, None), ("今", today, None), ("次", today + day, None), ("昔から", None, None)):
        Leader.objects.create(resource=resource, name=name, role="窓口", starts_on=starts, ends_on=ends)
    page = as_user(coordinator).get(f"/resources/{resource.pk}/")
    assert [(each.name, each.when) for each in page.context["leaders"]] == [
        ("今", "now"), ("昔から", "now"), ("次", "to_come"), ("次の次", "to_come"), ("以前", "before")]
    assert page.content.decode().count("予定") >= 2


def test_a_second_one_of_the_name_is_told_and_not_refused(as_user, coordinator):
    first, client = Resource.objects.create(code="R-1", name="みほんサロン"), as_user(coordinator)
    assert f"/resources/{first.pk}/" in client.post("/resources/similar/", {"name": "ミホン ｻﾛﾝ"}).content.decode()
    assert not client.post("/resources/similar/", {"name": "別の会"}).content.strip() and not client.post("/resources/similar/", {"name": " "}).content.strip()
    answer = client.post("/resources/new/", ENTRY | {"code": "R-2", "name": "ミホン ｻﾛﾝ"}, follow=True)
    assert "同じ名称の社会資源が登録されています" in answer.content.decode() and Resource.objects.count() == 2
    assert "同じ名称" not in client.get(f"/resources/{Resource.objects.create(code='R-3', name='別の会').pk}/").content.decode()


def test_the_two_kinds_of_contact_persons_have_words_of_their_own(as_user, coordinator):
    resource = Resource.objects.create(code="R-1", name="見本会", contact_person="総務係")
    page = as_user(coordinator).get(f"/resources/{resource.pk}/").content.decode()
    assert "連絡の宛先</dt><dd>総務係" in page and "窓口・代表者" not in page


@pytest.mark.either
def test_a_resource_is_found_by_whoever_the_column_shows(as_user, coordinator):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    for number, (name, days) in enumerate((("山田 花子", {}), ("山田 太郎", {"ends_on": today - day}), ("山田 次郎", {"starts_on": today + day})), 1):
        resource = Resource.objects.create(code=f"R-{number}", name=f"見本会{number}", contact_person="" if number > 1 else "事務局 鈴木")
        Leader.objects.create(resource=resource, name=name, role="代表", phone=f"0422-00-000{number}", **days)
    client = as_user(coordinator)
    for words, codes in (("山田", ["R-1"]), ("山田　花子", ["R-1"]), ("鈴木", ["R-1"]), ("代表 見本会1", ["R-1"]), ("0422-00-0001", ["R-1"]), ("太郎", []), ("次郎", [])):
        assert [each.code for each in client.post("/resources/", {"q": words}, follow=True).context["page"]] == codes, words


def test_a_search_by_leader_asks_the_same_however_many_there_are(as_user, coordinator, django_assert_max_num_queries):
    client = as_user(coordinator)

    def more(first, last):
        for n in range(first, last):
            Leader.objects.create(resource=Resource.objects.create(code=f"R-{n}", name="見本"), name="山田")
    more(0, 1)
    where = client.post("/resources/", {"q": "山田"}).url
    with django_assert_max_num_queries(20) as few:
        client.get(where)
    more(1, 9)
    with django_assert_max_num_queries(len(few)):
        assert client.get(where).context["page"].paginator.count == 9

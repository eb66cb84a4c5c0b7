"""Whom an entry is about: found while it is typed, and what the last contact puts in."""
import datetime
import re
import uuid

import pytest

from cases import trail
from cases.finding import cases_found, homes_found
from cases.models import Case, Contact, Council, Household, Member
from cases.services.merges import merge
from tests.factories import log_contact
from tests.objects import protect

pytestmark = pytest.mark.either

FILL = "/contacts/categories/"


@pytest.fixture
def case(small):
    """A case of the 髙﨑 household, which has a telephone."""
    home = Household.objects.create(number="S-0012", name="髙﨑家", address="大沢1-2-3", phone="0422-00-1234", district=small.districts["osawa"])
    Member.objects.create(household=home, family_name="髙﨑", given_name="見本", kana="たかさき　みほん", phone="090-0000-5678")
    return Case.objects.create(number="C-0012", title="ごみの相談", household=home, district=small.districts["osawa"], opened_on="2021-04-01")


@pytest.mark.parametrize("typed", ["C-0012", "12", "ｃ-００１２", "高崎", "タカサキ", "たかさき みほん", "5678", "0422-00", "大沢1", "ごみ", "S-0012",
                                   "0422001234", "０９０００００５６７８", "090 0000"])
def test_it_is_found_by_any_of_its_words(case, coordinator, typed):
    assert cases_found(coordinator, typed) == [case]


@pytest.mark.parametrize("typed", ["", "　", "C-99", "高崎 田中", "%", "_"])
def test_other_words_find_nothing(case, coordinator, typed):
    assert cases_found(coordinator, typed) == []


def test_closed_ones_and_those_of_others_are_not_offered(case, coordinator, other_coordinator):
    assert cases_found(other_coordinator, "12") == []
    Case.objects.update(closed_on="2021-05-01")
    assert cases_found(coordinator, "12") == []


def test_a_restricted_one_is_found_by_who_is_named_only(case, coordinator, supervisor):
    Case.objects.update(is_restricted=True)
    case.named.add(supervisor)
    assert cases_found(coordinator, "12") == [] and cases_found(supervisor, "12") == [case]


@pytest.mark.parametrize(("typed", "is_found"), [("大沢1", False), ("5678", False), ("0422-00", False), ("0422001234", False), ("09000005678", False), ("高崎", True)])
def test_the_whereabouts_of_who_is_protected_find_nothing(case, coordinator, supervisor, typed, is_found):
    protect(case.household, supervisor)
    assert bool(cases_found(coordinator, typed)) == is_found


@pytest.mark.parametrize(("typed", "told"), [
    ("C-0012", []), ("高崎", []), ("Ｓ－００１２ ごみ", []), ("タカサキ", [("ふりがな", "たかさき　みほん")]), ("見本", [("世帯員", "髙﨑 見本")]),
    ("0422001234", [("電話", "0422-00-1234")]), ("大沢1", [("住所", "大沢1-2-3")]), ("５６７８", [("髙﨑 見本の電話", "090-0000-5678")]),
    ("090 0000", [("髙﨑 見本の電話", "090-0000-5678")]), ("大沢1 たかさき", [("住所", "大沢1-2-3"), ("ふりがな", "たかさき　みほん")])])
def test_a_hit_says_where_it_was_found_unless_its_line_shows_it(case, coordinator, typed, told):
    assert [found.found_by for found in cases_found(coordinator, typed)] == [told]


def test_the_name_of_a_group_and_the_number_before_a_merge_are_told_too(case, small, coordinator):
    Case.objects.create(number="C-7", title="月例会", subject="group", subject_name="大沢みまもり隊", district=small.districts["osawa"], opened_on="2021-04-01")
    gone = Household.objects.create(number="S-0099", name="高崎", district=small.districts["osawa"])
    merge(kept=case.household, gone=gone, versions=(1, 1), chosen={}, reason="二重登録", by=coordinator)
    assert [found.found_by for typed in ("みまもり", "S-0099") for found in cases_found(coordinator, typed)] == [
        [("名称", "大沢みまもり隊")], [("統合前の世帯番号", "S-0099")]]


def test_the_page_tells_it_shortly_and_nothing_of_who_is_protected(as_user, case, coordinator, supervisor):
    Household.objects.update(address="大沢1-2-3 " + "<b>" * 40)
    client = as_user(coordinator)
    page = client.post("/contacts/who/", {"q": "大沢1"}).content.decode()
    assert "住所 大沢1-2-3 &lt;b&gt;" in page and "…</span>" in page and "0422" not in page
    protect(case.household, supervisor)
    for typed in ("高崎", "たかさき", "見本"):
        page = client.post("/contacts/who/", {"q": typed}).content.decode()
        assert "C-0012" in page and not any(hidden in page for hidden in ("1-2-3", "0422", "5678", "電話 ", "住所 "))


def test_a_number_comes_before_a_name_and_the_latest_before_the_others(case, small, coordinator):
    place = {"subject": "place", "district": small.districts["osawa"], "opened_on": "2021-04-01"}
    named, older = (Case.objects.create(number=number, title=title, **place) for number, title in (("C-3", "サロン0012"), ("C-4", "サロン0012")))
    log_contact(small, coordinator, case=named)
    assert cases_found(coordinator, "0012") == [case, named, older]


def test_the_number_of_queries_does_not_depend_on_that_of_cases(case, small, coordinator, django_assert_num_queries):
    place = {"subject": "place", "district": small.districts["osawa"], "opened_on": "2021-04-01"}
    Case.objects.bulk_create(Case(number=f"X-{n}", title="0012", **place) for n in range(60))
    with trail.following(trail.Trail(answers={})), django_assert_num_queries(10):  # as in a request
        assert len(cases_found(coordinator, "0012")) == 8


def test_the_list_says_when_nothing_is_found(as_user, coordinator):
    page = as_user(coordinator).post("/contacts/who/", {"q": "<b>だれか"}).content.decode()
    assert "「&lt;b&gt;だれか」に合う進行中のケースはありません。" in page


def choices(client, **fields):
    """What is chosen in the part of the form that comes back, by field."""
    page, found = client.post(FILL, {"date": "R3.6.1"} | fields).content.decode(), {}
    for text in re.findall(r"<input[^>]*\bchecked\b[^>]*>", page):
        name, code, kind = (re.search(rf'{each}="([^"]*)"', text)[1] for each in ("name", "value", "type"))
        if kind == "radio":
            found[name] = code
        else:
            found.setdefault(name, []).append(code)
    return found


def test_the_second_contact_starts_with_who_and_how_of_the_first_and_not_with_its_kind(as_user, small, coordinator, case):
    log_contact(small, coordinator, "kind:new", "target:elderly", "consulter:self", "method:visit", "topic:meal", case=case)
    known = {"axis_consulter": "self", "axis_method": "visit"}
    assert choices(as_user(coordinator), case=case.pk, fill="usual") == known
    assert choices(as_user(coordinator), case=case.pk, axis_kind="case") == known | {"axis_kind": "case", "axis_target": "elderly"}


def test_the_third_starts_with_the_kind_too_and_keeps_what_is_chosen_already(as_user, small, coordinator, case):
    for day in (5, 6):
        log_contact(small, coordinator, "kind:case", "target:elderly", "method:visit", case=case, date=datetime.date(2021, 4, day))
    found = choices(as_user(coordinator), case=case.pk, fill="usual", axis_method="phone", axis_topic=["health"])
    assert (found["axis_kind"], found["axis_method"], found["axis_topic"]) == ("case", "phone", ["health"])


def test_the_page_opened_from_a_case_starts_the_same_way(as_user, small, coordinator, case):
    log_contact(small, coordinator, "kind:new", "target:elderly", "method:visit", case=case)
    page = as_user(coordinator).get(f"/contacts/new/?case={case.pk}")
    assert page.context["categories"].initial["axis_method"] == "visit" and page.context["form"].case_chosen == case
    assert "髙﨑家" in page.content.decode()


def test_same_as_before_takes_all_answers_in_place_of_those_chosen(as_user, small, coordinator, case):
    log_contact(small, coordinator, "kind:case", "target:elderly", "topic:meal", "action:listen", case=case)
    assert choices(as_user(coordinator), case=case.pk, fill="same", axis_topic=["health"], axis_method="visit") == {
        "axis_kind": "case", "axis_target": "elderly", "axis_consulter": "self", "axis_method": "phone",
        "axis_topic": ["meal"], "axis_action": ["listen"]}


def test_same_as_before_without_a_case_is_the_own_last_one_without_a_case(as_user, small, coordinator, supervisor, case):
    log_contact(small, coordinator, "method:visit")
    log_contact(small, supervisor, "method:phone")
    log_contact(small, coordinator, "kind:case", "target:elderly", case=case)
    assert choices(as_user(coordinator), fill="same")["axis_method"] == "visit"
    assert choices(as_user(coordinator), fill="usual") == {}


def test_what_the_year_no_longer_has_is_named(as_user, small, coordinator, case):
    log_contact(small, coordinator, "kind:case", "target:elderly", "topic:pr", case=case, date=datetime.date(2021, 3, 31))
    page = as_user(coordinator).post(FILL, {"date": "R3.6.1", "case": case.pk, "fill": "same"}).content.decode()
    assert "令和3年度にはない項目の選択を外しました：事業PR" in page


def test_a_case_out_of_sight_fills_nothing(as_user, small, coordinator, other_coordinator, case):
    log_contact(small, coordinator, "kind:case", "target:elderly", case=case)
    assert choices(as_user(other_coordinator), case=case.pk, fill="same") == {}


def test_saving_goes_on_with_another_case_where_that_is_asked(as_user, small, coordinator, case):
    sent = {"form_token": str(uuid.uuid4()), "date": "R3.6.1", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk],
            "case": case.pk, "text": "見本", "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["meal"]}
    answer = as_user(coordinator).post("/contacts/new/", sent | {"save_next": "new"})
    assert answer.url == "/contacts/new/" and Contact.objects.get().case == case
    answer = as_user(coordinator).post("/contacts/new/", sent | {"form_token": str(uuid.uuid4()), "text": "続き", "save_next": "1"})
    assert answer.url == f"/contacts/new/?case={case.pk}"


@pytest.fixture
def call(small, coordinator):
    """A complete entry of no case."""
    return {"form_token": str(uuid.uuid4()), "date": "R3.4.5", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk],
            "text": "見本の電話", "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["health"]}


@pytest.fixture
def others(small, case):
    """Two more cases, both of a name, one with the digits of the first in its number."""
    place = {"subject": "place", "district": small.districts["osawa"], "opened_on": "2021-04-01"}
    return [Case.objects.create(number=number, title="田中宅", **place) for number in ("C-0112", "C-0007")]


@pytest.mark.parametrize("typed", ["C-0012", "ｃ－００１２", "c0012", "Ｃ１２", "C‐12", "12", "１２", "たかさき", "高崎 見本"])
def test_what_was_typed_and_not_taken_is_the_case_that_it_can_only_mean(as_user, coordinator, case, others, call, typed):
    client = as_user(coordinator)
    assert client.post("/contacts/who/", {"q": typed}).content.decode().index("data-meant") < 200
    assert client.post("/contacts/new/", call | {"who": typed}).status_code == 302
    assert Contact.objects.get().case == case


@pytest.mark.parametrize("typed", ["田中", "C-99", "山田太郎", "01", "-", "C-0012 C-0007"])
def test_what_may_mean_several_or_none_is_refused_and_kept(as_user, coordinator, case, others, call, typed):
    client = as_user(coordinator)
    assert "data-meant" not in client.post("/contacts/who/", {"q": typed}).content.decode()
    answer = client.post("/contacts/new/", call | {"who": typed})
    page = answer.content.decode()
    assert answer.status_code == 422 and not Contact.objects.exists()
    assert f"「{typed}」は選ばれていません。候補から選ぶか、欄を空にしてください。" in page and f'value="{typed}"' in page and 'href="#who"' in page


def test_of_one_that_has_ended_or_is_out_of_sight_that_is_no_case_to_choose(as_user, coordinator, other_coordinator, case, call, small):
    assert as_user(other_coordinator).post("/contacts/new/", call | {
        "who": "C-0012", "district": small.districts["renjaku"].pk, "coordinators": [other_coordinator.pk]}).status_code == 422
    Case.objects.update(closed_on="2021-04-04")
    page = as_user(coordinator).post("/contacts/new/", call | {"who": "c-0012"})
    assert page.status_code == 422 and "「C-0012」は、令和3年4月4日に終結しています" in page.content.decode() and not Contact.objects.exists()


def test_whoever_was_looked_for_before_a_new_household_was_entered_is_that_household(as_user, coordinator, case, call):
    assert as_user(coordinator).post("/contacts/new/", call | {"who": "高崎", "home_name": "もう一つの高崎家"}).status_code == 302
    assert Contact.objects.get().case.household.name == "もう一つの高崎家"


def test_the_field_of_other_cases_takes_what_it_can_only_mean_too(as_user, coordinator, case, others, call):
    client = as_user(coordinator)
    assert client.post("/contacts/new/", call | {"who": "C-7", "also_cases": "たかさき、112"}).status_code == 302
    assert sorted(each.number for each in Contact.objects.get().cases) == ["C-0007", "C-0012", "C-0112"]
    refused = client.post("/contacts/new/", call | {"form_token": uuid.uuid4(), "who": "12", "also_cases": "田中"})
    assert "見つからないケース番号があります：田中" in refused.content.decode()


def test_a_draft_keeps_what_was_typed_there(as_user, coordinator, case, call):
    client = as_user(coordinator)
    client.post("/drafts/save/", call | {"who": "たかさ", "draft_page": uuid.uuid4(), "draft_target": "", "draft_version": ""})
    draft = coordinator.drafts.get()
    assert 'value="たかさ"' in client.get(f"/contacts/new/?draft={draft.pk}").content.decode()


@pytest.fixture
def ask(as_user, coordinator):
    """The candidates for what is typed into a field of the log page."""
    client = as_user(coordinator)
    return lambda typed, into="who": client.post("/contacts/who/", {"q": typed, "into": into}).content.decode()


@pytest.mark.parametrize("typed", ["匿名", "とくめい", "トクメイ", " 匿名 "])
def test_a_nameless_caller_is_a_candidate_too(ask, case, typed):
    assert "data-nobody" in ask(typed) and "ケースなしで記録します" in ask(typed)
    assert "data-nobody" not in ask(typed, "id_also_cases") + ask("匿名の女性") + ask("高崎")


@pytest.mark.parametrize("given", ["", "見本の女性"])
def test_a_nameless_caller_who_was_not_taken_from_the_candidates_has_no_case(as_user, small, coordinator, given):
    sent = {"date": "R3.4.5", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "who": "匿名", "counterpart": given,
            "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone"}
    answer = as_user(coordinator).post("/contacts/new/", sent)
    assert answer.status_code == 302, answer.context["entry"].errors
    contact = Contact.objects.get()
    assert contact.case is None and contact.counterpart == (given or "匿名")


def test_of_a_household_without_an_open_case_it_is_told_and_where_to_go_on(ask, case, other_coordinator, as_user):
    assert "data-go" not in ask("高崎")
    Case.objects.update(closed_on="2021-05-01")
    found = ask("高崎")
    assert f'data-go="/households/{case.household_id}/"' in found and "進行中のケースがありません" in found and "に合う" not in found
    assert "data-go" not in ask("高崎", "id_also_cases") and "に合う進行中のケースはありません" in ask("高崎", "id_also_cases") + ask("田中")
    assert "S-0012" not in as_user(other_coordinator).post("/contacts/who/", {"q": "高崎", "into": "who"}).content.decode()


ELSEWHERE, NONE = "ほかに、担当地区の外のケースがあります", "進行中のケースがありません。世帯の画面で始めるか、再開します"


@pytest.mark.parametrize("reads_elsewhere", [False, True])
def test_of_a_household_whose_case_is_in_another_district_that_is_told_and_not_that_there_is_none(ask, small, case, reads_elsewhere):
    Case.objects.update(district=small.districts["renjaku"])
    Council.objects.update(reads_elsewhere=reads_elsewhere)
    found = ask("高崎")
    assert ELSEWHERE in found and NONE not in found and "C-0012" not in found and "連雀" not in found


def test_what_is_restricted_or_deleted_there_is_never_told_of(ask, small, case, supervisor):
    Case.objects.update(district=small.districts["renjaku"], is_restricted=True)
    assert NONE in ask("高崎") and ELSEWHERE not in ask("高崎")
    Case.objects.update(is_restricted=False, deleted_at="2021-05-01T00:00Z")
    assert NONE in ask("高崎") and ELSEWHERE not in ask("高崎")


def test_the_number_of_queries_does_not_depend_on_that_of_households(small, coordinator, django_assert_num_queries):
    homes = Household.objects.bulk_create(Household(number=f"S-{number}", name="見本家", district=small.districts["osawa"]) for number in range(100, 120))
    Case.objects.bulk_create(Case(number=f"C-{home.number}", title="相談", household=home, district=small.districts["renjaku"], opened_on="2021-04-01")
                             for home in homes)
    for limit in (1, 15):
        with trail.following(trail.Trail(answers={})), django_assert_num_queries(9):  # as in a request
            assert [each.goes_on_elsewhere for each in homes_found(coordinator, "見本家", limit)] == [True] * limit


def test_of_many_households_without_an_open_case_three_are_told_and_that_there_are_more(ask, small):
    Household.objects.bulk_create(Household(number=f"S-{number}", name="見本家", district=small.districts["osawa"]) for number in range(100, 104))
    assert ask("見本家").count("data-go") == 3 and "ほかにも世帯があります" in ask("見本家") and "ほかにも" not in ask("S-101")


def test_a_case_that_is_out_of_reach_by_now_is_not_left_out_in_silence(as_user, case, coordinator, other_coordinator):
    words, address = "開こうとしたケースには、今は記録できません", f"/contacts/new/?case={case.pk}"
    assert words not in as_user(coordinator).get(address).content.decode() + as_user(coordinator).get("/contacts/new/").content.decode()
    page = as_user(other_coordinator).get(address).content.decode()
    assert words in page and "C-0012" not in page
    assert words in as_user(coordinator).get("/contacts/new/?case=999999").content.decode()


def test_namesakes_are_told_apart_by_where_they_live_and_who_works_on_their_case(ask, small, coordinator, other_coordinator):
    for number, place, who in (("1", "大沢1-2-3", coordinator), ("2", "大沢9-9-9", other_coordinator), ("3", "大沢5-5-5", None)):
        home = Household.objects.create(number=f"S-{number}", name="同姓 太郎" if number < "3" else "異姓 次郎", address=place, district=small.districts["osawa"])
        Case.objects.create(number=f"C-{number}", title="相談", household=home, district=small.districts["osawa"], opened_on="2021-04-01", coordinator=who)
    page = ask("同姓")
    assert "住所 大沢1-2-3" in page and "住所 大沢9-9-9" in page and f"担当 {other_coordinator.name}" in page
    assert "大沢5-5-5" not in ask("異姓") and ask("大沢1-2-3").count("大沢1-2-3") == 1
    protect(Household.objects.get(number="S-2"), coordinator)
    assert "大沢9-9-9" not in ask("同姓") and "住所 大沢1-2-3" in ask("同姓")
    Case.objects.update(closed_on="2021-05-01")
    assert "住所 大沢1-2-3" in ask("同姓") and "大沢9-9-9" not in ask("同姓")

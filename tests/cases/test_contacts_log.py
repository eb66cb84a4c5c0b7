"""Logging a contact in the browser's words: what is asked, what is refused, and that nothing typed is lost."""
import datetime
import uuid

import pytest
from django.utils import timezone

from cases.models import Contact, User
from tests.factories import log_contact, make_user

NEW = "/contacts/new/"


@pytest.fixture
def entry(small, coordinator):
    """A complete 新規相談, as the page would send it."""
    return {
        "form_token": str(uuid.uuid4()), "date": "令和3年4月5日", "time": "9:30", "minutes": "20",
        "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "case": "",
        "counterpart": "", "text": "見本の記録です。", "next_action_on": "", "axis_kind": "new", "axis_consulter": "self",
        "axis_method": "phone", "axis_target": "elderly", "axis_topic": ["health", "meal"], "axis_action": ["listen"],
        "main_action": "",
    }


def codes(contact):
    return sorted(f"{coding.axis.code}:{coding.category.code}" for coding in contact.codings.all())


def test_a_complete_entry_is_saved(as_user, coordinator, entry):
    response = as_user(coordinator).post(NEW, entry)
    contact = Contact.objects.get()
    assert response.status_code == 302 and response.url == contact.get_absolute_url()
    assert (contact.date, contact.fiscal_year, contact.created_by) == (datetime.date(2021, 4, 5), 2021, coordinator)
    assert codes(contact) == ["action:listen", "consulter:self", "kind:new", "method:phone", "target:elderly",
                              "topic:health", "topic:meal"]


def test_today_the_user_and_the_district_are_put_in(as_user, small, coordinator):
    form = as_user(coordinator).get(NEW).context["form"]
    assert form.initial["date"] == datetime.date.today()
    assert form.initial["district"] == small.districts["osawa"]
    assert form.initial["coordinators"] == [coordinator.pk]


def test_an_anonymous_caller_needs_nothing_personal(as_user, coordinator, entry):
    entry |= {"text": "", "time": "", "minutes": ""}
    assert as_user(coordinator).post(NEW, entry).status_code == 302


@pytest.mark.parametrize(("change", "message"), [
    ({"date": "令和3年13月1日"}, "月"),
    ({"date": "昭和64年2月1日"}, "平成"),
    ({"date": "R80.4.1"}, "まだ来ていない日付です"),
    ({"date": ""}, "日付を入力してください"),
    ({"time": "25:00"}, "時"),
    ({"minutes": "-5"}, "0"),
    ({"axis_kind": ""}, "対応実績を選んでください"),
    ({"axis_method": ""}, "対応方法を選んでください"),
    ({"axis_target": ""}, "支援対象者を選んでください"),
    ({"axis_kind": "outreach"}, "「新規相談」「ケース対応」のときだけ"),
    ({"axis_topic": ["pr"]}, "この年度の相談内容にはありません"),
    ({"axis_method": "forged"}, "この年度の対応方法にはありません"),
    ({"main_action": "link"}, "選んだ項目の中から"),
    ({"next_action_on": "R3.4.1"}, "次回予定日は"),
    ({"next_action_on": "令和99年4月1日"}, "令和99年4月1日は、2年より先の日付です"),
    ({"district": "999999"}, "地区"),
    ({"case": "999999"}, "ケース"),
    ({"coordinators": ["999999"]}, "担当者"),
])
def test_a_wrong_entry_is_explained_and_kept(as_user, coordinator, entry, change, message):
    response = as_user(coordinator).post(NEW, entry | change)
    page = response.content.decode()
    assert response.status_code == 422 and not Contact.objects.exists()
    assert any(message in label + text for _, label, text in response.context["entry"].errors)
    assert "見本の記録です。" in page and "＊" in page


def test_a_category_is_asked_for_by_the_year_of_the_date(as_user, coordinator, entry):
    entry |= {"date": "令和3年3月31日", "axis_topic": ["pr"]}
    assert as_user(coordinator).post(NEW, entry).status_code == 302
    entry |= {"axis_topic": ["meal"], "form_token": str(uuid.uuid4())}
    assert as_user(coordinator).post(NEW, entry).status_code == 422


def test_a_district_that_did_not_exist_on_the_day(as_user, small, supervisor, entry):
    entry |= {"date": "令和3年3月31日", "axis_topic": [], "district": small.districts["renjaku"].pk,
              "coordinators": [supervisor.pk]}
    response = as_user(supervisor).post(NEW, entry)
    assert "連雀地区は、この日付では有効ではありません" in response.content.decode()


def test_another_district_cannot_be_chosen(as_user, small, coordinator, entry):
    response = as_user(coordinator).post(NEW, entry | {"district": small.districts["renjaku"].pk})
    assert response.status_code == 422 and not Contact.objects.exists()


def test_a_double_click_saves_once(as_user, coordinator, entry):
    client = as_user(coordinator)
    first, second = client.post(NEW, entry), client.post(NEW, entry)
    assert Contact.objects.count() == 1 and first.url == second.url


def test_days_near_today_and_a_time_are_typed_in_haste(as_user, small, coordinator, entry):
    today = timezone.localdate()
    typed = entry | {"date": f"{today.month}/{today.day}", "time": "0930", "next_action_on": "+7"}
    assert as_user(coordinator).post("/contacts/new/", typed).status_code == 302
    contact = Contact.objects.get()
    assert (contact.date, contact.time, contact.next_action_on) == (today, datetime.time(9, 30), today + datetime.timedelta(days=7))


@pytest.mark.parametrize(("field", "text", "message"), [
    ("date", "明日", "まだ来ていない日付です"), ("date", "13/4", "13月という月はありません"), ("next_action_on", "そのうち", "日付として読めません"),
    ("next_action_on", "+999", "2年より先の日付です"), ("time", "2460", "0:00から23:59まで")])
def test_what_is_wrong_in_haste_is_told_and_kept(as_user, coordinator, entry, field, text, message):
    answer = as_user(coordinator).post("/contacts/new/", entry | {field: text})
    assert answer.status_code == 422 and message in answer.content.decode() and f'value="{text}"' in answer.content.decode()


def test_save_and_go_on_with_the_same_form(as_user, coordinator, entry):
    assert as_user(coordinator).post(NEW, entry | {"save_next": "1"}).url == NEW


def fragment(client, **data):
    response = client.post("/contacts/categories/", {"date": "R3.4.5"} | data)
    return response.content.decode()


def test_the_chosen_kind_decides_what_is_asked(as_user, coordinator):
    client = as_user(coordinator)
    assert "axis_target" in fragment(client, axis_kind="new")
    assert "axis_target" not in fragment(client, axis_kind="outreach")


def test_what_was_chosen_stays_when_the_kind_changes(as_user, coordinator):
    page = fragment(as_user(coordinator), axis_kind="case", axis_topic=["health", "meal"])
    assert page.count("checked") == 3


def test_the_year_of_the_date_decides_the_categories(as_user, coordinator):
    client = as_user(coordinator)
    assert "事業PR" in fragment(client, date="R3.3.31") and "食事" not in fragment(client, date="R3.3.31")


def test_what_the_other_year_does_not_have_is_named(as_user, coordinator):
    page = fragment(as_user(coordinator), date="R3.3.31", axis_kind="training", axis_topic=["meal", "health"])
    assert "令和2年度にはない項目の選択を外しました：研修、食事。" in page and page.count("checked") == 1


def test_all_that_is_missing_is_said_at_once(as_user, coordinator, entry):
    entry |= {"axis_kind": "", "axis_consulter": "", "axis_method": "", "axis_target": ""}
    errors = {label for _, label, _ in as_user(coordinator).post(NEW, entry).context["entry"].errors}
    assert errors == {"対応実績", "相談者", "対応方法"}


def test_a_category_and_one_below_it_are_not_chosen_together(as_user, small, coordinator, entry):
    small.categories["topic:meal"].parent = small.categories["topic:health"]
    small.categories["topic:meal"].save()
    page = as_user(coordinator).post(NEW, entry).content.decode()
    assert "「健康・医療・介護」と、その内訳の「食事」は同時に選べません" in page


def test_a_filter_that_cannot_be_read_lists_nothing_and_says_so(as_user, small, coordinator):
    log_contact(small, coordinator, "topic:meal")
    response = as_user(coordinator).get("/contacts/", {"kind": "zzz"})
    assert response.context["page"].paginator.count == 0 and "＊" in response.content.decode()


@pytest.fixture
def saved(small, coordinator, entry):
    return log_contact(small, coordinator, "kind:new", "target:elderly", "topic:health", text="はじめの記録")


def edit(client, contact, entry, **change):
    return client.post(f"/contacts/{contact.pk}/edit/", entry | {"version": contact.version} | change)


def test_an_edit_replaces_the_codings(as_user, coordinator, saved, entry):
    response = edit(as_user(coordinator), saved, entry, axis_kind="case", axis_method="visit", main_action="listen")
    assert response.status_code == 302
    assert {"kind:case", "method:visit", "topic:meal"} <= set(codes(saved))
    assert saved.codings.get(is_main=True).category.code == "listen"


def test_an_edit_across_the_year_end_moves_the_codings(as_user, coordinator, saved, entry):
    edit(as_user(coordinator), saved, entry, date="R4.4.1")
    assert set(saved.codings.values_list("fiscal_year", "month")) == {(2022, 4)}


def test_someone_elses_change_is_shown_and_not_overwritten(as_user, coordinator, saved, entry):
    client = as_user(coordinator)
    edit(client, saved, entry, text="先に保存された記録")
    response = edit(client, saved, entry, text="あとから書いた記録")
    page = response.content.decode()
    assert response.status_code == 409
    assert "先に保存された記録" in page and "あとから書いた記録" in page
    saved.refresh_from_db()
    assert saved.text == "先に保存された記録"


def test_a_post_without_a_version_is_refused(as_user, coordinator, saved, entry):
    assert as_user(coordinator).post(f"/contacts/{saved.pk}/edit/", entry).status_code == 409


def test_knowing_both_versions_the_same_click_saves(as_user, coordinator, saved, entry):
    client = as_user(coordinator)
    edit(client, saved, entry, text="先に保存された記録")
    page = edit(client, saved, entry, text="あとから書いた記録").context["form"]
    response = edit(client, saved, entry, text="あとから書いた記録", version=page["version"].value())
    saved.refresh_from_db()
    assert response.status_code == 302 and saved.text == "あとから書いた記録"


def test_out_of_sight_is_not_found(as_user, other_coordinator, saved):
    client = as_user(other_coordinator)
    assert client.get(f"/contacts/{saved.pk}/").status_code == 404
    assert client.get(f"/contacts/{saved.pk}/edit/").status_code == 404
    assert client.get("/contacts/").context["page"].paginator.count == 0


def test_the_list_asks_a_constant_number_of_statements(as_user, small, coordinator, django_assert_num_queries):
    client = as_user(coordinator)
    log_contact(small, coordinator, "topic:meal")
    with django_assert_num_queries(21) as first:
        client.get("/contacts/")
    for _ in range(10):
        log_contact(small, coordinator, "topic:meal", "topic:health")
    with django_assert_num_queries(len(first)):
        client.get("/contacts/")


def test_the_filter_finds_by_category_and_month(as_user, small, coordinator):
    wanted = log_contact(small, coordinator, "topic:meal", date=datetime.date(2021, 6, 1))
    log_contact(small, coordinator, "topic:meal", date=datetime.date(2021, 7, 1))
    log_contact(small, coordinator, "topic:health", date=datetime.date(2021, 6, 1))
    page = as_user(coordinator).get("/contacts/", {"fiscal_year": 2021, "month": 6, "topic": "meal"}).context["page"]
    assert [contact.pk for contact in page] == [wanted.pk]


def test_words_are_searched_and_stay_out_of_the_address(as_user, small, coordinator):
    wanted = log_contact(small, coordinator, text="見本の配食について", counterpart="例田")
    log_contact(small, coordinator, text="見本の通院について", counterpart="例田")
    response = as_user(coordinator).post("/contacts/", {"q": "例田 配食", "fiscal_year": "2021"}, follow=True)
    assert [contact.pk for contact in response.context["page"]] == [wanted.pk]
    assert "fiscal_year=2021" in response.redirect_chain[0][0] and "%" not in response.redirect_chain[0][0]


def test_somebody_elses_edit_keeps_a_coordinator_who_has_left(as_user, small, coordinator, saved, entry):
    left = make_user("coordinator", "left", small.districts["osawa"])
    saved.coordinators.add(left)
    User.objects.filter(pk=left.pk).update(is_active=False)
    offered = as_user(coordinator).get(f"/contacts/{saved.pk}/edit/").context["form"]["coordinators"]
    assert left.pk in offered.value() and str(left) in str(offered)
    edit(as_user(coordinator), saved, entry, coordinators=[coordinator.pk, left.pk])
    assert {each.pk for each in saved.coordinators.all()} == {coordinator.pk, left.pk}

"""The register of work with groups and places: entered, found, linked with the contact that counts, told on 今日."""
import datetime
import html
import re

import pytest
from django.utils import timezone

from cases import periods
from cases.models import Activity, ActivityKind, Case, Contact, Draft, Resource
from cases.services.deletion import delete_record
from tests.factories import log_contact

DAY = datetime.date(2021, 12, 5)


@pytest.fixture
def kinds(small):
    ActivityKind.objects.all().delete()
    made = {code: ActivityKind.objects.create(code=code, name=name, **asks) for code, name, asks in (
        ("salon", "相談サロン", {"asks_visitors": True, "asks_consultations": True}), ("pr", "広報", {"asks_copies": True}),
        ("old", "旧サロン", {"last_year": 2020}))}
    return made


@pytest.fixture
def salon(small, kinds):
    def enter(**fields):
        given = {"date": DAY, "kind": kinds["salon"], "title": "相談サロン", "district": small.districts["osawa"]} | fields
        return Activity.objects.create(**given)
    return enter


def typed(small, kinds, user, **more):
    return {"date": "R3.12.5", "kind": kinds["salon"].pk, "title": "相談サロン", "place": "大沢地区公会堂", "visitors": "12", "consultations": "0",
            "district": small.districts["osawa"].pk, "coordinators": [user.pk]} | more


def test_an_entry_keeps_a_true_zero_apart_from_what_nobody_counted(as_user, coordinator, small, kinds):
    client = as_user(coordinator)
    start = client.get("/activities/new/").context["form"]
    assert (start["date"].value(), start["coordinators"].value()) == (timezone.localdate(), [coordinator.pk])
    answer = client.post("/activities/new/", typed(small, kinds, coordinator, visitors=""))
    entry = Activity.objects.get()
    assert (entry.visitors, entry.consultations, entry.fiscal_year, [*entry.coordinators.all()]) == (None, 0, 2021, [coordinator])
    page = client.get(answer.url).content.decode()
    assert "<dt>来場・参加</dt><dd>－</dd>" in page and "<dt>相談</dt><dd>0</dd>" in page


@pytest.mark.parametrize(("more", "words"), [
    ({"kind": "pr"}, "では書きません"), ({"kind": "old"}, "令和3年度にはない種別です"), ({"title": ""}, "件名を入力してください"),
    ({"date": "R99.1.1"}, "まだ来ていない日付です"), ({"next_on": "R3.12.4"}, "日付かそれより後に"), ({"next_on": "R99.1.1"}, "2年より先の日付"), ({"coordinators": []}, "担当者を1人以上")])
def test_what_cannot_be_is_refused_and_all_that_was_typed_kept(as_user, coordinator, small, kinds, more, words):
    form = typed(small, kinds, coordinator) | more
    form["kind"] = kinds[form["kind"]].pk if isinstance(form["kind"], str) else form["kind"]
    answer = as_user(coordinator).post("/activities/new/", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "大沢地区公会堂" in page and not Activity.objects.exists()


@pytest.mark.parametrize(("kind", "name", "most"), [
    ("salon", "visitors", 99_999), ("salon", "consultations", 9_999), ("pr", "copies", 9_999_999), ("pr", "issues", 999)])
def test_an_amount_that_is_a_slip_of_the_keys_is_refused(as_user, coordinator, small, kinds, kind, name, most):
    form = typed(small, kinds, coordinator, kind=kinds[kind].pk, visitors="", consultations="") | {name: "9223372036854775807"}
    answer = as_user(coordinator).post("/activities/new/", form)
    assert answer.context["form"].errors == {name: [f"{most}以下の数にしてください。"]} and b"9223372036854775807" in answer.content
    assert not Activity.objects.exists() and as_user(coordinator).post("/activities/new/", form | {name: most}).status_code == 302


@pytest.mark.parametrize(("query", "found"), [("kind=salon", 2), ("kind=pr", 1), ("fiscal_year=2022", 1), ("district=renjaku", 0),
                                              ("resource=R-1", 1), ("kind=x", 0)])
def test_the_list_is_cut_down_by_year_kind_district_and_group(as_user, supervisor, kinds, salon, query, found):
    group = Resource.objects.create(code="R-1", name="見本の会")
    salon(resource=group), salon(date=datetime.date(2022, 4, 1)), salon(kind=kinds["pr"], title="たより")
    assert as_user(supervisor).get(f"/activities/?{query}").context["page"].paginator.count == found


def test_words_are_looked_for_in_the_title_the_place_the_group_and_the_text(as_user, coordinator, salon):
    salon(text="介護の話"), salon(resource=Resource.objects.create(code="R-1", name="介護の会")), salon(title="別")
    answer = as_user(coordinator).post("/activities/", {"q": "介護"}, follow=True)
    assert answer.context["page"].paginator.count == 2 and "介護" not in answer.request["QUERY_STRING"]


@pytest.mark.parametrize("word", ["介護", "高崎", "こみゅにてぃ", "ＡＢＣ薬局", "浜の会 介護", "ｶｲｺﾞ"])
def test_width_kana_and_variant_kanji_do_not_hide_a_word(as_user, coordinator, other_coordinator, salon, word):
    group = Resource.objects.create(code="R-1", name="濱の会")
    entry = salon(title="髙﨑さん宅の介護の集い（カイゴ）", place="ｺﾐｭﾆﾃｨｾﾝﾀｰ", text="abc薬局の話", resource=group)
    Activity.objects.filter(pk=entry.pk).update(is_citywide=True)
    salon(title="別の集まり")
    found = as_user(coordinator).post("/activities/", {"q": word}, follow=True).context["page"]
    assert [*found] == [entry]
    assert not [*as_user(other_coordinator).post("/activities/", {"q": word}, follow=True).context["page"]]


def test_a_changed_or_removed_entry_is_found_by_what_it_says_now(as_user, coordinator, salon):
    entry = salon(text="介護の話")
    Activity.objects.filter(pk=entry.pk).update(text="防災の話")
    client = as_user(coordinator)
    count = {word: client.post("/activities/", {"q": word}, follow=True).context["page"].paginator.count for word in ("介護", "防災")}
    assert count == {"介護": 0, "防災": 1}


def test_out_of_the_own_district_it_is_not_there(as_user, other_coordinator, salon):
    entry, client = salon(), as_user(other_coordinator)
    assert client.get(f"/activities/{entry.pk}/").status_code == 404 and client.get("/activities/").context["page"].paginator.count == 0


def test_the_contact_that_counts_for_it_is_filled_in_and_each_leads_to_the_other(as_user, coordinator, small, salon):
    entry, client = salon(text="血圧の相談があった"), as_user(coordinator)
    entry.coordinators.set([coordinator])
    start = client.get(f"/contacts/new/?activity={entry.pk}").context["form"].initial
    assert (start["date"], start["district"].code, start["text"]) == (DAY, "osawa", "相談サロン\n血圧の相談があった")
    sent = {"date": "R3.12.5", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "axis_kind": "outreach",
            "axis_consulter": "self", "axis_method": "visit", "axis_topic": ["health"]}
    client.post(f"/contacts/new/?activity={entry.pk}", sent)
    contact = Contact.objects.get()
    assert contact.activity == entry
    assert f"/activities/{entry.pk}/" in client.get(f"/contacts/{contact.pk}/").content.decode()
    assert f"/contacts/{contact.pk}/" in client.get(f"/activities/{entry.pk}/").content.decode()


def test_the_contact_for_an_entry_of_an_earlier_year_is_coded_along_that_year_s_categories(as_user, coordinator, small, salon):
    client, entry = as_user(coordinator), salon(date=datetime.date(2020, 12, 5))
    page = client.get(f"/contacts/new/?activity={entry.pk}")
    assert page.context["fiscal_year"] == 2020 and "令和2年度の項目です" in page.content.decode()
    assert 'value="training"' not in page.content.decode()  # 研修 is new in 令和3年度


@pytest.fixture
def sent(small, coordinator):
    """A contact of a salon as the log page sends it."""
    return {"date": "R3.12.5", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "axis_kind": "outreach",
            "axis_consulter": "self", "axis_method": "visit", "axis_topic": ["health"]}


@pytest.mark.either
def test_an_entry_may_have_many_contacts_and_its_page_lists_them(as_user, coordinator, small, salon, sent):
    entry, client = salon(text="見本の会"), as_user(coordinator)
    address = f"/contacts/new/?activity={entry.pk}"
    for n in range(3):
        following = client.post(address, sent | {"counterpart": f"相手{n}", "save_next": ("1", "new", "1")[n]})
        assert following["Location"] == address
    assert entry.contacts.count() == 3 and client.get(address).context["form"].initial["text"] == ""
    page = client.get(f"/activities/{entry.pk}/").content.decode()
    assert all(f"相手{n}" in page for n in range(3)) and "3件（対応実績に数えています）" in page and address in page
    assert Contact.objects.filter(codings__axis__code="kind").count() == 3


def test_a_draft_keeps_the_entry_from_which_it_is_logged(as_user, coordinator, small, salon, sent):
    entry, client = salon(), as_user(coordinator)
    client.post("/drafts/save/", sent | {"text": "途中", "activity": entry.pk, "draft_noun": "contact"})
    page = client.get(f"/contacts/new/?draft={Draft.objects.get().pk}").content.decode()
    assert f'name="activity" value="{entry.pk}"' in page
    client.post(html.unescape(re.search(r'<form method="post" action="([^"]*)" class="form-page', page)[1]), sent)
    assert Contact.objects.get().activity == entry


def test_contacts_out_of_sight_and_deleted_ones_are_not_listed(as_user, coordinator, small, salon):
    entry, client = salon(), as_user(coordinator)
    closed = Case.objects.create(number="C-9", title="秘密", subject="place", district=small.districts["osawa"], opened_on="2021-04-01", is_restricted=True)
    log_contact(small, coordinator, activity=entry, case=closed, text="秘密")
    gone = log_contact(small, coordinator, activity=entry, text="二重に入れた")
    delete_record(record=gone, version=1, reason="二重", by=coordinator)
    page = client.get(f"/activities/{entry.pk}/").content.decode()
    assert "ほか1件は、ここには表示していません" in page and "秘密" not in page and "二重に入れた" not in page


def test_an_entry_of_another_district_is_not_linked(as_user, other_coordinator, small, salon, sent):
    entry = salon()
    as_user(other_coordinator).post(f"/contacts/new/?activity={entry.pk}", sent | {
        "district": small.districts["renjaku"].pk, "coordinators": [other_coordinator.pk]})
    assert Contact.objects.get().activity is None


def test_the_next_one_of_the_same_meeting_begins_with_what_the_last_one_says(as_user, coordinator, salon):
    entry = salon(place="公会堂", next_on=datetime.date(2022, 1, 9))
    start = as_user(coordinator).get(f"/activities/new/?like={entry.pk}").context["form"].initial
    assert (start["title"], start["place"], start["date"]) == ("相談サロン", "公会堂", datetime.date(2022, 1, 9))


def test_a_next_date_is_told_on_today_until_the_next_one_is_entered(as_user, coordinator, salon):
    entry, client = salon(next_on=datetime.date(2022, 1, 9)), as_user(coordinator)
    assert [*client.get("/").context["planned"]] == [entry]
    salon(date=datetime.date(2022, 1, 9))
    assert [*client.get("/").context["planned"]] == []


def test_a_deleted_one_is_in_no_list_and_comes_back(as_user, supervisor, salon):
    entry, client = salon(), as_user(supervisor)
    client.post(f"/activities/{entry.pk}/delete/", {"reason": "二重", "version": 1})
    assert client.get("/activities/").context["page"].paginator.count == 0
    assert "相談サロン" in client.get("/deleted/").content.decode()
    client.post(f"/activities/{entry.pk}/restore/", {"version": 2})
    assert Activity.objects.get() == entry


def test_who_did_it_is_told_in_the_history(as_user, coordinator, supervisor, small, kinds, salon):
    entry, client = salon(), as_user(coordinator)
    client.post(f"/activities/{entry.pk}/edit/", typed(small, kinds, coordinator, version=1))
    page = client.get(f"/activities/{entry.pk}/history/").content.decode()
    assert "担当者" in page and coordinator.name in page and "大沢地区公会堂" in page


def test_the_queries_of_the_list_do_not_grow(as_user, coordinator, salon, django_assert_max_num_queries):
    client = as_user(coordinator)
    salon().coordinators.set([coordinator])
    with django_assert_max_num_queries(40) as few:
        client.get("/activities/")
    for _ in range(15):
        salon().coordinators.set([coordinator])
    with django_assert_max_num_queries(len(few)):
        assert client.get("/activities/").context["page"].paginator.count == 16


@pytest.mark.parametrize(("change", "words"), [({"last_year": "R2"}, "年度の外にあります"), ({"asks_visitors": ""}, "外せません")])
def test_a_kind_keeps_the_years_and_amounts_that_its_entries_need(as_user, admin, salon, change, words):
    entry = salon(visitors=3)
    form = {"code": "salon", "name": "相談サロン", "chapter": "other", "order": "0", "asks_visitors": "on", "asks_consultations": "on", "version": 1}
    answer = as_user(admin).post(f"/settings/activity-kinds/{entry.kind_id}/", {name: value for name, value in (form | change).items() if value})
    assert answer.status_code == 422 and words in answer.content.decode()


def test_the_diary_has_both_streams_of_each_day(as_user, coordinator, other_coordinator, small, salon):
    today = timezone.localdate()
    entry, contact = salon(date=today), log_contact(small, coordinator, date=today)
    entry.coordinators.set([coordinator])
    salon(date=today, title="別の人の会議").coordinators.set([other_coordinator])
    client = as_user(coordinator)
    found = next(each for each in client.get("/diary/").context["days"] if each.date == today)
    assert (found.contacts, found.activities) == ([contact], [entry])
    everyone = next(each for each in client.get("/diary/?of=").context["days"] if each.date == today)
    assert len(everyone.activities) == 2


@pytest.mark.parametrize(("amounts", "hinted"), [(("12", "15"), True), (("12", "12"), False), (("", "15"), False), (("12", ""), False)])
def test_more_consultations_than_people_are_hinted_at_and_saved(as_user, coordinator, small, kinds, amounts, hinted):
    given = dict(zip(("visitors", "consultations"), amounts, strict=True))
    answer = as_user(coordinator).post("/activities/new/", typed(small, kinds, coordinator, **given), follow=True)
    assert ("相談15件に対して、来場・参加は12人です" in answer.content.decode()) == hinted and Activity.objects.count() == 1


def test_the_diary_names_the_week_that_it_shows_and_keeps_what_it_cannot_read(as_user, coordinator, small):
    client, today = as_user(coordinator), periods.format_date(timezone.localdate())
    assert client.get("/diary/").context["form"]["day"].value() == client.get("/diary/?day=").context["form"]["day"].value() == today
    assert client.get("/diary/?day=x").context["form"]["day"].value() == "x"

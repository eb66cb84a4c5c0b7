"""引き継ぎの資料: with a purpose that the audit keeps, all that whoever comes next has to know, and nothing out of sight."""
import datetime

import pytest

from cases.models import (
    Assessment,
    AuditEntry,
    Case,
    CaseEvent,
    Conference,
    Consent,
    Goal,
    Household,
    Member,
    Monitoring,
    Referral,
    Resource,
    SupportPlan,
    Task,
    Waiting,
)
from tests.factories import log_contact
from tests.objects import protect

pytestmark = pytest.mark.either
DAY = datetime.date(2021, 4, 5)
PURPOSE = "4月の異動で引き継ぐため"


@pytest.fixture
def case(small, coordinator):
    home = Household.objects.create(number="S-1", name="見本家", district=small.districts["osawa"], contact_care="夜は電話しない", address="見本町1-1", phone="0422-00-0000")
    Member.objects.create(household=home, relation="長男", contact_care="職場にかけない")
    return Case.objects.create(number="C-1", title="見本", household=home, district=small.districts["osawa"], opened_on=DAY, coordinator=coordinator,
                               promises="毎月5日に訪ねる")


def made(client, **asked):
    return client.post("/handover/", {"contacts": "3", "purpose": PURPOSE} | asked)


def test_it_has_all_that_is_open_and_the_last_contacts_of_each_case(as_user, coordinator, small, case):
    contacts = [log_contact(small, coordinator, case=case, date=DAY + datetime.timedelta(days), text=f"記録{days}") for days in range(5)]
    contacts[-1].next_action_on = datetime.date(2099, 1, 1)
    contacts[-1].save()
    Waiting.objects.create(case=case, whom="長男", what="電話", since=DAY)
    Referral.objects.create(case=case, resource=Resource.objects.create(code="R-1", name="見本包括"), date=DAY, asked="申請の相談")
    CaseEvent.objects.create(case=case, kind="handed_over", date=DAY, watch="犬がいる", to_user=coordinator)
    page = made(as_user(coordinator), district=small.districts["osawa"].pk)
    text = page.content.decode()
    for words in ("夜は電話しない", "職場にかけない", "毎月5日に訪ねる", "犬がいる", "申請の相談", "電話", "記録4", "記録2", PURPOSE, "取扱注意"):
        assert words in text, words
    pack = page.context["pack"]
    assert [each.text for each in pack.cases[0].last_contacts] == ["記録4", "記録3", "記録2"] and pack.due == [contacts[-1]]


@pytest.fixture
def worked_on(coordinator, case):
    """The case is quiet, was handed over with a note, and has a plan that should have been looked at."""
    Case.objects.update(quiet_days=30)
    CaseEvent.objects.create(case=case, kind="handed_over", date=DAY, note="月1訪問の約束", to_user=coordinator)
    CaseEvent.objects.create(case=case, kind="reopened", date=DAY, note="再開のきっかけ")
    plan = SupportPlan.objects.create(case=case, made_on=DAY)
    Goal.objects.create(plan=plan, aim="週に1度は外に出る")
    Goal.objects.create(plan=plan, aim="済んだ目標", state="reached")
    Monitoring.objects.create(plan=plan, date=DAY, progress="見本", next_on=datetime.date(2021, 5, 6))
    SupportPlan.objects.create(case=case, made_on=DAY, state="draft", wish="まだ確かめていない")
    SupportPlan.objects.create(case=case, made_on=DAY, state="ended")
    return plan


def test_what_the_one_before_wrote_the_plans_and_quiet_cases_are_in_it(as_user, coordinator, small, case, worked_on):
    page = made(as_user(coordinator), district=small.districts["osawa"].pk)
    text, pack = page.content.decode(), page.context["pack"]
    for words in ("申し送り：月1訪問の約束", "週に1度は外に出る", "令和3年5月6日", "過ぎています", "作成中", "連絡が空いているケース"):
        assert words in text, words
    assert "済んだ目標" not in text and "再開のきっかけ" not in text
    assert [each.look_on for each in pack.plans] == [datetime.date(2021, 5, 6), None] and [each.case for each in pack.quiet] == [case]


@pytest.mark.parametrize("hide", ["restricted", "closed"])
def test_nor_are_they_where_the_case_is_out_of_sight_or_closed(as_user, coordinator, supervisor, small, case, worked_on, hide):
    Case.objects.update(**({"is_restricted": True} if hide == "restricted" else {"closed_on": DAY}))
    case.named.add(coordinator)
    page = made(as_user(supervisor), district=small.districts["osawa"].pk)
    pack = page.context["pack"]
    assert (pack.plans, pack.quiet, pack.handed) == ([], [], []) and "月1訪問の約束" not in page.content.decode()


@pytest.fixture
def known(small, coordinator, case):
    """All that is needed on the first day: key person with a telephone, consents, two assessments, two meetings."""
    member = Member.objects.get()
    Member.objects.update(family_name="見本", given_name="太郎", kana="みほん たろう", phone="090-0000-1111", is_key_person=True)
    Consent.objects.create(member=member, scope="地域包括", content="健康のこと", given_on=DAY, method="oral")
    Consent.objects.create(member=member, scope="主治医", given_on=DAY, withdrawn_on=DAY, method="oral")
    Consent.objects.create(member=member, scope="誤った同意", given_on=DAY, method="oral", is_withdrawn=True)
    for month, view in ((5, "後の見立て"), (4, "前の見立て")):
        Assessment.objects.create(case=case, date=datetime.date(2021, month, 6), view=view)
        Conference.objects.create(kind="support", date=datetime.date(2021, month, 7), decisions=f"{view}で決めた").cases.add(case)
    Conference.objects.create(kind="support", date=datetime.date(2021, 9, 7), talk="まだ決まらない").cases.add(case)
    return member


def test_it_has_what_is_needed_on_the_first_day(as_user, coordinator, small, known):
    text = made(as_user(coordinator), district=small.districts["osawa"].pk).content.decode()
    for words in ("見本町1-1", "0422-00-0000", "090-0000-1111", "キーパーソン", "みほん たろう", "地域包括（健康のこと）", "撤回", "令和3年5月6日", "後の見立て", "令和3年5月7日の支援会議", "後の見立てで決めた"):
        assert words in text, words
    assert not [words for words in ("前の見立て", "誤った同意", "まだ決まらない") if words in text]


def test_the_whereabouts_of_a_protected_household_are_not_in_it(as_user, coordinator, supervisor, small, case, known):
    protect(case.household, supervisor)
    text = made(as_user(coordinator), district=small.districts["osawa"].pk).content.decode()
    assert not [words for words in ("見本町1-1", "0422-00-0000", "090-0000-1111") if words in text]
    assert "支援措置により表示していません" in text and "夜は電話しない" in text


def test_a_restricted_member_and_a_meeting_about_a_case_out_of_sight_are_not_in_it(as_user, coordinator, small, case, known):
    hidden = Case.objects.create(number="C-2", title="別", subject="place", subject_name="x", district=small.districts["osawa"], opened_on=DAY, is_restricted=True)
    Conference.objects.get(decisions="後の見立てで決めた").cases.add(hidden)
    Member.objects.update(is_restricted=True)
    text = made(as_user(coordinator), district=small.districts["osawa"].pk).content.decode()
    assert not [words for words in ("090-0000-1111", "みほん たろう", "地域包括", "後の見立てで決めた", "職場にかけない") if words in text]
    assert "前の見立てで決めた" in text


def test_it_begins_with_its_contents_and_the_cases_with_what_is_open(as_user, coordinator, small, case, worked_on):
    log_contact(small, coordinator, case=case, date=DAY, next_action_on=datetime.date(2099, 1, 1))
    Waiting.objects.create(case=case, whom="長男", what="電話", since=DAY)
    page = made(as_user(coordinator), district=small.districts["osawa"].pk)
    text, pack = page.content.decode(), page.context["pack"]
    [(listed, words)] = pack.index
    assert listed == case and "次回予定 " in words and "返事待ち1" in words and "支援計画2" in words and "約束あり" in words
    places = [text.index(f'id="{anchor}"') for anchor, *_ in pack.contents]
    assert places == sorted(places) and all(f'href="#{anchor}"' in text for anchor, *_ in pack.contents)
    assert f'href="#case-{case.pk}"' in text and f'id="case-{case.pk}"' in text


def test_the_next_steps_of_a_goal_and_of_a_meeting_are_both_open_of_the_case(as_user, coordinator, small, case, worked_on):
    meeting = Conference.objects.create(date=DAY, kind="support")
    meeting.cases.add(case)
    Task.objects.create(conference=meeting, who="包括", what="訪ねる")
    Task.objects.create(goal=worked_on.goals.first(), who="民生委員", what="声をかける")
    pack = made(as_user(coordinator), district=small.districts["osawa"].pk).context["pack"]
    assert len(pack.tasks) == 2 and "やること2" in pack.index[0][1]


def test_the_form_says_what_it_needs_and_all_that_is_missing_at_once(as_user, coordinator, small):
    client = as_user(coordinator)
    text = client.get("/handover/").content.decode()
    assert text.count("※どちらか必須") == 2 and "地区か担当者の、どちらかを選びます" in text and "5文字以上。" in text
    text = made(client, purpose="").content.decode()
    assert "地区か担当者を選んでください" in text and "目的を入力してください" in text and "まだ保存されていません" not in text


@pytest.mark.parametrize(("asked", "words"), [({}, "地区か担当者を選んでください"), ({"district": "own", "purpose": "渡す"}, "5文字以上"), ({"district": "own", "purpose": ""}, "目的を入力してください")])
def test_without_a_purpose_or_anything_chosen_nothing_is_shown(as_user, coordinator, small, case, asked, words):
    given = asked | ({"district": small.districts["osawa"].pk} if asked.get("district") else {})
    page = made(as_user(coordinator), **given)
    assert page.status_code == 422 and words in page.content.decode() and "夜は電話しない" not in page.content.decode()
    assert not AuditEntry.objects.filter(action="handover.made").exists()


def test_the_audit_keeps_who_had_it_what_of_and_why(as_user, coordinator, small, case):
    made(as_user(coordinator), district=small.districts["osawa"].pk)
    entry = AuditEntry.objects.get(action="handover.made")
    assert (entry.user_id, entry.purpose) == (coordinator.pk, PURPOSE) and f'"case": [{case.pk}]' in entry.objects_text
    assert entry.details["district"] == small.districts["osawa"].pk


def test_another_s_district_cannot_be_asked_for(as_user, other_coordinator, small, case):
    page = made(as_user(other_coordinator), district=small.districts["osawa"].pk)
    assert page.status_code == 422 and "夜は電話しない" not in page.content.decode()


def test_a_coordinator_s_pack_has_that_coordinator_s_cases(as_user, supervisor, coordinator, small, case):
    Case.objects.create(number="C-2", title="別", subject="place", subject_name="x", district=small.districts["osawa"], opened_on=DAY)
    pack = made(as_user(supervisor), coordinator=coordinator.pk).context["pack"]
    assert pack.cases == [case]


def test_restricted_records_are_listed_for_those_who_are_named_and_nobody_else(as_user, coordinator, supervisor, small, case):
    Case.objects.update(is_restricted=True)
    case.named.add(coordinator)
    page = made(as_user(coordinator), district=small.districts["osawa"].pk)
    assert page.context["pack"].restricted == [case] and coordinator.name in page.content.decode()
    hidden = made(as_user(supervisor), district=small.districts["osawa"].pk)
    assert hidden.context["pack"].cases == [] and "毎月5日に訪ねる" not in hidden.content.decode()


def test_closed_cases_are_not_in_it(as_user, coordinator, small, case):
    Case.objects.update(closed_on=DAY)
    assert made(as_user(coordinator), district=small.districts["osawa"].pk).context["pack"].cases == []


def test_the_queries_do_not_grow(as_user, coordinator, small, case, worked_on, known, django_assert_max_num_queries):
    client = as_user(coordinator)
    log_contact(small, coordinator, case=case)
    with django_assert_max_num_queries(60) as few:
        made(client, district=small.districts["osawa"].pk)
    for number in range(6):
        home = Household.objects.create(number=f"S-9{number}", district=small.districts["osawa"])
        other = Case.objects.create(number=f"C-9{number}", title="x", household=home, district=small.districts["osawa"], opened_on=DAY, quiet_days=30)
        CaseEvent.objects.create(case=other, kind="handed_over", date=DAY, note="x", to_user=coordinator)
        Goal.objects.create(plan=SupportPlan.objects.create(case=other, made_on=DAY), aim="x")
        log_contact(small, coordinator, case=other)
        Assessment.objects.create(case=other, date=DAY, view="x")
        Conference.objects.create(kind="support", date=DAY, decisions="x").cases.add(other)
        Consent.objects.create(member=Member.objects.create(household=home, relation="x"), scope="x", given_on=DAY, method="oral")
    with django_assert_max_num_queries(len(few)):
        made(client, district=small.districts["osawa"].pk)

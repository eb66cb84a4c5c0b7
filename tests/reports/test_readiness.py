"""報告書の準備: what the year's report lacks by district, in per cent, with where it is filled and by whom."""
import datetime
import uuid

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.utils import timezone

from cases.models import (
    Activity,
    ActivityKind,
    AuditEntry,
    Case,
    ContactCategory,
    Draft,
    NoEntries,
    PublishedFigure,
)
from cases.periods import fiscal_year_of
from reports.readiness import REGISTER, readiness_of
from tests.factories import log_contact


@pytest.fixture
def kinds(small):
    ActivityKind.objects.all().delete()
    return [ActivityKind.objects.create(code=code, name=code) for code in ("meeting", "salon")]


def items(user, part=0):
    return {item.words: item for item in readiness_of(user, 2021)[part].items}


def test_a_contact_without_a_needed_answer_is_a_gap_that_leads_to_it(as_user, coordinator, small, kinds):
    log_contact(small, coordinator), log_contact(small, coordinator, "kind:case", "target:elderly")
    lacking = log_contact(small, coordinator, "kind:case", "target:elderly")
    ContactCategory.objects.filter(contact=lacking, axis__code="target").delete()
    item = items(coordinator)["必要な項目に答えた対応記録"]
    assert (item.done, item.of, item.percent, item.gaps[0].who) == (2, 3, 66, (coordinator.name,))
    assert [each.pk for each in as_user(coordinator).get(item.gaps[0].address).context["page"]] == [lacking.pk]


def test_drafts_are_numbers_by_their_writer(coordinator, supervisor, small, kinds):
    log_contact(small, coordinator)
    for date, district in (("R3.5.1", "osawa"), ("R2.5.1", "osawa"), ("R3.5.1", "renjaku")):
        Draft.objects.create(owner=coordinator, form_token=uuid.uuid4(), data={"date": [date], "district": [str(small.districts[district].pk)], "text": ["秘密"]})
    empty = {"date": ["R3.5.1"], "district": [str(small.districts["osawa"].pk)], "text": ["　\n"], "coordinators": [str(coordinator.pk)], "axis_topic": [""]}
    Draft.objects.create(owner=coordinator, form_token=uuid.uuid4(), data=empty)
    for noun in ("activity", "case"):
        Draft.objects.create(owner=coordinator, form_token=uuid.uuid4(), noun=noun, data=empty | {"title": ["見本"]})
    mine, hers = items(coordinator)["下書きを仕上げた対応記録"], items(supervisor)["下書きを仕上げた対応記録"]
    assert (mine.done, mine.of, mine.gaps[0].address, hers.gaps[0].address) == (1, 2, "/drafts/", "")
    assert hers.gaps[0].who == (coordinator.name,) and "秘密" not in hers.gaps[0].words


def test_a_draft_that_changes_a_stored_record_is_no_gap(coordinator, small, kinds):
    stored = log_contact(small, coordinator)
    Draft.objects.create(owner=coordinator, target=stored.pk, data={"date": ["R3.5.1"], "district": [str(small.districts["osawa"].pk)], "text": ["書き直し"]})
    item = items(coordinator)["下書きを仕上げた対応記録"]
    assert (item.done, item.of, item.gaps) == (1, 1, ())


@pytest.mark.parametrize(("typed", "year"), [
    ("R3.5.1", 2021), ("昨日", 2025), ("+0", 2026), ("3/30", 2025), ("4月1日", 2026), ("R8.13.", 2026), ("", 2026)])
def test_a_draft_is_of_the_year_of_its_day_and_of_no_other(coordinator, small, kinds, typed, year):
    """Written on 1 April 2026, looked at ten days later; what cannot be read is of the day on which it was written."""
    at = datetime.datetime(2026, 4, 1, 9, tzinfo=datetime.UTC)
    with time_machine.travel(at + datetime.timedelta(days=10), tick=False):
        Draft.objects.create(owner=coordinator, form_token=uuid.uuid4(), updated_at=at, data={
            "date": [typed], "district": [str(small.districts["osawa"].pk)], "text": ["秘密"]})
        counted = [each for each in (2021, 2024, 2025, 2026, 2027) for item in readiness_of(coordinator, each)[0].items
                   if item.words == "下書きを仕上げた対応記録" and item.gaps]
    assert counted == [year]


def test_a_closed_case_without_a_reason_is_named_where_it_is_in_sight(coordinator, small, kinds):
    common = {"subject": "place", "district": small.districts["osawa"], "opened_on": datetime.date(2021, 4, 1), "closed_on": datetime.date(2021, 9, 1)}
    Case.objects.create(number="C-1", title="x", coordinator=coordinator, **common)
    Case.objects.create(number="C-2", title="x", closing_reason="目標達成", **common)
    Case.objects.create(number="C-3", title="x", is_restricted=True, **common)
    item = items(coordinator)["終結の理由を書いたケース"]
    assert (item.done, item.of) == (1, 3)
    assert ["C-1" in gap.words for gap in item.gaps] == [True, False] and "ほか1件" in item.gaps[1].words and "C-3" not in str(item.gaps)


@pytest.mark.either
def test_a_case_that_was_reopened_since_was_closed_in_the_year_all_the_same(coordinator, small, kinds):
    case = Case.objects.create(number="C-1", title="x", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    case.events.create(kind="closed", date="2021-09-01", reason="転出")
    case.events.create(kind="reopened", date="2022-09-01")
    item = items(coordinator)["終結の理由を書いたケース"]
    assert (item.done, item.of) == (1, 1)


def test_kinds_of_the_register_without_an_entry_lead_to_a_new_one(as_user, coordinator, small, kinds):
    Activity.objects.create(date=datetime.date(2021, 5, 1), kind=kinds[0], title="x", district=small.districts["osawa"])
    item = items(coordinator)[REGISTER]
    assert (item.done, item.of, item.gaps[0].words) == (1, 2, "地域支援の記録がない種別　salon")
    assert as_user(coordinator).get(item.gaps[0].address).context["form"]["kind"].value() == kinds[1].pk


def test_such_a_new_entry_begins_in_the_year_and_the_district_of_the_gap(as_user, supervisor, small, kinds):
    parts = {part.code: {item.words: item for item in part.items} for part in readiness_of(supervisor, 2021)}
    form = as_user(supervisor).get(parts["renjaku"][REGISTER].gaps[0].address).context["form"]
    assert (form["district"].value(), form["date"].value()) == (small.districts["renjaku"].pk, datetime.date(2022, 3, 31))


def said(year=2021, district="osawa", kind="salon", said="1"):
    return {"fiscal_year": year, "district": district, "kind": kind, "said": said}


def test_that_there_was_nothing_of_a_kind_is_said_kept_taken_back_and_overridden(as_user, coordinator, small, kinds):
    client, page = as_user(coordinator), "/reports/2021/readiness/"
    log_contact(small, coordinator)
    Activity.objects.create(date=datetime.date(2021, 5, 1), kind=kinds[0], title="x", district=small.districts["osawa"])
    assert "この年度は実績なし" in client.get(page).content.decode()
    for _ in range(2):
        client.post("/activities/none/", said())
    item = items(coordinator)[REGISTER]
    assert (item.percent, item.gaps, [(each.kind, each.said_by) for each in item.none]) == (100, (), [(kinds[1], coordinator)])
    assert f"{coordinator.name}・" in client.get(page).content.decode()
    client.post("/activities/none/", said(said=""))
    assert items(coordinator)[REGISTER].percent == 50 and not NoEntries.objects.exists()
    client.post("/activities/none/", said())
    Activity.objects.create(date=datetime.date(2021, 6, 1), kind=kinds[1], title="x", district=small.districts["osawa"])
    assert (items(coordinator)[REGISTER].percent, items(coordinator)[REGISTER].none) == (100, ())


def test_both_are_in_the_audit(as_user, coordinator, small, kinds):
    for each in ("1", ""):
        as_user(coordinator).post("/activities/none/", said(said=each))
    assert [*AuditEntry.objects.filter(action__startswith="noentries.").order_by("seq").values_list("action", "user_id")] == [
        ("noentries.created", coordinator.pk), ("noentries.deleted", coordinator.pk)]


@pytest.mark.parametrize("wrong", [{"year": "2199"}, {"year": "x"}, {"district": "renjaku"}, {"kind": "x"}, {"kind": "meeting"}, {"year": "2019"}])
def test_what_cannot_be_so_is_refused_with_words(as_user, coordinator, small, kinds, wrong):
    ActivityKind.objects.filter(code="salon").update(first_year=2020)
    Activity.objects.create(date=datetime.date(2021, 5, 1), kind=kinds[0], title="x", district=small.districts["osawa"])
    answer = as_user(coordinator).post("/activities/none/", said(**wrong))
    assert not NoEntries.objects.exists() and answer.status_code == 302
    assert [str(each) for each in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize("page", ["", "contacts/"])
def test_a_year_without_a_report_has_nothing_to_prepare(as_user, supervisor, small, kinds, page):
    client, this_year = as_user(supervisor), fiscal_year_of(timezone.localdate())
    assert client.get(f"/reports/2019/readiness/{page}").status_code == 404
    assert client.get(f"/reports/{this_year}/readiness/{page}").status_code == 200


def test_tables_without_last_year_name_the_admin(coordinator, admin, small, kinds):
    log_contact(small, coordinator)
    PublishedFigure.objects.create(fiscal_year=2020, district=small.districts["osawa"], axis=small.axes["kind"], category=small.categories["kind:new"], value=3)
    item = items(coordinator)["前年度の数（公表値）がある表"]
    assert (item.done, item.of) == (1, 6) and item.gaps[0].who == (admin.name,) and "相談者" in item.gaps[0].words


def test_what_the_checks_find_is_a_gap_of_the_whole_report(supervisor, small, coordinator, kinds):
    whole = next(part for part in readiness_of(supervisor, 2021) if not part.code)
    assert whole.percent == 100
    for value, category in ((3, "kind:new"), (9, None)):
        PublishedFigure.objects.create(fiscal_year=2021, district=small.districts["osawa"], axis=small.axes["kind"], value=value,
                                       category=small.categories[category] if category else None)
    whole = next(part for part in readiness_of(supervisor, 2021) if not part.code)
    assert whole.percent < 100 and any("合計欄は9" in gap.words for gap in whole.items[0].gaps)


def test_a_hundred_per_cent_says_that_nothing_is_missing(coordinator, small, kinds):
    for kind in kinds:
        Activity.objects.create(date=datetime.date(2021, 5, 1), kind=kind, title="x", district=small.districts["osawa"])
    for year in (2020, 2021):
        log_contact(small, coordinator, "kind:case", "target:elderly", "action:listen", "topic:health", date=datetime.date(year, 5, 1))
    part = readiness_of(coordinator, 2021)[0]
    assert part.percent == 100 and not any(item.gaps for item in part.items)


def test_only_the_own_districts_are_told(as_user, coordinator, supervisor, small, kinds):
    log_contact(small, coordinator)
    assert [[part.name for part in readiness_of(user, 2021)] for user in (coordinator, supervisor)] == [["大沢", "全地区に共通"], ["大沢", "連雀", "全地区に共通"]]
    assert "報告書の準備" in as_user(supervisor).get("/reports/2021/readiness/").content.decode()


@pytest.mark.parametrize(("role", "others"), [("coordinator", False), ("supervisor", True)])
def test_the_dashboard_fetches_the_percentages_of_the_own_districts(as_user, request, coordinator, small, kinds, role, others):
    log_contact(small, coordinator)
    client = as_user(request.getfixturevalue(role))
    assert "/readiness/" in client.get("/reports/overview/").content.decode()
    part = client.get("/reports/2021/readiness/", headers={"HX-Request": "true"}).content.decode()
    assert "大沢" in part and "<html" not in part and ("連雀" in part) == others


def test_the_queries_do_not_grow(coordinator, small, kinds, django_assert_max_num_queries):
    log_contact(small, coordinator)
    with django_assert_max_num_queries(60) as few:
        readiness_of(coordinator, 2021)
    for _ in range(10):
        log_contact(small, coordinator)
    with django_assert_max_num_queries(len(few)):
        readiness_of(coordinator, 2021)

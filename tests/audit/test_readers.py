"""Who saw a record, and the supervisor's review of unusual reading."""
import datetime

import pytest
import time_machine
from django.test import Client

from cases import audit, trail
from cases.audit.unusual import MANY_AN_HOUR, MANY_DENIED, findings
from cases.models import AuditEntry, Case, Household, Member, User
from tests.factories import log_contact, make_user

HERE = "192.0.2.1"
NOON = datetime.datetime(2021, 6, 1, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


def visitor(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def contact(small, coordinator):
    return log_contact(small, coordinator, "topic:meal")


def test_who_opened_a_record_is_one_click_away(contact, coordinator, supervisor):
    visitor(supervisor).get(contact.get_absolute_url())
    own = visitor(coordinator)
    assert f"/contacts/{contact.pk}/readers/" in own.get(contact.get_absolute_url()).content.decode()
    page = own.get(f"/contacts/{contact.pk}/readers/").content.decode()
    assert "見本 tokatsu（統括者）" in page and "開いた" in page


def test_a_list_counts_only_where_it_is_asked_for(contact, coordinator, supervisor):
    visitor(supervisor).get("/contacts/")
    own = visitor(coordinator)
    assert "tokatsu" not in own.get(f"/contacts/{contact.pk}/readers/").content.decode()
    assert "tokatsu" in own.get(f"/contacts/{contact.pk}/readers/?lists=1").content.decode()


def test_readers_of_long_ago_are_left_out(contact, coordinator, supervisor):
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=120)):
        visitor(supervisor).get(contact.get_absolute_url())
    assert "tokatsu" not in visitor(coordinator).get(f"/contacts/{contact.pk}/readers/").content.decode()


def test_a_print_is_kept_with_what_it_was_of(contact, coordinator):
    visitor(coordinator).post("/audit/print/", {"page": contact.get_absolute_url()})
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.objects_text) == ("print", f'{{"contact": [{contact.pk}]}}')
    assert "印刷" in visitor(coordinator).get(f"/contacts/{contact.pk}/readers/").content.decode()


@pytest.mark.parametrize("address", ["", "/nowhere/", "x" * 3000, "/contacts/999999/"])
def test_a_print_of_nothing_names_nothing(contact, coordinator, address):
    assert visitor(coordinator).post("/audit/print/", {"page": address}).status_code == 204
    assert not AuditEntry.objects.filter(action="print").exclude(objects_text="{}").exists()


def read(user, records, start=NOON, seconds=10):
    """The user opens records one after the other."""
    for number, record in enumerate(records):
        with time_machine.travel(start + datetime.timedelta(seconds=seconds * number)):
            audit.event("read", user=user, objects=[record])


@pytest.fixture
def households(small):
    return Household.objects.bulk_create(
        Household(number=f"S-{number}", name=f"架空{number}家", district=small.districts["osawa"]) for number in range(MANY_AN_HOUR))


def told(day=NOON):
    with time_machine.travel(day + datetime.timedelta(days=1)):
        return [(each.username, each.text, each.records) for each in findings()]


def test_many_records_in_an_hour_are_told_once(coordinator, households):
    read(coordinator, households + households[:5])
    assert told() == [("osawa", f"1時間に{MANY_AN_HOUR}件以上の別々の記録を開きました。", MANY_AN_HOUR)]


def test_one_record_fewer_or_a_slower_hour_is_ordinary_work(coordinator, households):
    read(coordinator, households[1:])
    assert told() == []
    read(coordinator, households, start=NOON + datetime.timedelta(days=3), seconds=180)
    assert told(NOON + datetime.timedelta(days=3)) == []


@pytest.mark.parametrize(("hour", "is_told"), [(21, False), (22, True), (5, True), (6, False)])
def test_reading_at_night_is_told(coordinator, households, hour, is_told):
    read(coordinator, households[:1], start=NOON.replace(hour=hour))
    assert bool(told()) == is_told


@pytest.mark.parametrize(("name", "is_told"), [("髙橋 みほん", True), ("高橋 みほん", True), ("見本 みほん", False), ("髙橋みほん", False)])
def test_reading_about_people_of_the_own_name_is_told(small, name, is_told):
    user = make_user("coordinator", "same", small.districts["osawa"])
    user.name = name
    user.save()
    household = Household.objects.create(number="S-T", name="架空家")
    Member.objects.create(household=household, family_name="高橋")
    read(user, [household])
    assert bool(told()) == is_told


def test_asking_again_and_again_for_what_is_out_of_sight_is_told(contact, other_coordinator):
    client = visitor(other_coordinator)
    for _ in range(MANY_DENIED - 1):
        client.get(contact.get_absolute_url())
    assert findings() == []
    client.get(contact.get_absolute_url())
    assert [each.username for each in findings()] == ["renjaku"]


def test_a_log_in_name_that_changed_hands_names_the_right_person(contact, coordinator, supervisor, small):
    visitor(coordinator).get(contact.get_absolute_url())
    who = trail.Trail()
    who.names(coordinator)
    with audit.acting(who):
        type(contact).objects.filter(pk=contact.pk).update(text="直した")
    User.objects.filter(pk=coordinator.pk).update(username="osawa2")
    make_user("coordinator", "osawa", small.districts["osawa"])
    User.objects.filter(username="osawa").update(name="別人 花子")
    client = visitor(supervisor)
    for address in (f"/contacts/{contact.pk}/readers/", f"/contacts/{contact.pk}/history/", "/audit/?outcome=ok"):
        page = client.get(address).content.decode()
        assert "見本 osawa（" in page and "別人 花子（" not in page


def test_the_reading_of_two_people_is_not_added_up_because_both_had_one_name(coordinator, households, small):
    read(coordinator, households[:MANY_AN_HOUR // 2])
    User.objects.filter(pk=coordinator.pk).update(username="osawa2")
    read(make_user("coordinator", "osawa"), households[MANY_AN_HOUR // 2:])
    assert told() == []


def log_in(user, action, minutes=0, address=HERE):
    """A step of a log-in, some minutes after noon."""
    with time_machine.travel(NOON + datetime.timedelta(minutes=minutes)), trail.following(trail.Trail(address=address)):
        audit.event(action, user=user)


def test_a_right_password_without_its_code_is_told(coordinator):
    log_in(coordinator, "login.code_asked")
    log_in(coordinator, "login.code_asked", 1)
    assert told() == [("osawa", "正しいパスワードのあと、確認コードが入力されませんでした（2回）。", 0)]


@pytest.mark.parametrize(("minutes", "address", "is_told"), [(14, HERE, False), (16, HERE, True), (3, "203.0.113.9", True)])
def test_the_code_counts_in_time_and_from_the_same_place(coordinator, minutes, address, is_told):
    log_in(coordinator, "login.code_asked")
    log_in(coordinator, "login.ok", minutes, address)
    assert bool(told()) == is_told


def test_a_code_that_may_still_come_is_not_missed_yet(coordinator):
    log_in(coordinator, "login.code_asked")
    with time_machine.travel(NOON + datetime.timedelta(minutes=5)):
        assert findings() == []


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_a_failed_log_in_with_a_name_that_nobody_has_is_shown(small, role):
    Client().post("/login/", {"username": "nobody-of-this-name", "password": "x" * 12})
    audit.event("category.created")  # the control: what a command does is not a log-in
    page = visitor(make_user(role, "head", small.districts["osawa"])).get("/audit/?outcome=refused").content.decode()
    assert "登録のない利用者名" in page and "ログインの失敗" in page and "nobody-of-this-name" not in page
    assert "コマンド" not in page


def test_a_page_of_readers_tells_nothing_of_other_records(small, coordinator, contact):
    closed = Case.objects.create(number="C-1", title="t", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    household = Household.objects.create(number="S-1", district=small.districts["osawa"])
    audit.event("read", user=coordinator, objects=[household, closed, contact])
    page = visitor(coordinator).get(f"/households/{household.pk}/readers/?lists=1").content.decode()
    assert "見本 osawa" in page and "ケース1件" not in page and "対応記録1件" not in page


def test_the_review_shows_the_supervisor_the_people_of_the_own_districts(contact, coordinator, other_coordinator, small):
    head = make_user("supervisor", "head", small.districts["osawa"])
    for user in (coordinator, other_coordinator):
        visitor(user).get(contact.get_absolute_url())
    page = visitor(head).get("/audit/").content.decode()
    assert "見本 osawa（" in page and "見本 renjaku（" not in page


def test_the_review_can_be_filtered_and_names_no_record(contact, coordinator, supervisor):
    visitor(coordinator).get(contact.get_absolute_url())
    client = visitor(supervisor)
    page = client.get("/audit/", {"user": coordinator.pk, "outcome": "ok"}).content.decode()
    assert "対応記録1件" in page
    assert "この条件に合う記録はありません" in client.get("/audit/", {"user": coordinator.pk, "outcome": "denied"}).content.decode()

"""C16: how sessions begin, how long they last, and what ends them."""
import datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cases.accounts import sessions
from cases.models import Contact, User
from tests.accounts.people import code, give_second_factor, is_in, log_in
from tests.cases.test_resume import typed  # noqa: F401 (a fixture)
from tests.factories import PASSWORD
from tests.measures import measured

GOOD = "kumo no ue wo aruku neko"


def minutes(count):
    return datetime.timedelta(minutes=count)


@pytest.fixture
def clock():
    """A clock that stands still until it is shifted."""
    with time_machine.travel(timezone.now(), tick=False) as moved:
        yield moved


def key(client) -> str:
    return client.cookies["session"].value


def test_the_session_id_is_new_at_the_log_in_and_the_old_one_is_dead(client, coordinator):
    client.get("/login/")
    client.cookies["session"] = Client().session.session_key or "planted-by-someone"
    planted = key(client)
    log_in(client, "osawa")
    assert key(client) != planted and is_in(client)
    client.cookies["session"] = planted
    assert not is_in(client)


def test_it_is_new_again_after_the_second_factor(client, coordinator):
    give_second_factor(coordinator)
    log_in(client, "osawa")
    halfway = key(client)
    client.post("/login/code/", {"otp": code()})
    assert key(client) != halfway and not Session.objects.filter(session_key=halfway).exists()


@pytest.mark.parametrize(("pause", "still_in"), [(28, True), (31, False)])
def test_an_idle_session_ends_after_30_minutes(client, coordinator, clock, pause, still_in):
    log_in(client, "osawa")
    clock.shift(minutes(pause))
    assert is_in(client) is still_in
    measured("C16", idle_minutes_allowed=30 if pause == 31 else 0)


@pytest.mark.either
def test_work_keeps_a_session_until_ten_hours_and_no_longer(client, coordinator, clock):
    log_in(client, "osawa")
    for _ in range(29):
        clock.shift(minutes(20))
        assert is_in(client)
    clock.shift(minutes(20))
    assert not is_in(client)


def test_without_the_limits_the_session_would_live_on(client, coordinator, clock, settings):
    settings.SESSION_IDLE_FOR = settings.SESSION_ENDS_AFTER = 10 ** 9
    log_in(client, "osawa")
    clock.shift(minutes(300))
    assert is_in(client)


def test_an_ended_session_keeps_what_was_typed(client, typed, clock):  # noqa: F811
    log_in(client, "osawa")
    clock.shift(minutes(45))
    page = client.post("/contacts/new/", typed).content.decode()
    assert "長い時間をかけて書いた見本の記録。" in page and not Contact.objects.exists()
    client.post("/contacts/new/", typed | {"again-username": "osawa", "again-password": PASSWORD})
    assert Contact.objects.count() == 1


def test_a_session_without_a_clock_is_ended(client, coordinator):
    client.force_login(coordinator)
    session = client.session
    del session[sessions.BEGAN]
    session.save()
    assert not is_in(client)


@pytest.mark.parametrize("change", [
    lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    lambda user: User.objects.filter(pk=user.pk).update(role="supervisor"),
    lambda user: (user.set_password(GOOD), user.save()),
    lambda user: user.end_sessions(),
], ids=["stopped", "another role", "another password", "another second factor"])
def test_the_next_request_obeys(client, coordinator, change):
    log_in(client, "osawa")
    change(coordinator)
    assert not is_in(client)
    measured("C16", changes_obeyed_at_the_next_request=1)


def test_a_removed_assignment_hides_the_records_at_the_next_request(client, coordinator, small):
    from tests.factories import log_contact
    contact = log_contact(small, coordinator)
    log_in(client, "osawa")
    assert client.get(contact.get_absolute_url()).status_code == 200
    coordinator.assignments.all().delete()
    assert client.get(contact.get_absolute_url()).status_code == 404


def test_a_user_stopped_and_allowed_again_has_no_old_session(client, as_user, admin, coordinator):
    from tests.cases.test_users import edit
    log_in(client, "osawa")
    boss = Client()
    boss.force_login(admin)
    edit(boss, coordinator, is_active="")
    edit(boss, coordinator)
    assert not is_in(client)


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(client, coordinator, recorded):
    other = Client()
    log_in(other, "osawa")
    log_in(client, "osawa")
    before = key(client)
    answer = client.post("/account/password/", {"password": PASSWORD, "new_password": GOOD, "repeated_password": GOOD})
    assert answer.url == "/account/" and is_in(client) and not is_in(other) and key(client) != before
    assert "password.changed" in [action for action, _ in recorded]


def test_the_own_password_is_asked_for_and_guesses_there_are_counted(client, coordinator, hashes):
    client.force_login(coordinator)
    sent = {"password": "wrong", "new_password": GOOD, "repeated_password": GOOD}
    assert {client.post("/account/password/", sent).status_code for _ in range(9)} == {422}
    assert len(hashes) == 5


def test_leaving_is_a_post_ends_the_session_and_clears_the_cache(client, coordinator, recorded):
    log_in(client, "osawa")
    old = key(client)
    assert client.get("/logout/").status_code == 405 and is_in(client)
    answer = client.post("/logout/")
    assert answer.url == "/login/" and answer["Clear-Site-Data"] == '"cache"'
    client.cookies["session"] = old
    assert not is_in(client) and "logout" in [action for action, _ in recorded]


def test_stale_sessions_are_removed_at_a_log_in(client, coordinator):
    Session.objects.create(session_key="stale", session_data="", expire_date=timezone.now() - minutes(1))
    log_in(client, "osawa")
    assert not Session.objects.filter(session_key="stale").exists()


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "https:evil", "/\\evil.example", "javascript:x"])
def test_the_log_in_leads_nowhere_else(client, coordinator, target):
    assert client.post("/login/", {"username": "osawa", "password": PASSWORD, "next": target}).url == "/"

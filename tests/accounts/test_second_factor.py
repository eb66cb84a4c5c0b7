"""C13: nobody with a second factor gets in without it, by whatever door; a code is good for one log-in."""
import datetime
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth import login
from django.test import Client
from django.utils import timezone

from cases.accounts import codes, sessions
from tests.accounts.people import WRONG, code, give_second_factor, is_in, log_in
from tests.factories import PASSWORD
from tests.measures import measured

pytestmark = pytest.mark.either
ROLES = ["coordinator", "supervisor", "admin"]


@pytest.fixture(params=ROLES)
def person(request):
    """One user of each role, with a second factor."""
    user = request.getfixturevalue(request.param)
    user.recovery = give_second_factor(user)
    return user


def enter(client, typed):
    return client.post("/login/code/", {"otp": typed})


def test_the_password_alone_opens_nothing_and_the_code_opens(client, person):
    assert log_in(client, person.username).url == "/login/code/"
    assert not is_in(client)
    assert enter(client, code()).status_code == 302 and is_in(client)
    measured("C13", roles_by_password=1, opened_without_code=0)


def test_the_code_page_is_not_reached_without_the_password(client, person):
    assert client.get("/login/code/").url == "/login/" and enter(client, code()).url == "/login/"
    assert not is_in(client)


def test_a_code_is_not_taken_twice(client, person):
    typed = code()
    log_in(client, person.username)
    enter(client, typed)
    other = Client()
    log_in(other, person.username)
    assert enter(other, typed).status_code == 422 and not is_in(other)
    assert enter(other, code(1)).status_code == 302


def test_an_older_code_is_not_taken_after_a_newer_one(client, person):
    log_in(client, person.username)
    enter(client, code(1))
    other = Client()
    log_in(other, person.username)
    assert enter(other, code()).status_code == 422


def test_a_code_would_be_taken_twice_if_nothing_were_noted(client, person, monkeypatch):
    monkeypatch.setattr(Authenticator, "save", lambda self, **given: None)
    typed = code()
    for visitor in (client, Client()):
        log_in(visitor, person.username)
        assert enter(visitor, typed).status_code == 302


def test_six_wrong_codes_lock_and_a_right_password_does_not_start_anew(client, person, recorded):
    for _ in range(3):
        log_in(client, person.username)
        assert [enter(client, WRONG).status_code for _ in range(2)] == [422, 422]
        client = Client()
    log_in(client, person.username)
    assert enter(client, code()).status_code == 429 and not is_in(client)
    assert [action for action, _ in recorded].count("login.code_failed") == 6
    assert recorded[-1][0] == "login.code_locked"


def test_the_lock_of_codes_ends_after_30_minutes(client, person):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in(client, person.username)
        for _ in range(6):
            enter(client, WRONG)
        clock.shift(datetime.timedelta(minutes=31))
        log_in(client, person.username)
        assert enter(client, code()).status_code == 302


def test_a_recovery_code_works_once(client, person):
    typed = person.recovery[0]
    log_in(client, person.username)
    assert enter(client, f"{typed[:4]} {typed[4:8]} {typed[8:]}").status_code == 302 and is_in(client)
    other = Client()
    log_in(other, person.username)
    assert enter(other, typed).status_code == 422


def test_full_width_digits_are_understood(client, person):
    log_in(client, person.username)
    wide = code().translate({ord("0") + each: chr(ord("０") + each) for each in range(10)})
    assert enter(client, wide).status_code == 302


def test_secrets_are_stored_sealed(person):
    from tests.accounts.people import SECRET
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored and not any(each in stored for each in person.recovery)


def test_a_session_that_some_other_door_opened_without_the_code_is_ended(client, person):
    client.force_login(person)
    assert not is_in(client)


def test_without_the_note_in_the_session_that_door_would_be_open(client, person, monkeypatch):
    monkeypatch.setattr(sessions, "_factor", lambda request, user: sessions.PASSED)
    client.force_login(person)
    assert is_in(client)


def test_the_password_of_another_user_does_not_finish_a_started_log_in(client, person, small):
    log_in(client, person.username)
    person.set_password("changed-meanwhile-elsewhere")
    person.save()
    assert enter(client, code()).status_code == 403 and not is_in(client)


def test_a_user_stopped_between_password_and_code_does_not_get_in(client, person):
    log_in(client, person.username)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert enter(client, code()).status_code == 403 and not is_in(client)


def test_password_right_and_code_missing_is_recorded(client, person, recorded):
    log_in(client, person.username)
    assert [action for action, _ in recorded] == ["login.code_asked"]


# -- Setting up

def secret_on(page: str) -> str:
    return re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")


def set_up(client, monkeypatch, password=PASSWORD, typed=None):
    from tests.accounts import people
    monkeypatch.setattr(people, "SECRET", secret_on(client.get("/account/mfa/").content.decode()))
    return client.post("/account/mfa/", {"otp": typed or code(), "password": password})


def test_set_up_shows_the_recovery_codes_once_and_ends_other_sessions(client, coordinator, monkeypatch, recorded):
    elsewhere = Client()
    elsewhere.force_login(coordinator)
    log_in(client, "osawa")
    page = set_up(client, monkeypatch).content.decode()
    assert len(re.findall(r'class="secret">', page)) == 10 and is_in(client) and not is_in(elsewhere)
    assert client.get("/account/mfa/").url == "/account/" and "mfa.set" in [action for action, _ in recorded]


def test_the_code_that_confirmed_the_set_up_does_not_log_in(client, coordinator, monkeypatch):
    log_in(client, "osawa")
    set_up(client, monkeypatch)
    other = Client()
    log_in(other, "osawa")
    assert enter(other, code()).status_code == 422


@pytest.mark.parametrize("given", [{"password": "wrong"}, {"typed": WRONG}])
def test_set_up_needs_the_code_and_the_password(client, coordinator, monkeypatch, given):
    log_in(client, "osawa")
    assert set_up(client, monkeypatch, **given).status_code == 422 and not codes.is_on(coordinator)


def test_it_is_turned_off_with_the_password_where_the_role_allows(client, coordinator, settings):
    give_second_factor(coordinator)
    log_in(client, "osawa")
    enter(client, code())
    assert client.post("/account/mfa/off/", {"password": "wrong"}).status_code == 422
    settings.MFA_ROLES = ["coordinator"]
    assert client.post("/account/mfa/off/", {"password": PASSWORD}).status_code == 403
    settings.MFA_ROLES = []
    assert client.post("/account/mfa/off/", {"password": PASSWORD}).url == "/account/"
    assert is_in(client) and not codes.is_on(coordinator) and not Authenticator.objects.exists()


def test_new_recovery_codes_replace_the_old(client, coordinator):
    old = give_second_factor(coordinator)
    log_in(client, "osawa")
    enter(client, code())
    page = client.post("/account/mfa/recovery/", {"password": PASSWORD}).content.decode()
    other = Client()
    log_in(other, "osawa")
    assert enter(other, old[0]).status_code == 422
    assert enter(other, re.search(r'class="secret">([\d ]+)<', page)[1]).status_code == 302


def test_a_log_in_that_forgets_the_stages_is_refused_too(rf, client, person):
    """django.contrib.auth.login, called by a view of the future that knows nothing of second factors."""
    request = rf.get("/")
    request.session = client.session
    login(request, person, backend="cases.accounts.backend.LimitedBackend")
    assert request.session[sessions.FACTOR] == sessions.OWED

"""The admin invites; the user sets the own password with a code that works once."""
import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cases.accounts import codes
from cases.models import Invitation, User
from tests.accounts.people import code, give_second_factor, is_in, log_in
from tests.factories import PASSWORD, make_user

GOOD = "kumo no ue wo aruku neko"


@pytest.fixture
def invited(small):
    """A user without a password."""
    user = make_user("coordinator", "arata")
    user.set_unusable_password()
    user.save()
    return user


def invite(admin, user) -> str:
    boss = Client()
    boss.force_login(admin)
    page = boss.post(f"/settings/users/{user.pk}/invite/").content.decode()
    return re.search(r'class="secret">([0-9A-Z-]+)<', page)[1]


def start(client, typed, password=GOOD, repeated=None):
    return client.post("/start/", {"invitation_code": typed, "new_password": password, "repeated_password": repeated or password})


def test_the_code_lets_the_user_set_a_password_and_log_in(client, admin, invited, recorded):
    typed = invite(admin, invited)
    assert start(client, typed).url == "/login/" and not is_in(client)
    assert log_in(client, "arata", GOOD).status_code == 302 and is_in(client)
    assert [action for action, _ in recorded][:2] == ["invitation.made", "invitation.used"]


@pytest.mark.parametrize("spelling", [str.lower, lambda text: text.replace("-", ""), lambda text: f" {text} ",
                                      lambda text: text.replace("-", "　")])
def test_the_code_may_be_typed_loosely(client, admin, invited, spelling):
    assert start(client, spelling(invite(admin, invited))).status_code == 302


def test_it_works_once(client, admin, invited):
    typed = invite(admin, invited)
    start(client, typed)
    assert start(client, typed, "another password of some length").status_code == 422
    assert log_in(client, "arata", GOOD).status_code == 302


def test_it_works_for_three_days(client, admin, invited):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        typed = invite(admin, invited)
        clock.shift(datetime.timedelta(days=3, seconds=1))
        assert start(client, typed).status_code == 422
        clock.shift(datetime.timedelta(seconds=-2))
        assert start(client, typed).status_code == 302


def test_a_new_invitation_ends_the_one_before(client, admin, invited):
    first, second = invite(admin, invited), invite(admin, invited)
    assert start(client, first).status_code == 422 and start(client, second).status_code == 302


def test_a_stopped_users_code_does_not_work(client, admin, invited):
    typed = invite(admin, invited)
    User.objects.update(is_active=False)
    assert start(client, typed).status_code == 422


def test_a_weak_password_leaves_the_code_unused(client, admin, invited):
    typed = invite(admin, invited)
    assert "福祉" in start(client, typed, "shakyo2026!!").content.decode()
    assert start(client, typed, GOOD, "something else typed").status_code == 422
    assert start(client, typed).status_code == 302


def test_only_the_hash_is_stored_and_no_address_holds_the_code(client, admin, invited):
    typed = invite(admin, invited)
    stored = str(Invitation.objects.values())
    assert typed not in stored and typed.replace("-", "") not in stored


def test_inviting_again_ends_the_old_password_and_the_sessions(client, admin, coordinator):
    log_in(client, "osawa")
    invite(admin, coordinator)
    assert not is_in(client) and log_in(Client(), "osawa").status_code == 422


def test_an_invitation_does_not_go_around_the_second_factor(client, admin, coordinator):
    give_second_factor(coordinator)
    start(client, invite(admin, coordinator))
    assert log_in(client, "osawa", GOOD).url == "/login/code/" and not is_in(client)
    client.post("/login/code/", {"otp": code()})
    assert is_in(client) and codes.is_on(coordinator)


def test_nobody_invites_themselves(as_user, admin):
    assert as_user(admin).post(f"/settings/users/{admin.pk}/invite/").url == f"/settings/users/{admin.pk}/"
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD) and not Invitation.objects.exists()


def test_wrong_codes_are_counted_for_the_address(client, admin, invited):
    for each in range(50):
        start(client, f"WRONG-{each}")
    assert "しばらくログインできません" in start(client, invite(admin, invited)).content.decode()


def test_the_form_takes_no_password_from_the_admin(as_user, admin, coordinator):
    from tests.cases.test_users import edit
    edit(as_user(admin), coordinator, password="typed-by-the-admin", new_password="typed-by-the-admin")
    coordinator.refresh_from_db()
    assert coordinator.check_password(PASSWORD)

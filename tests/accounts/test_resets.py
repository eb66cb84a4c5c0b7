"""A lost device: two people take the second factor back, and its owner learns of it."""
import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cases.accounts import codes
from cases.models import MfaReset
from tests.accounts.people import WRONG, code, give_second_factor, is_in, log_in

LIST = "/settings/mfa-resets/"
REASON = "スマートフォンを紛失。本人と対面で確認。"


@pytest.fixture
def owner(coordinator):
    """Has lost the device."""
    give_second_factor(coordinator)
    return coordinator


@pytest.fixture
def people(admin, supervisor):
    """Clients of the two who may help."""
    clients = {}
    for name, user in {"admin": admin, "supervisor": supervisor}.items():
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


def ask(client, user):
    return client.post(LIST, {"user": user.pk, "reason": REASON})


def confirm(client):
    return client.post(f"{LIST}{MfaReset.objects.latest('asked_at').pk}/confirm/")


def test_one_asks_another_confirms_and_the_owner_is_told(client, owner, people, recorded):
    assert ask(people["supervisor"], owner).status_code == 302 and codes.is_on(owner)
    assert confirm(people["admin"]).status_code == 302 and not codes.is_on(owner)
    log_in(client, "osawa")
    page = client.get("/").content.decode()
    assert "二段階認証が解除されました" in page and REASON in page
    client.post("/logout/")
    log_in(client, "osawa")
    assert "二段階認証が解除されました" not in client.get("/").content.decode()
    assert [action for action, _ in recorded][:2] == ["mfa.reset_asked", "mfa.reset_confirmed"]


@pytest.mark.parametrize("who", ["admin", "supervisor"])
def test_nobody_confirms_the_own_request(owner, people, who):
    ask(people[who], owner)
    confirm(people[who])
    assert codes.is_on(owner) and "申請した人と本人は確認できません" in people[who].get(LIST).content.decode()


def test_without_the_rule_of_two_one_person_would_do(owner, people, admin):
    ask(people["admin"], owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        MfaReset.objects.update(confirmed_by=admin, confirmed_at=timezone.now())


def test_the_owner_neither_asks_nor_confirms(people, supervisor):
    give_second_factor(supervisor)
    assert ask(people["supervisor"], supervisor).status_code == 422
    ask(people["admin"], supervisor)
    own = Client()
    log_in(own, "tokatsu")
    own.post("/login/code/", {"otp": code()})
    confirm(own)
    assert codes.is_on(supervisor)


def test_a_coordinator_may_do_neither(as_user, owner, people, other_coordinator):
    client = as_user(other_coordinator)
    assert ask(client, owner).status_code == 403
    ask(people["admin"], owner)
    assert confirm(client).status_code == 403 and codes.is_on(owner)


def test_a_request_ends_after_three_days_or_withdrawn(owner, people):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(people["admin"], owner)
        clock.shift(datetime.timedelta(days=4))
        supervisor = Client()
        log_in(supervisor, "tokatsu")
        confirm(supervisor)
        assert codes.is_on(owner)
        ask(supervisor, owner)
        supervisor.post(f"{LIST}{MfaReset.objects.latest('asked_at').pk}/withdraw/")
        boss = Client()
        log_in(boss, "kanri")
        confirm(boss)
    assert codes.is_on(owner)


def test_a_reset_ends_the_sessions_and_the_lock_of_codes(client, owner, people):
    log_in(client, "osawa")
    client.post("/login/code/", {"otp": code()})
    stranger = Client()
    log_in(stranger, "osawa")
    for _ in range(6):
        stranger.post("/login/code/", {"otp": WRONG})
    ask(people["admin"], owner)
    confirm(people["supervisor"])
    assert not is_in(client) and owner.login_limits.count() == 0


@pytest.mark.parametrize("sent", [{}, {"reason": ""}, {"user": ""}])
def test_a_request_needs_a_user_and_a_reason(owner, people, sent):
    if sent:
        sent = {"user": owner.pk, "reason": REASON} | sent
    assert people["admin"].post(LIST, sent).status_code == 422


def test_two_requests_for_one_user_are_one_too_many(owner, people):
    ask(people["admin"], owner)
    assert "すでに申請されています" in ask(people["supervisor"], owner).content.decode()

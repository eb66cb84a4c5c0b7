"""A role that needs a second factor reaches its set-up and nothing else until it is done (CWC_MFA_ROLES)."""
import pytest
from django.test import Client
from django.urls import get_resolver

from tests.access_table import ROUTES
from tests.accounts.people import code, give_second_factor, is_in, log_in
from tests.accounts.test_second_factor import set_up
from tests.factories import PASSWORD
from tests.measures import measured
from tests.objects import address, make_objects, patterns

pytestmark = pytest.mark.either
OPEN = {"mfa_setup", "logout"}


@pytest.fixture
def required(settings):
    """Every role needs it."""
    settings.MFA_ROLES = ["coordinator", "supervisor", "admin"]


# What keeps them out does not ask for a role: one stands for all, bin/test --long asks each.
@pytest.mark.parametrize("role", ["coordinator", *(pytest.param(each, marks=pytest.mark.long) for each in ("supervisor", "admin"))])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_leads_to_the_set_up(request, client, small, required, role, method):
    objects = make_objects(small, request.getfixturevalue("coordinator"))
    client.force_login(request.getfixturevalue(role))
    routes = {each.name for each in patterns(get_resolver())} - OPEN
    answers = {route: getattr(client, method)(address(route, objects)) for route in sorted(routes)}
    passed = [route for route, each in answers.items()
              if not (each.status_code == 401 or (each.status_code == 302 and each.url == "/account/mfa/"))]
    measured("C13", addresses_before_set_up=len(answers), addresses_passed=len(passed))
    assert passed == [] and routes == set(ROUTES) - OPEN


def test_without_the_rule_the_same_user_gets_in(client, coordinator, settings):
    client.force_login(coordinator)
    assert is_in(client)


def test_after_the_set_up_everything_is_open(client, coordinator, required, monkeypatch):
    log_in(client, "osawa")
    assert client.get("/").url == "/account/mfa/"
    assert set_up(client, monkeypatch).status_code == 200 and is_in(client)


def test_logging_in_with_the_code_is_enough(client, coordinator, required):
    give_second_factor(coordinator)
    log_in(client, "osawa")
    client.post("/login/code/", {"otp": code()})
    assert is_in(client)


def test_a_script_gets_a_bare_401(client, coordinator, required):
    client.force_login(coordinator)
    answer = client.post("/contacts/categories/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_form_sent_before_the_set_up_is_kept_on_the_page(client, coordinator, required):
    client.force_login(coordinator)
    page = client.post("/households/new/", {"note": "まだ保存していない文章"}).content.decode()
    assert "まだ保存していない文章" in page and "二段階認証を設定してください" in page


def test_the_log_in_of_an_ended_session_stops_there_too(coordinator, required):
    client = Client()
    answer = client.post("/households/new/", {"note": "文章", "again-username": "osawa", "again-password": PASSWORD})
    assert answer.status_code == 401 and "二段階認証を設定してください" in answer.content.decode()
    assert client.get("/").url == "/account/mfa/"


def test_an_unknown_role_in_the_setting_is_refused_at_the_start():
    import os
    import subprocess
    import sys
    answer = subprocess.run([sys.executable, "manage.py", "check"], capture_output=True, text=True, check=False,
                            env=os.environ | {"CWC_MFA_ROLES": "supervisors", "CWC_SECRET_KEY": "t"})
    assert answer.returncode and "CWC_MFA_ROLES" in answer.stderr

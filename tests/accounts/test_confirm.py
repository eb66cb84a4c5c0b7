"""C16: exports, files, roles and restricted records ask for the password again, fifteen minutes after it was given."""
import datetime

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cases.accounts import confirm
from cases.models import User
from tests.access_table import ROUTES
from tests.factories import PASSWORD
from tests.measures import measured
from tests.objects import address, make_objects

AGAIN = {"again-password": PASSWORD}


@pytest.fixture
def clock():
    """A clock that stands still until it is shifted."""
    with time_machine.travel(timezone.now(), tick=False) as moved:
        yield moved


@pytest.fixture
def late(clock, admin) -> Client:
    """An admin who logged in sixteen minutes ago and was not idle."""
    client = Client()
    client.force_login(admin)
    for _ in range(2):
        clock.shift(datetime.timedelta(minutes=8))
        client.get("/")
    return client


def new_user(**changes):
    return {"username": "shin", "name": "新人 見本子", "role": "coordinator", "is_active": "on", "form_token": "", "assignments-TOTAL_FORMS": "0",
            "assignments-INITIAL_FORMS": "0"} | changes


def test_every_such_page_asks(late, small, coordinator):
    objects = make_objects(small, coordinator)
    asked = {route: late.get(address(route, objects)) for route in confirm.ASKED_AGAIN if "GET" in ROUTES[route].methods}
    assert {route for route, answer in asked.items() if answer.status_code != 302 or "/account/confirm/" not in answer.url} == set()
    measured("C16", pages_that_ask_again=len(asked))


def test_every_such_page_is_one_of_ours():
    assert set(ROUTES) >= confirm.ASKED_AGAIN


def test_a_page_that_is_not_among_them_does_not(late):
    assert late.get("/settings/users/").status_code == 200


def test_within_the_quarter_of_an_hour_nobody_is_asked(client, admin):
    client.force_login(admin)
    assert client.get("/settings/users/new/").status_code == 200


def test_the_password_leads_on_and_lasts(late):
    asked = late.get("/settings/users/new/").url
    assert late.post(asked, {"password": "wrong", "next": "/settings/users/new/"}).status_code == 422
    answer = late.post(asked, {"password": PASSWORD, "next": "/settings/users/new/"})
    assert (answer.status_code, answer.url) == (302, "/settings/users/new/")
    assert late.get("/settings/users/new/").status_code == 200


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", ""])
def test_it_leads_to_no_other_site(late, target):
    assert late.post("/account/confirm/", {"password": PASSWORD, "next": target}).url == "/"


def test_a_sent_form_is_kept_and_saved_once_after_the_password(late):
    page = late.post("/settings/users/new/", new_user())
    assert page.status_code == 401 and "新人 見本子" in page.content.decode() and not User.objects.filter(username="shin").exists()
    wrong = late.post("/settings/users/new/", new_user() | {"again-password": "wrong"})
    assert wrong.status_code == 401 and "wrong" not in wrong.content.decode() and "新人 見本子" in wrong.content.decode()
    assert late.post("/settings/users/new/", new_user() | AGAIN).status_code == 302
    assert User.objects.filter(username="shin").count() == 1


def test_a_file_has_to_be_chosen_again(late):
    answer = late.post("/imports/new/", {"subject": "records", "file": SimpleUploadedFile("a.csv", b"a,b")})
    assert answer.status_code == 302 and "もう一度選んでください" in str([*get_messages(answer.wsgi_request)][0])


def test_who_may_not_open_it_is_refused_as_always(clock, coordinator):
    client = Client()
    client.force_login(coordinator)
    clock.shift(datetime.timedelta(minutes=16))
    assert client.get("/settings/users/new/").status_code == 403


def test_it_turns_red_when_nobody_is_asked(late, monkeypatch):
    monkeypatch.setattr(confirm, "ASKED_AGAIN", set())
    assert late.get("/settings/users/new/").status_code == 200


def test_the_help_page_says_so(client, coordinator):
    client.force_login(coordinator)
    assert "パスワードを入れてから15分を過ぎていると" in client.get("/help/safety/").content.decode()

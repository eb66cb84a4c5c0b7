"""The page that keeps a sent form asks for everything the log-in page asks for."""
import uuid

import pytest
from django.test import Client

from cases.models import Contact
from tests.accounts.people import WRONG, code, give_second_factor, is_in
from tests.factories import PASSWORD

LOG_IN = {"again-username": "osawa", "again-password": PASSWORD}
PATH = "/contacts/new/"


@pytest.fixture
def typed(small, coordinator):
    """What a coordinator with a second factor sends after the session has ended."""
    give_second_factor(coordinator)
    return {"form_token": str(uuid.uuid4()), "date": "R3.4.5", "district": small.districts["osawa"].pk,
            "coordinators": [coordinator.pk], "text": "長い見本の記録。", "axis_kind": "outreach",
            "axis_consulter": "self", "axis_method": "phone"}


def test_after_the_password_the_same_page_asks_for_the_code(client, typed):
    answer = client.post(PATH, typed | LOG_IN)
    page = answer.content.decode()
    assert answer.status_code == 401 and 'name="again-otp"' in page and "長い見本の記録。" in page
    assert PASSWORD not in page and not Contact.objects.exists() and not is_in(client)


def test_the_code_saves_the_form(client, typed):
    client.post(PATH, typed | LOG_IN)
    assert client.post(PATH, typed | {"again-otp": code()}).status_code == 302
    assert Contact.objects.get().text == "長い見本の記録。" and is_in(client)


def test_a_wrong_code_keeps_the_text(client, typed):
    client.post(PATH, typed | LOG_IN)
    answer = client.post(PATH, typed | {"again-otp": WRONG})
    assert answer.status_code == 401 and "長い見本の記録。" in answer.content.decode() and not Contact.objects.exists()


@pytest.mark.parametrize("sent", [{"again-otp": "code"}, LOG_IN | {"again-otp": "code"}])
def test_a_code_without_the_password_before_it_opens_nothing(client, typed, sent):
    sent = {name: code() if value == "code" else value for name, value in sent.items()}
    assert client.post(PATH, typed | sent).status_code == 401 and not Contact.objects.exists() and not is_in(client)


def test_guesses_there_are_counted_with_those_of_the_log_in_page(typed, hashes):
    for each in range(10):
        Client().post(PATH, typed | LOG_IN | {"again-password": f"wrong-{each}"})
    assert len(hashes) == 5
    page = Client().post(PATH, typed | LOG_IN).content.decode()
    assert "しばらくログインできません" in page and "長い見本の記録。" in page


def test_codes_there_are_counted_too(client, typed):
    client.post(PATH, typed | LOG_IN)
    for _ in range(6):
        client.post(PATH, typed | {"again-otp": WRONG})
    answer = client.post(PATH, typed | {"again-otp": code()})
    assert answer.status_code == 401 and not Contact.objects.exists()

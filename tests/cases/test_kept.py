"""No refusal takes a typed text away: it comes back on the page of the answer, with the button that sends it again."""
import uuid

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client

from cases.models import Household, Resource
from cases.services import saving

FORM = {"number": "S-1", "note": "長い見本の備考。<b>"}


@pytest.fixture
def form(small):
    return FORM | {"form_token": str(uuid.uuid4()), "district": small.districts["osawa"].pk}


@pytest.fixture
def failing(coordinator, monkeypatch):
    """A client whose saves fail with the error given."""
    def fail_with(error):
        def refuse(*args, **kwargs):
            raise error
        monkeypatch.setattr(Household, "save", refuse)
        client = Client(raise_request_exception=False)
        client.force_login(coordinator)
        return client
    return fail_with


@pytest.mark.parametrize("error", [OperationalError("disk full: S-1"), InterfaceError("gone")])
def test_a_save_that_the_database_could_not_do_comes_back_whole(failing, form, error):
    response = failing(error).post("/households/new/", form)
    page = response.content.decode()
    assert response.status_code == 503 and response.headers["Retry-After"]
    assert dict(response.context["kept"]) == {name: str(value) for name, value in form.items()}
    assert "もう一度保存する" in page and "&lt;b&gt;" in page and "disk full" not in page


def test_the_button_saves_once(failing, form, monkeypatch):
    client = failing(OperationalError("gone"))
    kept = dict(client.post("/households/new/", form).context["kept"])
    monkeypatch.undo()
    assert [client.post("/households/new/", kept).status_code for _ in range(2)] == [302, 302]
    assert Household.objects.get().note == FORM["note"]


def test_another_error_of_ours_is_no_unavailable_database(failing, form):
    assert failing(ValueError("ours")).post("/households/new/", form).status_code == 500


def test_a_fragment_gets_an_empty_answer_so_that_the_page_stays(failing, form):
    response = failing(OperationalError("gone")).post("/households/new/", form, headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (503, b"")


def test_without_the_kept_page_the_text_would_be_gone(failing, form, monkeypatch):
    monkeypatch.setattr("cases.unavailable.kept_page", lambda request, **said: HttpResponse(status=503))
    assert FORM["note"][:5] not in failing(OperationalError("gone")).post("/households/new/", form).content.decode()


def test_a_text_sent_to_a_record_that_is_gone_stays_readable(as_user, coordinator, form):
    response = as_user(coordinator).post("/households/987654321/edit/", form)
    page = response.content.decode()
    assert response.status_code == 404 and "長い見本の備考。" in page and "もう一度保存する" not in page


@pytest.fixture
def strict(coordinator):
    """A browser whose form was protected for an earlier log-in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    return client


def test_a_form_opened_before_another_log_in_keeps_its_text_and_is_saved_by_its_button(strict, form):
    response = strict.post("/households/new/", form, headers={"Origin": "http://testserver"})
    page = response.content.decode()
    assert response.status_code == 403 and "長い見本の備考。" in page and not Household.objects.exists()
    token = response.context["csrf_token"]
    again = strict.post("/households/new/", dict(response.context["kept"]) | {"csrfmiddlewaretoken": token},
                        headers={"Origin": "http://testserver"})
    assert again.status_code == 302 and Household.objects.get().note == FORM["note"]


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_a_form_of_another_site_is_given_no_button(strict, form, origin):
    response = strict.post("/households/new/", form, headers=origin)
    assert response.status_code == 403 and "長い見本の備考。" not in response.content.decode()


def test_passwords_and_codes_are_never_on_such_a_page(as_user, admin):
    response = as_user(admin).post("/households/1/edit/", {"note": "備考", "password": "secret-word", "again-otp": "123456"})
    assert "secret-word" not in response.content.decode() and "123456" not in response.content.decode()


def test_a_broken_token_check_would_double_the_row(as_user, coordinator, small, monkeypatch):
    """Negative control of the sending-twice tests: without the unique token there would be two rows."""
    token = uuid.uuid4()
    monkeypatch.setattr(saving, "saved_with", lambda rows, token: None)
    saving.create_once(instance=Resource(code="R-1", name="一", form_token=token), by=coordinator)
    with pytest.raises(Exception, match="(?i)unique"):
        saving.create_once(instance=Resource(code="R-2", name="二", form_token=token), by=coordinator)


def test_the_number_of_a_resource_is_kept_too(as_user, admin, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("gone")
    monkeypatch.setattr(Resource, "save", refuse)
    client = as_user(admin)
    client.raise_request_exception = False
    kept = dict(client.post("/resources/new/", {"code": "R-1", "name": "見本の会"}).context["kept"])
    assert kept == {"code": "R-1", "name": "見本の会"}

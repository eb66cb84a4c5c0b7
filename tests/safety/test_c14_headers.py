"""C14: every answer carries the security headers, errors, refusals and static files too; private ones are never cached."""
import pytest
from django.test import Client, override_settings

from cwc import middleware
from tests.access_table import ROUTES
from tests.measures import measured
from tests.objects import address, make_objects
from tests.safety.headers import EXPECTED, is_cached, missing_headers

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def objects(small, coordinator):
    return make_objects(small, coordinator)


# Who is logged in is asked with every push by the access matrix, which looks at the headers of each cell.
@pytest.mark.parametrize("persona", ["anonymous", *(pytest.param(each, marks=pytest.mark.long) for each in ("coordinator", "supervisor", "admin"))])
def test_every_address_and_method(request, objects, persona):
    client, count = Client(raise_request_exception=False), 0
    if persona != "anonymous":
        client.force_login(request.getfixturevalue(persona))
    for route in ROUTES:
        for method in ("GET", "PUT", "POST"):
            if (route, method) == ("logout", "POST"):
                continue
            response = client.generic(method, address(route, objects))
            assert missing_headers(response) == [] and not is_cached(response), (route, method, response.status_code)
            count += 1
    measured("C14", answers=count, without_headers=0, cached=0)


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/%00", 404), ("/contacts", 301), ("/contacts/0/", 404)])
def test_errors_and_redirects(admin, path, status):
    client = Client()
    client.force_login(admin)
    response = client.get(path)
    assert response.status_code == status and missing_headers(response) == [] and not is_cached(response)
    measured("C14", error_answers=1, without_headers=0)


def test_a_foreign_host_a_missing_token_and_a_fault_of_ours(admin, monkeypatch):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(admin)
    answers = [client.get("/", headers={"Host": "evil.example"}), client.post("/settings/council/"), client.post("/" + "x" * 10)]
    monkeypatch.setattr("cases.access.contacts_of_districts", lambda user: 1 / 0)
    answers.append(client.get("/contacts/"))
    assert [each.status_code for each in answers][::3] == [400, 500] and 403 in [each.status_code for each in answers]
    assert all(missing_headers(each) == [] and not is_cached(each) for each in answers)
    measured("C14", error_answers=len(answers), without_headers=0)


def test_static_files_have_the_headers_and_may_be_kept(tmp_path):
    (tmp_path / "x.css").write_text("a{}")
    with override_settings(STATIC_ROOT=tmp_path, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=False):
        response = Client().get("/static/x.css")
    assert response.status_code == 200 and missing_headers(response) == [] and "max-age" in response.headers["Cache-Control"]


def test_behind_tls_the_host_is_remembered(client):
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        moved, page = client.get("/login/"), client.get("/login/", secure=True)
    assert moved.status_code == 301 and missing_headers(moved) == []
    assert "max-age=31536000; includeSubDomains" in page.headers["Strict-Transport-Security"]


# -- Negative controls

@pytest.mark.parametrize("name", list(EXPECTED))
def test_a_missing_header_is_found(client, monkeypatch, name):
    monkeypatch.delitem(middleware.ALWAYS, name)
    with override_settings(SECURE_CONTENT_TYPE_NOSNIFF=False, SECURE_REFERRER_POLICY=None, SECURE_CROSS_ORIGIN_OPENER_POLICY=None, X_FRAME_OPTIONS="SAMEORIGIN"):
        assert name in missing_headers(Client().get("/login/"))


def test_headers_set_further_in_miss_a_refusal():
    from django.conf import settings
    moved = [*settings.MIDDLEWARE[1:], settings.MIDDLEWARE[0]]
    with override_settings(MIDDLEWARE=moved):
        assert missing_headers(Client().get("/login/", headers={"Host": "evil.example"}))

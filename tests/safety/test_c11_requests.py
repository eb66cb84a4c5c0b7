"""C11: unsafe requests need the form's token, redirects stay on this site, and no line break enters a header."""
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from cases.models import District
from tests.access_table import ROUTES
from tests.factories import PASSWORD, log_contact
from tests.measures import measured
from tests.objects import address, make_objects
from tests.stored import rows

pytestmark = [pytest.mark.django_db, pytest.mark.either]
ROOT = Path(__file__).parent.parent.parent
UNSAFE = [(route, method) for route, line in ROUTES.items() for method in ("POST", "PUT", "PATCH", "DELETE") if method in line.methods]
ELSEWHERE = ["https://evil.example/", "//evil.example/", "///evil.example", "https:evil.example", "\\\\evil.example", "/\\evil.example",
             "http:///evil.example", "javascript:alert(1)", "\t//evil.example", "https://testserver@evil.example/", "%2f%2fevil.example",
             "//evil.example\\@testserver/", "https://testserver.evil.example/", "/\r\nLocation: https://evil.example"]


@pytest.fixture
def objects(small, coordinator):
    return make_objects(small, coordinator)


def strict(user=None) -> Client:
    """A browser that the form protection is on for."""
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


@pytest.mark.either
def test_without_the_token_nothing_happens(objects, admin):
    visitors, before = {True: strict(), False: strict(admin)}, rows()
    for route, method in UNSAFE:
        client, url = visitors["anonymous" in ROUTES[route].roles], address(route, objects)
        answers = [client.generic(method, url, "version=1&confirmed=on", "application/x-www-form-urlencoded", headers=headers).status_code
                   for headers in ({}, {"HX-Request": "true"}, {"X-CSRFToken": "x" * 32}, {"X-HTTP-Method-Override": method})]
        assert answers == [403] * 4 and rows() == before, route
        measured("C11", unsafe_requests_without_token=len(answers), let_through=0, rows_changed=0)


def test_with_the_token_it_is_let_in(admin):
    client = strict(admin)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(reverse("district_new")).content.decode())[1]
    assert client.post(reverse("district_new"), {"csrfmiddlewaretoken": token}).status_code == 422


@pytest.mark.parametrize("place", ["cases", "reports", "cwc"])
def test_no_view_is_exempt(place):
    assert not [path for path in (ROOT / place).rglob("*.py") if "csrf_exempt" in path.read_text()]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_after_the_log_in_one_stays_on_this_site(coordinator, client, target):
    response = client.post(reverse("login"), {"username": "osawa", "login": "osawa", "password": PASSWORD, "next": target})
    place = urljoin("http://testserver/login/", response.headers.get("Location", "/").replace("\\", "/"))
    assert urlsplit(place)[:2] == ("http", "testserver")
    measured("C11", foreign_redirects_tried=1, followed=0)


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1", "a\nb", 'a"; filename="b.exe', "日本\u2028語", "a/../../b", "x" * 300, "a;b", "\u202efdp.exe"])
def test_no_name_breaks_the_header_of_a_download(small, supervisor, client, name):
    log_contact(small, supervisor, "kind:new", "target:elderly")
    District.objects.filter(code="osawa").update(name=name[:60])
    client.force_login(supervisor)
    header = client.get("/reports/2021/download/json/?district=osawa").headers["Content-Disposition"]
    assert header.startswith("attachment; filename") and header.isascii() and not re.search(r"[\r\n]|Set-Cookie:|\.exe(\"|$)|/", header)
    measured("C11", hostile_file_names=1, headers_broken=0)


@pytest.mark.parametrize("name", ["a\r\nX: y.csv", "../../a.csv", "日" * 300 + ".csv", "a\0.csv"])
def test_no_name_of_an_upload_breaks_anything(admin, client, name):
    client.force_login(admin)
    upload = SimpleUploadedFile("x", b"a,b\n1,2")
    upload._name = name
    assert client.post(reverse("import_new"), {"subject": "records", "file": upload}).status_code in (302, 400, 422)


# -- Negative controls

@pytest.mark.long
def test_an_exempt_view_is_found(objects, admin):
    with override_settings(MIDDLEWARE=[each for each in settings.MIDDLEWARE if "Csrf" not in each]):
        answers = [strict(admin).post(address(route, objects)).status_code for route, method in UNSAFE
                   if method == "POST" and "anonymous" not in ROUTES[route].roles]
    assert len([each for each in answers if each != 403]) > 10


def test_a_log_in_that_follows_any_address_is_found(coordinator, client, monkeypatch):
    monkeypatch.setattr("cases.accounts.adapters.AccountAdapter.is_safe_url", lambda *_, **__: True)
    response = client.post(reverse("login"), {"username": "osawa", "password": PASSWORD, "next": "https://evil.example/"})
    assert "evil" in response.headers["Location"]

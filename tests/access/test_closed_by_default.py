"""C4: a view that nobody decided about is opened to nobody."""
import pytest
from django.http import HttpResponse
from django.urls import get_resolver, include, path

from cases import gate
from tests.objects import patterns


def undecided(request):
    """What a hurried developer adds: a view that works and says nothing about who may open it."""
    return HttpResponse("a secret")


urlpatterns = [path("undecided/", undecided), path("", include("cwc.urls"))]
handler403 = "cases.views.errors.forbidden"
pytestmark = pytest.mark.urls(__name__)
PUBLIC = {"health", "login", "account_login", "mfa_authenticate", "logout", "start",
          "calendar_file"}  # a calendar program cannot log in; it has a secret of 256 bits


def test_an_undecided_view_asks_a_stranger_to_log_in(client, db):
    assert client.get("/undecided/").url == "/login/?next=/undecided/"


@pytest.mark.parametrize("persona", ["coordinator", "supervisor", "admin"])
def test_an_undecided_view_is_refused_to_everyone_else(request, as_user, persona):
    answer = as_user(request.getfixturevalue(persona)).get("/undecided/")
    assert answer.status_code == 403
    assert b"a secret" not in answer.content


def test_without_the_gate_the_view_would_be_open(as_user, coordinator, monkeypatch):
    monkeypatch.setattr(gate, "_is_decided", lambda view: True)
    assert as_user(coordinator).get("/undecided/").content == b"a secret"


@pytest.mark.urls("cwc.urls")
def test_every_view_of_the_site_is_decided():
    views = {each.name: each.callback for each in patterns(get_resolver())}
    assert {name for name, view in views.items() if not getattr(view, "login_required", True)} == PUBLIC
    assert not [name for name, view in views.items() if name not in PUBLIC and not getattr(view, "allowed_roles", ())]

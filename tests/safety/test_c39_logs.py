"""C39: error pages, logs and mails show nothing of what was sent or stored; a line break begins no log line."""
import io
import logging

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client, override_settings
from django.urls import get_resolver, resolve

from cases.models import Household
from cwc.logs import WithoutValues, one_line
from tests.measures import measured
from tests.objects import address, make_objects, patterns

pytestmark = pytest.mark.django_db
CANARY = "カナリア見本zq77"


@pytest.fixture
def log():
    """What the log would show, by the formatter of the settings."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(WithoutValues())
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def objects(small, coordinator):
    return make_objects(small, coordinator)


def broken(*args, **kwargs):
    """A view that fails with everything that a person sent and stored in its message and its variables."""
    text = f"{CANARY} {args} {kwargs}"
    try:
        raise ValueError(text)
    except ValueError as error:
        raise IntegrityError(f'duplicate key\nDETAIL:  Key (name)=({CANARY}) already exists.') from error


@pytest.mark.either
def test_a_fault_in_any_view_shows_nothing(objects, admin, log, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    client.cookies["kept"] = CANARY.encode().hex()
    cookies = client.cookies.copy()
    broken.is_decided = True
    for pattern in patterns(get_resolver()):
        client.cookies, url = cookies.copy(), address(pattern.name, objects)
        if resolve(url.split("?")[0]).url_name == pattern.name:  # not another name of an address tried under its own
            with monkeypatch.context() as patch:
                patch.setattr(pattern, "callback", _like(pattern.callback))
                shows_nothing(client, url, log)


def shows_nothing(client, url, log):
    """The address, whose view is broken, tells what happened and nothing of whom it is about."""
    log.seek(0)
    log.truncate()
    with override_settings(ADMINS=[("x", "x@example.invalid")]):
        response = client.post(f"{url.split('?')[0]}?q={CANARY}", {"text": CANARY, "name": CANARY}, headers={"User-Agent": CANARY.encode().hex()})
    page, said = response.content.decode(), log.getvalue()
    assert response.status_code == 500 and response.headers["X-Request-ID"] in page
    for words in (page, said):
        assert not any(each in words for each in (CANARY, CANARY.encode().hex(), "DETAIL", "duplicate key", "sessionid", "SELECT", "?q="))
    assert "IntegrityError" in said and "test_c39_logs.py" in said and url.split("?")[0] in said
    assert mail.outbox == [], url
    measured("C39", faults_forced=1, canaries_in_page_log_or_mail=0)


def _like(view):
    def fails(*args, **kwargs):
        return broken(*args, **kwargs)
    fails.__dict__.update(view.__dict__)
    fails.__dict__.pop("__wrapped__", None)
    return fails


def test_a_refused_row_leaves_no_value_in_the_log(small, log):
    Household.objects.create(number="S-1", name=CANARY)
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO cases_household (number, name) VALUES ('S-1', %s)", [CANARY])
    except Exception:
        logging.getLogger("django.request").error("Internal Server Error: %s", f"/x?q={CANARY}", exc_info=True)
    assert "Error" in log.getvalue() and CANARY not in log.getvalue()


@pytest.mark.parametrize("text", ["a\nERROR forged", "a\r\nx", "a\u2028x", "a\x1b[31mx", "a\u202ex", "a\x00x", "a\x85x"])
def test_a_line_break_begins_no_line(log, text):
    logging.getLogger("x").warning("seen %s", text)
    assert len(log.getvalue().splitlines()) == 1 and log.getvalue().strip().isprintable()
    measured("C39", forged_lines_tried=1, lines_forged=0)


def test_what_does_not_fit_the_message_is_still_one_line():
    record = logging.LogRecord("x", logging.WARNING, "x.py", 1, "%s %s", ("one",), None)
    assert "%s %s" in WithoutValues().format(record)


def test_a_long_line_is_cut():
    assert len(one_line("a" * 9_999)) == 500


def test_the_settings_use_this_formatter(settings):
    assert settings.LOGGING["formatters"]["plain"]["()"] == "cwc.logs.WithoutValues"
    assert {each["formatter"] for each in settings.LOGGING["handlers"].values()} == {"plain"} and settings.ADMINS == []
    assert not logging.getLogger("django").handlers


# -- Negative control

def test_the_usual_formatter_shows_the_canary(log):
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logging.getLogger("y").addHandler(handler)
    try:
        broken()
    except IntegrityError:
        logging.getLogger("y").exception("failed")
    logging.getLogger("y").removeHandler(handler)
    assert CANARY in out.getvalue() and CANARY not in log.getvalue()

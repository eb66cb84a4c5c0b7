"""What was held is free at once: whoever asks next does not see a holder that is gone."""
import pytest
from django.db import connection

from cases.holds import holding, is_held, said, said_by_any

pytestmark = pytest.mark.django_db
NAME = "test-hold"


def look_again() -> None:
    if connection.vendor == "postgresql":  # which looks once in a transaction
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")


def seen() -> tuple:
    look_again()
    return is_held(NAME), said(NAME), said_by_any(NAME)


@pytest.fixture
def late_server(monkeypatch):
    """A server that has not ended the holder's connection yet when the holder has closed it, as a busy one does."""
    copy, closes = connection.copy, []

    def copied():
        own = copy()
        closes.append(own.close)
        own.close = lambda: None
        return own
    monkeypatch.setattr(connection, "copy", copied)
    yield
    for close in closes:
        close()


def test_a_hold_is_seen_while_it_lasts_and_not_after_it(late_server):
    with holding(NAME) as say:
        say("half way")
        assert seen() == (True, "half way", ["half way"])
    assert seen() == (False, "", [])


def test_a_hold_ends_with_an_error_too():
    with pytest.raises(ZeroDivisionError), holding(NAME) as say:
        say("half way")
        raise ZeroDivisionError
    assert not is_held(NAME) and not said_by_any(NAME)


def test_a_shared_hold_is_shared():
    with holding(NAME, shared=True), holding(NAME, shared=True):
        assert is_held(NAME)
    assert not is_held(NAME)

"""The demo council, loaded once per test session inside a transaction that is taken back at the end.

Tests that use `demo` run last: from the first of them on, the demo is what an empty database holds.
They must not be transactional (no live_server): such a test empties the database.
"""
import pytest
from django.conf import settings
from django.db import transaction

from cases.demo.load import load_demo

FIXTURES = settings.FIXTURES / "mitaka"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Put the tests that use the demo behind all others, whose databases are empty."""
    items.sort(key=lambda item: "demo" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def demo_council(django_db_setup, django_db_blocker):
    """The demo in the database for the rest of the session."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(FIXTURES)
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(demo_council, db):
    """The demo council; what a test changes in it is taken back after the test."""

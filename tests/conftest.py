"""Personas and the small council that most tests use."""
import gc
import os
from unittest import TestCase

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import override_settings
from django.utils import timezone

from cases import new_day
from tests import factories, prepared

# The databases of tests are thrown away: in a file of this process, or on a server that need not wait for its disk.
os.environ.setdefault("CWC_THROWAWAY_DATABASE", "1")
pytest_plugins = ["tests.demo_fixture"]
SERVED = "tests/durability/"
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}  # fixtures
OF_DATABASES = ("tests/test_database.py", "tests/cases/test_settings.py")  # what differs, without asking for one
# Pages and forms whose statements are those of Django alone, the same in kind as many others: on PostgreSQL with --long only.
PAGES = tuple(f"tests/{each}.py" for each in (
    "access/test_agencies_hidden", "access/test_given_to_named", "access/test_restrictions", "accounts/test_confirm", "accounts/test_invitations", "accounts/test_menu", "accounts/test_sessions", "audit/test_review_by_action", "cases/test_activities", "cases/test_carried", "cases/test_cases",
    "cases/test_codebook_earlier", "cases/test_codebook_edit", "cases/test_contacts_log", "cases/test_course_conflicts", "cases/test_districts", "cases/test_household_search", "cases/test_households",
    "cases/test_joint_pages", "cases/test_leaders_together", "cases/test_members", "cases/test_moved_cases", "cases/test_neighbours", "cases/test_new_home", "cases/test_new_people_axis",
    "cases/test_next_steps", "cases/test_others_in_rows", "cases/test_referrals", "cases/test_resources", "cases/test_saved_searches", "cases/test_similar", "cases/test_support_plans",
    "cases/test_task_rows", "cases/test_twins", "cases/test_users", "cases/test_versions", "cases/test_weekly", "cases/test_withdrawn", "drafts/test_of_contacts", "handovers/test_short_days", "handovers/test_to_come", "reports/test_overview",
    "reports/test_joint_districts", "reports/test_readiness", "reports/test_reconciliation", "reports/test_report_basis", "reports/test_shares",
    "reports/test_trends", "imports/test_also_cases", "imports/test_left_rows", "imports/test_mapping", "imports/test_records_read"))
# What takes longest is begun first, so that no process is left with it at the end.
SLOW = ("tests/test_access.py", "tests/browser/test_accessibility.py", "tests/access/", "tests/safety/test_c5_", "tests/safety/test_c6_")


@pytest.hookimpl(tryfirst=True)  # before what is asked for is told by its markers
def pytest_collection_modifyitems(items):
    """Put the slow ones first, in an order that every process finds, and mark what asks no database."""
    items.sort(key=lambda item: not item.nodeid.startswith((SERVED, *SLOW)))
    for item in items:
        if not _asks_a_database(item) or item.nodeid.startswith(PAGES):
            item.add_marker(pytest.mark.either)


def pytest_collection_finish():
    """What was loaded so far stays: looked through again and again for garbage, it took a seventh of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _asks_a_database(item) -> bool:
    return bool(DATABASE.intersection(item.fixturenames) or item.get_closest_marker("django_db")
                or issubclass(item.cls or object, TestCase) or item.nodeid.startswith((SERVED, *OF_DATABASES)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests are handed out one by one, so that no process is left with a heap of slow ones at the end.

    But one process takes all that need a running server, which takes long to start. Such a heap is handed out first,
    so the tests of the demo, which come last in each process, cannot be one.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByServer(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return SERVED if nodeid.startswith(SERVED) else nodeid
    return ByServer(config, log)


@pytest.fixture(autouse=True, scope="session")
def settings_of_tests():
    """Fast password hashes (the product's take most of a second each), and static files by their plain names.

    After bin/demo a manifest of hashed names stands in var/static, which the live server would not find.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
                           STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield


@pytest.fixture(autouse=True, scope="session")
def looked_already():
    """What is due today is looked for once in a process; the first test of each would ask one question more than said."""
    new_day.looked(timezone.localdate())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Each process has a database of its own, a copy of a prepared one where there is one."""
    with prepared.own_database(connections.settings["default"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests():
    """Tests that commit empty all tables afterwards, which on SQLite the audit's triggers would refuse.

    They are dropped for it; the signal post_migrate, sent after emptying, puts them back.
    """
    flush = DatabaseOperations.sql_flush

    def flush_all(self, *args, **kwargs):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            drop = [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]
        return [*drop, *flush(self, *args, **kwargs)]

    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "sql_flush", flush_all)
    yield
    patch.undo()


@pytest.fixture
def small(db):
    """The small council of tests/factories.py."""
    return factories.make_council()


@pytest.fixture
def coordinator(small):
    """Works in 大沢."""
    return factories.make_user("coordinator", "osawa", small.districts["osawa"])


@pytest.fixture
def other_coordinator(small):
    """Works in 連雀."""
    return factories.make_user("coordinator", "renjaku", small.districts["renjaku"])


@pytest.fixture
def supervisor(small):
    """Sees both districts."""
    return factories.make_user("supervisor", "tokatsu", *small.districts.values())


@pytest.fixture
def admin(small):
    """Keeps the system; assigned to no district."""
    return factories.make_user("admin", "kanri")


@pytest.fixture
def as_user(client):
    """Log a user in and return the client."""
    def log_in(user):
        client.force_login(user)
        return client
    return log_in

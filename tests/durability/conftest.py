"""One real server for the tests of this folder that only send to it."""
import pytest

from .office import Office, drop_database, new_database_url


@pytest.fixture(scope="session")
def office(tmp_path_factory, django_db_setup, django_db_blocker):
    """An installation that serves until the last test."""
    folder = tmp_path_factory.mktemp("office")
    with django_db_blocker.unblock():
        url = new_database_url(folder)
    found = Office(url, folder)
    try:
        yield found.prepare().start()
    finally:
        found.stop()
        with django_db_blocker.unblock():
            drop_database(url)

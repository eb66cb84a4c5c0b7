"""The records whose forms are typed into, and the browser of who types."""
import pytest

from .lines import make_records


@pytest.fixture
def objects(small, coordinator, other_coordinator):
    """By noun: a case with all that belongs to one, a contact, a household with its members, an agency."""
    return make_records(small, coordinator, other_coordinator)


@pytest.fixture
def site(as_user, coordinator):
    """The coordinator's browser."""
    return as_user(coordinator)

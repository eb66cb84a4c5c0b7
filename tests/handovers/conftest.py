"""Who hands over, to whom, and what."""
import pytest
from django.utils import timezone

from cases import new_day
from cases.forms.hand_over_many import ManyHandOverForm
from cases.models import Case
from tests.factories import make_user

from .sending import DAY, TODAY, make_case


@pytest.fixture(autouse=True)
def sure(request, monkeypatch):
    """Whoever sends the form of many means it; what is asked before is tried by the tests that are named so."""
    if "asks" not in request.node.name:
        monkeypatch.setattr(ManyHandOverForm, "is_sure", True)


@pytest.fixture
def heir(small):
    """Works in the same district."""
    return make_user("coordinator", "heir", small.districts["osawa"])


@pytest.fixture
def case(small, coordinator):
    """One open case of the coordinator."""
    return Case.objects.create(number="C-1", title="桜の集まり", subject="place", subject_name="集会所", coordinator=coordinator,
                               district=small.districts["osawa"], opened_on="2021-04-05")


@pytest.fixture
def cases(small, coordinator):
    """Three open cases of the coordinator."""
    return [make_case(small, coordinator, f"C-{number}") for number in (1, 2, 3)]


@pytest.fixture
def on_the_day(monkeypatch):
    """Let the day come, or another one: the next request of the process is its first of that day."""
    def come(day=DAY):
        monkeypatch.setattr(timezone, "localdate", lambda *args: day)
    yield come
    new_day.looked(TODAY)

"""A list loads what its lines print: nothing of an account but the name, and no more the longer its codings are."""
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Axis, Case, Category
from cases.models.contacts import Contact
from tests.factories import log_contact

LISTS = ("/", "/contacts/", "/cases/", "/households/")


@pytest.mark.parametrize("url", LISTS)
def test_no_list_loads_a_password_but_the_own(as_user, small, coordinator, url):
    log_contact(small, coordinator, date=timezone.localdate())
    client = as_user(coordinator)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    assert sum('"password"' in each["sql"] for each in asked) == 1  # who is logged in


def test_a_line_and_a_timeline_load_no_whole_axis_and_category(small, coordinator, monkeypatch):
    log_contact(small, coordinator)
    loaded = []
    for model in (Axis, Category):
        monkeypatch.setattr(model, "__init__", lambda self, *values, **more: loaded.append(self))
    [line], [told] = list(Contact.objects.in_lines(Case.objects.all())), list(Contact.objects.in_timeline(Case.objects.all()))
    assert line.kind_words and told.kind_words == line.kind_words and loaded == []

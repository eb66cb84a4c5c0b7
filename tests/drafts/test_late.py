"""A draft and the save of its page that overtake each other."""
import threading
import uuid
from functools import partial

import pytest
from django.db import connection
from django.http import QueryDict

from cases.models import District, Draft, Household, User
from cases.services.drafts import save_draft, store_finished
from cases.services.saving import save_versioned

pytestmark = pytest.mark.django_db(transaction=True)


def _arrives(posted, by):
    """The request of the draft, with a connection of its own."""
    try:
        save_draft(posted=posted, by=by)
    finally:
        connection.close()


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="one writer at a time there")
def test_a_draft_that_is_written_but_not_committed_yet_goes_with_the_save(monkeypatch):
    by = User.objects.create(username="kaku", name="見本")
    home = Household.objects.create(number="S-1", district=District.objects.first())
    page, written, saved = str(uuid.uuid4()), threading.Event(), threading.Event()
    keep = Draft.save

    def slowly(draft, **arguments):
        keep(draft, **arguments)
        written.set()
        saved.wait(1)

    monkeypatch.setattr(Draft, "save", slowly)
    posted = QueryDict(f"draft_noun=household&draft_target={home.pk}&draft_page={page}&version=1&note=x")
    draft = threading.Thread(target=_arrives, args=(posted, by))
    draft.start()
    assert written.wait(5)
    store_finished(store=partial(save_versioned, instance=home, version=1), instance=home, noun="household", posted=QueryDict(f"draft_page={page}"), by=by)
    saved.set()
    draft.join()
    assert not Draft.objects.exists()

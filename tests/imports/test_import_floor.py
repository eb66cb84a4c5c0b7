"""What bin/bench holds the import against leaves the same rows, and a slower import would be seen."""
import time
from functools import partial

import pytest

from cases.models import AuditEntry, Case, Contact, ContactCategory, Household, ImportBatch
from tests.bench.import_export import import_as_import_export, make_cases
from tests.bench.import_files import make_people, workbook
from tests.bench.import_floor import import_as_floor, stored
from tests.bench.imports import import_by_cwc
from tests.bench.results import Result
from tests.bench.timing import by_turns

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(small):
    """A workbook of thirty contacts; the people of the floor have made nothing else."""
    make_people()
    return workbook(30)


def emptied():
    """Take the import back, with its batch."""
    for model in (ContactCategory, Contact.coordinators.through, Contact, ImportBatch, Case, Household):
        model._base_manager.all().delete()


def test_the_floor_leaves_the_rows_of_the_import_and_their_entries(content):
    import_by_cwc(content)
    rows = stored()
    entries = AuditEntry.objects.filter(action="contact.created").count()
    emptied()
    import_as_floor(content, rows)
    assert stored() == rows and Contact.objects.count() == 30
    assert AuditEntry.objects.filter(action="contact.created").count() == 2 * entries == 60


def test_import_export_makes_the_same_contacts(content):
    import_by_cwc(content)
    said = set(Contact.objects.values_list("record_number", "date", "district__name", "codings__category__label"))
    emptied()
    make_cases(content)
    import_as_import_export(content)
    assert set(Contact.objects.values_list("record_number", "date", "district__name", "codings__category__label")) == said


def test_a_slower_import_is_a_missed_target():
    floor, slow = partial(time.sleep, 0.01), partial(time.sleep, 0.1)
    nothing = partial(int)
    times = by_turns({"": (nothing, slow), "floor": (nothing, floor)}, 3, warm_up=0)
    assert Result("x", "import", times.pop(""), times, 1.5).missed

"""The services under the forms: numbers proposed, one row for a token, no lost update."""
import uuid

import pytest
from django.db import IntegrityError

from cases.models import Footnote, Household
from cases.services.contacts import Conflict
from cases.services.numbers import next_number
from cases.services.saving import create_once, save_first, save_versioned


@pytest.mark.parametrize(("taken", "proposed"), [
    ([], "S-0001"), (["S-0009"], "S-0010"), (["S-0002", "S-0001"], "S-0003"), (["S-9999"], "S-10000"),
    (["S-5a", "X-0007", "R3-12"], "S-0001"), (["S-0001", "S-0003"], "S-0004"),
])
def test_the_next_number(db, taken, proposed):
    Household.objects.bulk_create(Household(number=number) for number in taken)
    assert next_number(Household, "S-") == proposed


def test_the_same_token_again_gives_the_row_already_saved(coordinator):
    token = uuid.uuid4()
    first = create_once(instance=Household(number="S-1", form_token=token), by=coordinator)
    assert create_once(instance=Household(number="S-2", form_token=token), by=coordinator) == first
    assert Household.objects.get().number == "S-1"


def test_a_number_taken_meanwhile_is_not_mistaken_for_a_double_click(coordinator):
    Household.objects.create(number="S-1")
    with pytest.raises(IntegrityError):
        create_once(instance=Household(number="S-1", form_token=uuid.uuid4()), by=coordinator)


def test_of_two_changes_to_one_version_the_second_is_refused(db):
    Household.objects.create(number="S-1")
    mine, yours = Household.objects.get(), Household.objects.get()
    mine.note, yours.note = "私", "あなた"
    save_versioned(instance=yours, version=1)
    with pytest.raises(Conflict):
        save_versioned(instance=mine, version=1)
    assert Household.objects.get().note == "あなた"


def first_change(small, coordinator, version, text="見本の注"):
    note = Footnote(fiscal_year=2021, axis=small.axes["topic"], key="introduced-meal", text=text, changed_by=coordinator)
    return note, lambda: save_first(instance=note, version=version, identity=("fiscal_year", "axis", "key"))


@pytest.mark.parametrize("version", [None, 1, 7])
def test_a_first_change_is_opened_as_version_0(small, coordinator, version):
    with pytest.raises(Conflict):
        first_change(small, coordinator, version)[1]()
    assert not Footnote.objects.exists()


def test_of_two_first_changes_one_is_stored_and_the_other_is_told_which(small, coordinator):
    stored = first_change(small, coordinator, 0)[1]()
    late, save = first_change(small, coordinator, 0, text="別の人の注")
    with pytest.raises(Conflict):
        save()
    assert (late.pk, Footnote.objects.get().text) == (stored.pk, "見本の注")

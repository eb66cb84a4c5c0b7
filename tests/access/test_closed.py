"""What is closed to somebody is told as numbers where that is few, as a question where it is many, and asked anew after a change."""
import pytest
from django.db import transaction

from cases import access, trail
from cases.access import closed
from cases.audit import entries
from cases.models import Case, Household, Member
from tests.world import make_world

ASKED = (access.visible_contacts, access.visible_cases, access.visible_households, access.visible_members)


@pytest.fixture
def world(db):
    """The office with a record in every state."""
    return make_world()


def found(user) -> list[set[int]]:
    return [set(ask(user).values_list("pk", flat=True)) for ask in ASKED]


@pytest.mark.parametrize("persona", ["coordinator", "named", "other_coordinator", "supervisor", "admin"])
@pytest.mark.parametrize("few", [0, 500])
def test_it_is_the_same_as_numbers_and_as_a_question(world, monkeypatch, persona, few):
    asked = found(world.users[persona])
    monkeypatch.setattr(closed, "FEW", few)
    with trail.following(trail.Trail(answers={})):
        assert found(world.users[persona]) == asked


def test_as_numbers_it_is_one_question_for_all(world, django_assert_num_queries):
    with trail.following(trail.Trail(answers={})):
        closed.closed_to(world.users["coordinator"])
        with django_assert_num_queries(0):
            assert all(isinstance(each, list) and each for each in closed.closed_to(world.users["coordinator"]))


def test_after_a_trial_was_taken_back_it_is_asked_anew(world):
    user, record = world.users["coordinator"], world.objects["own"]["case"]
    with entries.acting(trail.Trail(answers={})):
        point = transaction.savepoint()
        Case.objects.filter(pk=record.pk).update(is_restricted=True)
        assert not access.may_see(user, record)
        transaction.savepoint_rollback(point)
        assert access.may_see(user, record)


@pytest.mark.parametrize("model", [Case, Household, Member])
def test_after_a_change_in_the_same_request_it_is_asked_anew(world, model):
    user, record = world.users["coordinator"], world.objects["own"][model._meta.model_name]
    with entries.acting(trail.Trail(answers={})):
        assert access.may_see(user, record)
        model.objects.filter(pk=record.pk).update(is_restricted=True)
        assert not access.may_see(user, record)

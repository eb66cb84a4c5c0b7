"""The demo's households are related by what their members are called."""
import pytest

from cases.demo.relations import relations_of
from cases.models import Member

pytestmark = pytest.mark.either


def told(*roles):
    members = [Member(pk=at, household_id=1, relation=role) for at, role in enumerate(roles)]
    return {(each.first.relation, each.kind, each.second.relation) for each in relations_of(members)}


def test_parents_siblings_and_children_of_the_person():
    assert told("本人", "母", "弟") == {("母", "blood", "本人"), ("母", "blood", "弟")}
    assert told("本人", "夫", "長男") == {("本人", "married", "夫"), ("本人", "blood", "長男"), ("夫", "blood", "長男")}
    assert told("本人", "父", "母") == {("父", "married", "母"), ("父", "blood", "本人"), ("母", "blood", "本人")}
    assert told("本人", "姉") == {("本人", "siblings", "姉")} and told("母", "長男") == set()

"""What belongs to a case, a contact or a household is in sight exactly where that is, however it is asked."""
import pytest
from django.db.models import Exists, OuterRef, Q

from cases import access, trail
from cases.access import closed
from cases.models import (
    Assessment,
    CaseEvent,
    Consent,
    Goal,
    Household,
    Monitoring,
    Referral,
    SupportPlan,
    Task,
    Waiting,
)
from tests.world import DAY, make_world

PERSONAS = ["named", "other_coordinator", *(pytest.param(each, marks=pytest.mark.either) for each in ("coordinator", "supervisor", "admin"))]
OF_CASE = {CaseEvent: "case", SupportPlan: "case", Assessment: "case", Goal: "plan__case", Monitoring: "plan__case"}


@pytest.fixture
def world(db):
    """The office with a record in every state, and for each contact and case something to wait for and a referral."""
    found = make_world()
    resource = found.objects["own"]["resource"]
    for each in found.objects.values():
        for of in ("case", "contact"):
            if getattr(each.get(of), "pk", None):
                Waiting.objects.create(**{of: each[of]}, whom="見本", what="見本", since=DAY)
                Referral.objects.create(**{of: each[of]}, resource=resource, date=DAY, asked="見本")
    return found


def ids(rows) -> set[int]:
    return set(rows.values_list("pk", flat=True))


@pytest.fixture(params=[0, 500], ids=["as questions", "as numbers"])
def request_of(request, monkeypatch):
    """As within a request: what is closed is told as numbers where it is few."""
    monkeypatch.setattr(closed, "FEW", request.param)
    with trail.following(trail.Trail(answers={})):
        yield


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_belongs_to_a_case_is_seen_with_it(world, request_of, persona):
    user = world.users[persona]
    for model, path in OF_CASE.items():
        assert ids(access.visible_parts(user, model)) == ids(model.objects.filter(Exists(access.visible_cases(user).filter(pk=OuterRef(path)))))
    seen = Q(goal__in=access.visible_parts(user, Goal)) | Q(conference__cases__in=access.visible_cases(user))
    assert ids(access.visible_parts(user, Task)) <= ids(Task.objects.filter(seen))


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_waited_for_is_seen_with_its_record(world, request_of, persona):
    user = world.users[persona]
    cases, contacts = access.visible_cases(user), access.visible_contacts(user)
    of = Q(case__in=cases.order_by().values("pk")) | Q(contact__in=contacts.order_by().values("pk"))
    assert ids(access.visible_waitings(user)) == ids(Waiting.objects.filter(of))
    assert ids(access.visible_referrals(user)) == ids(Referral.objects.filter(of))


@pytest.mark.parametrize("persona", PERSONAS)
def test_of_a_household_in_sight_the_same_is_seen_as_of_all(world, request_of, persona):
    user = world.users[persona]
    for home in access.visible_households(user):
        assert {each.pk for each in access.members_of(user, home)} == ids(access.visible_members(user).filter(household=home))
        assert ids(access.relations_of(user, home)) == ids(access.visible_relations(user).filter(household=home))
        assert ids(access.ties_of(user, home)) == ids(access.visible_ties(user).filter(household=home))
        assert ids(access.consents_of(user, home)) == ids(access.visible_parts(user, Consent).filter(member__household=home))
    assert persona == "admin" or Household.objects.filter(pk__in=access.visible_households(user)).exists()

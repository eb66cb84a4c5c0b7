"""担当をまとめて引き継ぐ: what a user may not hand over is neither offered nor taken."""

import pytest

from cases.models import Case, CaseEvent, Council, Household
from tests.factories import make_user
from tests.handovers.sending import PAGE, errors, make_case, nothing_happened, pair, typed

pytestmark = pytest.mark.either


def test_a_restricted_case_goes_to_who_is_named_only(as_user, coordinator, heir, other_coordinator, small, cases):
    named = make_user("coordinator", "named", small.districts["osawa"])
    cases[0].named.add(coordinator, named)
    Case.objects.filter(pk=cases[0].pk).update(is_restricted=True)
    client = as_user(coordinator)
    page = client.get(PAGE)
    assert "制限付き" in page.content.decode()
    for to in (pair(heir, small.districts["osawa"]), pair(other_coordinator, small.districts["renjaku"])):
        assert list(errors(client.post(PAGE, typed(page, *cases, coordinator=to)))) == ["C-1"] and nothing_happened()
    forged = typed(page, cases[0], own={cases[0]: {"coordinator": heir.pk}})
    assert list(errors(client.post(PAGE, forged))) == ["C-1"]
    answer = client.post(PAGE, typed(page, *cases, coordinator=pair(heir, small.districts["osawa"]), own={cases[0]: {"coordinator": named.pk}}))
    assert answer.status_code == 302 and Case.objects.get(pk=cases[0].pk).coordinator == named


def test_what_one_may_not_hand_over_is_neither_offered_nor_counted_nor_taken(as_user, coordinator, heir, other_coordinator, small, cases):
    Case.objects.filter(pk=cases[0].pk).update(is_restricted=True)  # names nobody
    home = Household.objects.create(number="S-9", is_restricted=True)
    hidden = make_case(small, coordinator, "C-8", subject="household", subject_name="", household=home)
    elsewhere = make_case(small, coordinator, "C-9", district=small.districts["renjaku"])
    make_case(small, coordinator, "C-7", closed_on="2021-05-01")
    client = as_user(heir)
    page = client.get(f"{PAGE}?coordinator={coordinator.pk}")
    assert [row.case.number for row in page.context["form"].rows] == ["C-2", "C-3"] and "進行中 2件" in page.content.decode()
    for case in (cases[0], hidden, elsewhere):
        answer = client.post(f"{PAGE}?coordinator={coordinator.pk}", typed(page, case, own={case: {"coordinator": heir.pk, "note": "書いた文"}}))
        words = answer.content.decode()
        assert answer.status_code == 409 and "今は見られないケース" in words and "書いた文" in words and case.number not in words
    assert not CaseEvent.objects.exists()


def test_who_works_nowhere_today_has_nothing_to_hand_over(as_user, coordinator, heir, small, cases):
    client = as_user(coordinator)
    form = typed(client.get(PAGE), *cases, coordinator=pair(heir, small.districts["osawa"]))
    coordinator.assignments.all().delete()
    assert client.get(PAGE).status_code == client.post(PAGE, form).status_code == 403 and nothing_happened()


def test_what_one_may_only_read_is_not_offered(as_user, coordinator, other_coordinator, small, cases):
    Council.objects.update(reads_elsewhere=True)
    client = as_user(other_coordinator)
    page = client.get(f"{PAGE}?coordinator={coordinator.pk}")
    assert page.context["form"].rows == [] and client.get(f"/cases/{cases[0].pk}/").status_code == 200
    answer = client.post(PAGE, typed(page, cases[0], coordinator=pair(other_coordinator, small.districts["renjaku"])))
    assert answer.status_code == 409 and nothing_happened()

"""A case that ends before the handover that was planned for it: nobody takes it over, and everyone is told."""
import datetime

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent
from cases.periods import format_date
from cases.services.handovers_to_come import carry_out_due
from cases.templatetags.japanese import wareki
from tests.handovers.sending import DAY, TYPED, plan

TAKEN_BACK = f"{wareki(DAY)}に{{}}へ引き継ぐ予定は、取り消されています"


def close(client, case, **typed):
    case.refresh_from_db()
    return client.post(f"/cases/{case.pk}/close/", {"closed_on": "R3.4.30", "closing_reason": "転出", "version": case.version} | typed, follow=True)


def withdraw(client, why="間違い"):
    closing = CaseEvent.objects.get(kind="closed")
    return client.post(f"/case-events/{closing.pk}/withdraw/", {"why": why, "version": closing.version})


@pytest.fixture
def planned(as_user, coordinator, heir, case):
    """The handover to come, entered by the coordinator of the case."""
    plan(as_user(coordinator), case, heir.pk)
    as_user(coordinator).get("/")  # reads that it was saved
    return CaseEvent.objects.get()


def test_the_page_says_before_that_the_closing_takes_it_back(as_user, coordinator, heir, case, planned):
    page = as_user(coordinator).get(f"/cases/{case.pk}/close/").content.decode()
    assert f"{wareki(DAY)}に、{heir.name}へ引き継ぐ予定があります" in page and "この予定は取り消されます" in page
    planned.delete()
    assert "引き継ぐ予定" not in as_user(coordinator).get(f"/cases/{case.pk}/close/").content.decode()


@pytest.mark.either
def test_the_closing_takes_it_back_and_nobody_reads_it_as_to_come(as_user, coordinator, heir, case, planned, on_the_day):
    page = close(as_user(coordinator), case).content.decode()
    planned.refresh_from_db()
    assert planned.is_withdrawn and planned.version == 2 and f"{TYPED}の引き継ぎの予定は取り消しました" in page
    for user in (coordinator, heir):
        assert "担当の引き継ぎの予定" not in as_user(user).get("/").content.decode()
    on_the_day()
    assert carry_out_due(DAY) == 0 and Case.objects.get().coordinator == coordinator


def test_a_closing_that_is_refused_leaves_it(as_user, coordinator, case, planned):
    assert close(as_user(coordinator), case, closing_reason="").status_code == 422
    assert close(as_user(coordinator), case, version=0).status_code == 409
    planned.refresh_from_db()
    assert not planned.is_withdrawn


def test_one_that_stood_beside_a_closing_of_before_is_in_no_list_and_taken_back_on_its_day(as_user, coordinator, heir, case, planned):
    Case.objects.update(closed_on="2021-04-30")
    assert not as_user(heir).get("/").context["moves"]
    assert carry_out_due(DAY) == 0 and CaseEvent.objects.get().is_withdrawn and Case.objects.get().coordinator == coordinator


def test_a_closing_is_taken_back_and_the_plan_that_it_took_back_is_named(as_user, coordinator, heir, case, planned):
    client = as_user(coordinator)
    close(client, case)
    closing, words = CaseEvent.objects.get(kind="closed"), TAKEN_BACK.format(heir.name)
    for page in (f"/case-events/{closing.pk}/withdraw/", f"/cases/{case.pk}/reopen/"):
        assert words in client.get(page).content.decode()
    assert withdraw(client).status_code == 302 and Case.objects.get().closed_on is None
    assert not CaseEvent.objects.standing().exists()


@pytest.mark.parametrize("change", [{"date": timezone.localdate()}, {"is_withdrawn": False}])
def test_no_plan_is_named_whose_day_has_come_or_that_stands(as_user, coordinator, case, planned, change):
    close(as_user(coordinator), case)
    CaseEvent.objects.filter(pk=planned.pk).update(**change)
    assert "取り消されています" not in as_user(coordinator).get(f"/cases/{case.pk}/reopen/").content.decode()


def test_of_a_case_that_has_ended_none_is_entered_ahead(as_user, coordinator, heir, case):
    client = as_user(coordinator)
    close(client, case)
    refused = plan(client, case, heir.pk)
    assert refused.status_code == 422 and "令和3年4月30日に終結したケースです" in refused.content.decode() and "訪問の約束" in refused.content.decode()
    assert plan(client, case, heir.pk, handed_on=format_date(timezone.localdate() - datetime.timedelta(1))).status_code == 302
    assert Case.objects.get().coordinator == heir

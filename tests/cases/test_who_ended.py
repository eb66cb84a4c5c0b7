"""A case that has ended, on the log page and where a contact is put right: nothing is recorded behind its end."""
import datetime

import pytest

from cases.models import Case, Contact, Council
from cases.views.contacts import UNCHECKED
from tests.cases.test_who import case
from tests.factories import log_contact

__all__ = ["case"]  # a fixture
pytestmark = pytest.mark.either


def test_of_an_ended_one_the_page_says_that_it_has_ended_and_where_it_is_reopened(as_user, case, coordinator, other_coordinator):
    Case.objects.update(closed_on="2021-05-01")
    client, reopen = as_user(coordinator), f'href="/cases/{case.pk}/reopen/"'
    page = client.get(f"/contacts/new/?case={case.pk}").content.decode()
    assert "令和3年5月1日に終結しています" in page and reopen in page
    assert 'id="who-none" hidden' not in page and 'id="who-none" hidden' in client.get("/contacts/new/").content.decode()
    sent = client.post("/contacts/new/", {"case": case.pk, "text": "終わった後の電話"})
    assert sent.status_code == 422 and "終わった後の電話" in sent.content.decode() and reopen in sent.content.decode()
    assert "終結日までの対応を記録する" in client.get(f"/cases/{case.pk}/").content.decode()
    assert "終結しています" not in as_user(other_coordinator).get(f"/contacts/new/?case={case.pk}").content.decode()


@pytest.mark.either
@pytest.mark.parametrize(("day", "status"), [("R3.4.30", 302), ("R3.5.1", 302), ("R3.5.2", 422), ("R3.5.99", 422)])
def test_what_was_done_before_it_ended_is_recorded_and_what_came_later_is_not(as_user, small, case, coordinator, day, status):
    Case.objects.update(closed_on="2021-05-01")
    client = as_user(coordinator)
    assert client.get(f"/contacts/new/?case={case.pk}").context["form"]["date"].value() is None
    answer = client.post("/contacts/new/", {
        "case": case.pk, "date": day, "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "text": "前日の電話",
        "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["health"]})
    assert answer.status_code == status and Contact.objects.filter(case=case).count() == (status == 302)
    if status == 422:
        assert answer.context["form"].case_chosen == case and "前日の電話" in answer.content.decode()
    if day == "R3.5.2":
        assert "「C-0012」は、令和3年5月1日に終結しています" in answer.context["form"].errors["case"][0]


def test_a_contact_of_one_that_has_ended_since_is_still_put_right(as_user, small, case, coordinator):
    contact = log_contact(small, coordinator, case=case, date=datetime.date(2021, 5, 3))
    Case.objects.update(closed_on="2021-05-01")
    form = as_user(coordinator).get(f"/contacts/{contact.pk}/edit/").context["form"]
    assert form.case_chosen == case and form.case_ended is None
    sent = edited(small, contact, case, coordinator, "R3.5.3") | {"text": "書き足した電話"}
    assert as_user(coordinator).post(f"/contacts/{contact.pk}/edit/", sent).status_code == 302
    assert Contact.objects.get().text == "書き足した電話"


def edited(small, contact, case, coordinator, day, **more):
    """What the page of a stored contact sends with another day."""
    return {"case": case.pk, "date": day, "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "text": "動かした電話",
            "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["health"], "version": contact.version} | more


@pytest.mark.either
@pytest.mark.parametrize(("stored", "day", "status"), [
    ("2021-04-28", "R3.4.30", 302), ("2021-04-28", "R3.5.1", 302), ("2021-04-28", "R3.5.2", 422), ("2021-04-28", "R3.5.99", 422), ("2021-05-03", "R3.5.4", 422), ("2021-05-03", "R3.5.1", 302)])
def test_a_contact_is_not_moved_behind_the_end_of_its_case(as_user, small, case, coordinator, stored, day, status):
    before = datetime.date.fromisoformat(stored)
    contact = log_contact(small, coordinator, case=case, date=before)
    Case.objects.update(closed_on="2021-05-01")
    answer = as_user(coordinator).post(f"/contacts/{contact.pk}/edit/", edited(small, contact, case, coordinator, day))
    assert answer.status_code == status and (Contact.objects.get().date == before) == (status == 422)
    if status == 422:
        assert answer.context["form"].case_chosen == case and "動かした電話" in answer.content.decode()
    if day == "R3.5.2":
        assert "「C-0012」は、令和3年5月1日に終結しています" in answer.context["form"].errors["case"][0]
        assert f'href="/cases/{case.pk}/reopen/"' in answer.content.decode()


@pytest.mark.parametrize(("day", "status"), [("R3.5.1", 302), ("R3.5.2", 422), ("R3.4.20", 302)])
def test_nor_behind_the_end_of_one_of_its_other_cases(as_user, small, case, coordinator, day, status):
    other = Case.objects.create(number="C-2", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-01", closed_on="2021-05-01")
    contact = log_contact(small, coordinator, case=case, date=datetime.date(2021, 4, 28))
    contact.also_cases.set([other])
    answer = as_user(coordinator).post(f"/contacts/{contact.pk}/edit/", edited(small, contact, case, coordinator, day, also_cases="C-2"))
    assert answer.status_code == status
    assert status == 302 or "「C-2」は、令和3年5月1日に終結しています" in answer.context["form"].errors["also_cases"][0]


@pytest.mark.parametrize("at_once", [{}, {"X-Answer-At-Once": "1"}])
@pytest.mark.parametrize("ended", ["2021-05-01", None])
def test_of_a_case_out_of_sight_nobody_is_told_whether_it_has_ended(as_user, small, case, coordinator, ended, at_once):
    contact = log_contact(small, coordinator, case=case, date=datetime.date(2021, 4, 28))
    Case.objects.update(district=small.districts["renjaku"], closed_on=ended)
    client = as_user(coordinator)
    for version, day, is_told in ((1, "R3.4.28", False), (2, "R3.5.2", True), (3, "R3.4.20", True)):
        sent = edited(small, contact, case, coordinator, day, version=version)
        page = client.post(f"/contacts/{contact.pk}/edit/", sent, headers=at_once, follow=True)
        assert page.status_code == 200 and (UNCHECKED in page.content.decode()) == is_told and "に終結しています" not in page.content.decode()
    assert Contact.objects.get().date == datetime.date(2021, 4, 20)


def test_a_record_is_not_moved_behind_the_end_of_a_case_that_is_there_to_read(as_user, small, case, coordinator):
    contact = log_contact(small, coordinator, case=case, date=datetime.date(2021, 4, 28))
    Council.objects.update(reads_elsewhere=True)
    Case.objects.update(district=small.districts["renjaku"], closed_on="2021-05-01")
    client = as_user(coordinator)
    refused = client.post(f"/contacts/{contact.pk}/edit/", edited(small, contact, case, coordinator, "R3.5.2"))
    assert refused.status_code == 422 and "「C-0012」は、令和3年5月1日に終結しています" in refused.context["form"].errors["date"][0] and "動かした電話" in refused.content.decode()
    saved = client.post(f"/contacts/{contact.pk}/edit/", edited(small, contact, case, coordinator, "R3.5.1"), follow=True)
    assert saved.status_code == 200 and UNCHECKED not in saved.content.decode() and Contact.objects.get().date == datetime.date(2021, 5, 1)

"""The next date of a case that went to another district and came back stands once, also where its contact stayed due for another case."""
import pytest

from cases.calendar import feed_of
from cases.carried import next_dates_of, promised_to
from cases.handover import pack_of
from cases.models import Case
from cases.periods import format_date
from tests.cases.test_carried import EVER, TODAY, day
from tests.factories import log_contact

DUE = day(-3)


@pytest.fixture
def cases(small, coordinator):
    """Two cases of 大沢 with one contact, whose next date has passed."""
    found = [Case.objects.create(number=f"C-{n}", title="見本", subject="place", coordinator=coordinator, district=small.districts["osawa"], opened_on="2021-04-05") for n in (1, 2)]
    log_contact(small, coordinator, date=day(-20), next_action_on=DUE, case=found[0]).also_cases.add(found[1])
    return found


@pytest.fixture
def sent(as_user, small):
    """Hand a case over into a district."""
    def hand_over(case, by, to, district):
        case.refresh_from_db()
        answer = as_user(by).post(f"/cases/{case.pk}/handover/", {"coordinator": f"{to.pk}-{small.districts[district].pk}", "handed_on": format_date(TODAY), "version": case.version})
        assert answer.status_code == 302
    return hand_over


@pytest.fixture(params=[0, 1], ids=["its case", "its other case"])
def back(request, cases, coordinator, other_coordinator, sent):
    """One of the two that went to 連雀 and came back."""
    case = cases[request.param]
    sent(case, coordinator, other_coordinator, "renjaku")
    sent(case, other_coordinator, coordinator, "osawa")
    return case


def test_it_stands_once_wherever_it_is_told(as_user, coordinator, supervisor, back):
    contact, client = back.contacts.first() or back.also_contacts.get(), as_user(coordinator)
    page = client.get("/")
    assert (page.context["due"], page.context["promised"]) == ([contact], [])
    assert [len(each) for each in next_dates_of(coordinator, back)] == [1, 0]
    pack = pack_of(coordinator, district=None, coordinator=coordinator, contacts=1)
    assert (pack.due, pack.carried) == ([contact], [])
    week = as_user(supervisor).get("/weekly/").context
    assert (week["due"].total, week["carried"].total) == (1, 0)
    assert feed_of(coordinator, with_numbers=True).count("対応の予定（") == 1


def test_its_course_tells_the_day_with_the_last_handover(as_user, coordinator, back):
    page = as_user(coordinator).get(f"/cases/{back.pk}/")
    assert [entry.next_on for entry in page.context["course"] if entry.event] == [None, DUE]
    assert page.content.decode().count("<dt>次回予定日</dt>") == 1


def test_it_stands_still_once_when_the_other_case_goes(as_user, cases, coordinator, other_coordinator, sent, back):
    other = next(each for each in cases if each != back)
    sent(other, coordinator, other_coordinator, "renjaku")
    page = as_user(coordinator).get("/")
    assert len(page.context["due"]) + len(page.context["promised"]) == 1
    assert [each.case for each in promised_to(other_coordinator, EVER)] == [other]


def test_another_day_that_was_carried_back_stands_beside_it(as_user, coordinator, back):
    back.events.filter(next_on=DUE).update(next_on=day(2))
    page = as_user(coordinator).get("/")
    assert len(page.context["due"]) == 1 and [each.next_on for each in page.context["promised"]] == [day(2)]


def test_where_the_contact_is_hidden_the_date_stays_with_the_case(as_user, cases, coordinator, back):
    Case.objects.filter(pk=next(each.pk for each in cases if each != back)).update(is_restricted=True)
    page = as_user(coordinator).get("/")
    assert page.context["due"] == [] and [each.next_on for each in page.context["promised"]] == [DUE]


def test_the_course_keeps_a_day_that_no_later_handover_took_along(as_user, coordinator, back):
    back.events.filter(pk=back.events.earliest("pk").pk).update(next_on=day(1))
    assert [entry.next_on for entry in as_user(coordinator).get(f"/cases/{back.pk}/").context["course"] if entry.event] == [day(1), DUE]

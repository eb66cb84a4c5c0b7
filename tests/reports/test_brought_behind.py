"""A figure counts contacts where they were written; its list has those that a case in sight brought from another district, too."""
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Council, Household, Member
from tests.factories import log_contact
from tests.reports.test_people_tables import BANDS, add_axis

DAY = datetime.date(2021, 4, 5)
KIND, OSAWA, AGE = "/reports/2021/figures/?axis=kind", "/reports/2021/figures/?axis=kind&district=osawa", "/reports/2021/figures/?axis=age"


@pytest.fixture
def moved(small, coordinator):
    """A case that went from 大沢 to 連雀 after a contact; another one stayed in 大沢 with its own."""
    add_axis(small, "age", "age", BANDS, "people")
    cases = [_case(small, "C-1", "renjaku"), _case(small, "C-2", "osawa")]
    for case in cases:
        log_contact(small, coordinator, case=case, district="osawa", date=DAY)
    return cases[0]


def _case(small, number, district):
    home = Household.objects.create(number=f"S-{number}")
    person = Member.objects.create(household=home, family_name=number, age_text="82歳")
    return Case.objects.create(number=number, title="見本", household=home, person=person, district=small.districts[district], opened_on=DAY)


def shown(client, address):
    """The figure, the lines of its list, those outside and those hidden by a restriction, and the page."""
    answer = client.get(address)
    return answer.context["count"], answer.context["page"].paginator.count, answer.context["elsewhere"], answer.context["restricted"], answer.content.decode()


@pytest.mark.parametrize("address", [KIND, OSAWA])
def test_who_sees_the_case_sees_its_contact_behind_the_figure(as_user, other_coordinator, moved, address):
    *numbers, page = shown(as_user(other_coordinator), address)
    assert numbers == [2, 1, 1, 0] and moved.number in page and "C-2" not in page
    assert "担当地区の外 1件" in page and "下の一覧のうち1件は、担当地区のケースについて、ほかの地区で記録されたものです。" in page


def test_who_sees_all_is_told_of_none_outside(as_user, small, other_coordinator, moved):
    Case.objects.filter(number="C-2").update(district=small.districts["renjaku"])
    *numbers, page = shown(as_user(other_coordinator), KIND)
    assert numbers == [2, 2, 0, 0] and "表示していないもの" not in page


def test_where_it_was_written_the_list_stays_and_nothing_is_said(as_user, coordinator, moved):
    *numbers, page = shown(as_user(coordinator), KIND)
    assert numbers == [2, 2, 0, 0] and "下の一覧のうち" not in page


def test_a_restricted_case_brings_nothing(as_user, other_coordinator, moved):
    Case.objects.filter(pk=moved.pk).update(is_restricted=True)
    assert shown(as_user(other_coordinator), KIND)[:4] == (2, 0, 2, 0)


def test_where_each_case_counts_what_was_brought_counts_as_often(as_user, small, other_coordinator, moved):
    Council.objects.update(several_cases=Council.Several.EACH_CASE)
    moved.contacts.get().also_cases.set([_case(small, "C-3", "renjaku")])
    *numbers, page = shown(as_user(other_coordinator), KIND)
    assert numbers == [3, 1, 1, 0] and "一覧のうち2件" in page


def test_a_person_stands_behind_the_figure_by_a_contact_that_was_brought(as_user, other_coordinator, moved):
    answer = as_user(other_coordinator).get(AGE)
    page = answer.content.decode()
    assert (answer.context["count"], answer.context["page"].paginator.count) == (2, 1) and "C-1" in page and "C-2" not in page
    assert "ほかの地区で数えたものも表示しています" in page


def test_the_list_asks_the_same_for_many(as_user, small, coordinator, other_coordinator, moved):
    client = as_user(other_coordinator)
    client.get(KIND)
    with CaptureQueriesContext(connection) as few:
        client.get(KIND)
    for _ in range(4):
        log_contact(small, coordinator, case=moved, district="osawa", date=DAY)
    with CaptureQueriesContext(connection) as many:
        client.get(KIND)
    assert len(many) == len(few)

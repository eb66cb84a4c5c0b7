"""The row of a contact says that there are ほかのケース out of the reader's sight, as its page does, and how many; it names none."""
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case, Household
from cases.periods import format_date
from tests.factories import log_contact

TODAY = timezone.localdate()
WORDS = "ほかに担当地区の外のケース"


@pytest.fixture
def home(small):
    return Household.objects.create(number="S-1", name="見本の家", district=small.districts["osawa"])


@pytest.fixture
def contact(small, coordinator, home):
    """Of today, of a case in sight and two that went to 連雀."""
    made = log_contact(small, coordinator, "kind:new", case=_case(small, 1, "osawa", household=home), date=TODAY, next_action_on=TODAY, text="三件の電話")
    made.also_cases.set([_case(small, 2, "renjaku"), _case(small, 3, "renjaku")])
    return made


def _case(small, number, district, **fields):
    return Case.objects.create(number=f"C-{number}", title="見本", district=small.districts[district], opened_on="2021-04-05", **(fields or {"subject": "place"}))


def _places(contact, home):
    year = contact.fiscal_year
    return ("/", "/contacts/", f"/cases/{contact.case_id}/", f"/households/{home.pk}/", f"/diary/?day={format_date(TODAY)}&of=", f"/reports/{year}/figures/?axis=kind", f"/contacts/{contact.pk}/")


def said(client, contact, home):
    """By address, what each page says."""
    pages = {address: client.get(address).content.decode() for address in _places(contact, home)}
    return pages | {"found": client.post("/contacts/", {"q": "三件の電話"}, follow=True).content.decode(),
                    "pack": client.post("/handover/", {"contacts": "3", "purpose": "異動の引き継ぎのため", "district": contact.district_id}).content.decode()}


def test_every_row_says_it_and_names_none(as_user, coordinator, contact, home):
    for address, page in said(as_user(coordinator), contact, home).items():
        words = WORDS.removeprefix("ほかに") if address == f"/contacts/{contact.pk}/" else WORDS
        assert f"{words} 2件" in page and "C-2" not in page and "C-3" not in page, address


def test_of_one_no_number_is_said(as_user, coordinator, contact, home):
    contact.also_cases.remove(Case.objects.get(number="C-3"))
    for address, page in said(as_user(coordinator), contact, home).items():
        assert WORDS.removeprefix("ほかに") in page and f"{WORDS} " not in page, address


@pytest.mark.parametrize("change", [{"district": "osawa"}, {"deleted_at": datetime.datetime(2021, 5, 1, tzinfo=datetime.UTC)}], ids=["in sight", "deleted"])
def test_where_there_is_none_out_of_sight_nothing_is_said(as_user, small, coordinator, contact, home, change):
    Case.objects.filter(number__in=("C-2", "C-3")).update(**{name: small.districts.get(value, value) if name == "district" else value for name, value in change.items()})
    for address, page in said(as_user(coordinator), contact, home).items():
        assert "担当地区の外のケース" not in page, address


def test_the_pages_ask_the_same_for_many(as_user, small, coordinator, contact, home):
    client, places = as_user(coordinator), _places(contact, home)
    few = [_asked(client, address) for address in places]
    for _ in range(4):
        log_contact(small, coordinator, case=contact.case, date=TODAY, next_action_on=TODAY).also_cases.set(contact.also_cases.all())
    assert [_asked(client, address) for address in places] == few


def _asked(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)

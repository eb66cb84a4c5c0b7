"""The cases of a meeting are found while a name is typed, as on the log page."""
import pytest

from cases.models import Case, Household
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
FIELD, OPTION = "#id_case_numbers", "#meeting-cases-found [data-case]"


@pytest.mark.long
def test_a_case_that_is_chosen_puts_its_number_in_the_field(page, live_server, transactional_db):
    place = make_office()["case"].district
    home = Household.objects.create(number="S-77", name="見本家", district=place)
    Case.objects.create(number="C-0077", title="見本の会議", household=home, district=place, opened_on="2021-04-01")
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/conferences/new/")
    page.fill(FIELD, "C-1、見本の会議")
    page.wait_for_selector(OPTION)
    page.press(FIELD, "Enter")
    assert page.input_value(FIELD) == "C-1、C-0077、" and page.is_hidden("#meeting-cases-found")
    assert page.url.endswith("/conferences/new/")

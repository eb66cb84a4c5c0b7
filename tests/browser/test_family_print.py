"""家系図・エコマップ on paper: on as few sheets as it needs, each list with its figure."""
import io

import pytest
from pypdf import PdfReader

from cases.models import Household, Member, Relation, Tie
from tests.browser.sites import log_in
from tests.factories import make_council, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def home(page, live_server):
    """A mother, two children and three grandchildren; a coordinator has logged in."""
    small = make_council()
    make_user("coordinator", "osawa", small.districts["osawa"])
    log_in(page, live_server, "osawa")
    household = Household.objects.create(number="S-1", name="見本家", district=small.districts["osawa"])
    household.people = [Member.objects.create(household=household, family_name="見本", given_name=f"{at}郎", relation="家族") for at in range(6)]
    for parent, child in ((0, 1), (0, 2), (1, 3), (1, 4), (2, 5)):
        Relation.objects.create(household=household, first=household.people[parent], second=household.people[child], kind="blood")
    return household


@pytest.fixture
def sheets(page, live_server):
    """The words of each sheet of a household's figures."""
    def show(home) -> list[str]:
        page.goto(f"{live_server.url}/households/{home.pk}/family/")
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        return ["".join(each.extract_text().split()) for each in PdfReader(io.BytesIO(pdf)).pages]
    return show


def test_without_ties_one_sheet_holds_the_figure_and_its_text_and_no_empty_ecomap(home, sheets):
    found = sheets(home)
    assert len(found) == 1 and "見本5郎:見本2郎の子" in found[0] and "凡例" in found[0]
    assert "エコマップはまだ" not in found[0] and "つながりを追加する" not in found[0]


def test_a_small_family_and_its_ecomap_take_two_sheets_each_with_its_own_text(home, sheets):
    for at in range(4):
        Tie.objects.create(household=home, name=f"見本の相手{at}")
    first, second = sheets(home)
    assert "見本5郎:見本2郎の子" in first and "見本の相手0:" not in first
    assert "見本の相手3:世帯全体との関係は" in second


def test_a_list_that_fits_on_a_sheet_is_not_cut(home, sheets):
    """Six generations and many of whom nothing is known: the figure takes a sheet, the list the next."""
    Relation.objects.all().delete()
    for parent, child in zip(home.people, home.people[1:], strict=False):
        Relation.objects.create(household=home, first=parent, second=child, kind="blood")
    for at in range(6, 22):
        Member.objects.create(household=home, family_name="見本", given_name=f"{at}郎", relation="家族")
    figure, words = sheets(home)
    assert "凡例" in figure and "見本21郎" in figure and "図と同じ内容の文" not in figure
    assert words.count("性別不明・その他、同居") == 22 and "見本1郎:見本0郎の子" in words

"""家系図 and エコマップ on a narrow page: readable, scrolled in themselves, and said to be so before they are seen."""
import pytest

from cases.models import Household, Member, Tie
from tests.browser.sites import log_in
from tests.factories import make_council, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
HINTS = {"家系図": "genogram-hint", "エコマップ": "ecomap-hint"}


@pytest.fixture
def family(page, live_server):
    """The page of a household with both figures, open."""
    district = make_council().districts["osawa"]
    make_user("coordinator", "osawa", district)
    home = Household.objects.create(number="S-1", name="見本", district=district)
    Member.objects.create(household=home, family_name="見本", given_name="太郎")
    Tie.objects.create(household=home, name="近所の人", strength="normal", direction="none")
    log_in(page, live_server, "osawa")
    page.goto(f"{live_server.url}/households/{home.pk}/family/")
    return page


@pytest.mark.parametrize(("width", "is_cut"), [(320, True), (390, True), (700, False), (1280, False)])
def test_where_a_figure_is_cut_that_is_said_above_it(family, width, is_cut):
    family.set_viewport_size({"width": width, "height": 844})
    for name in HINTS:
        figure = family.get_by_role("region", name=name, exact=True)
        assert figure.evaluate("each => each.scrollWidth > each.clientWidth") is is_cut
        hint = family.locator(f"#{HINTS[name]}")
        assert hint.is_visible() is is_cut
        assert not is_cut or hint.bounding_box()["y"] < figure.bounding_box()["y"]
    assert family.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "the page itself stays"


def test_it_is_moved_by_the_arrow_keys_and_its_words_stay_readable(family):
    family.set_viewport_size({"width": 390, "height": 844})
    for name in HINTS:
        figure = family.get_by_role("region", name=name, exact=True)
        figure.focus()
        family.keyboard.press("ArrowRight")
        family.wait_for_function("each => each.scrollLeft > 0", arg=figure.element_handle())
        high = figure.evaluate("each => Math.max(...[...each.querySelectorAll('text')].map(one => one.getBoundingClientRect().height))")
        assert high >= 10

"""What is printed: no links of the page, and no footmark beyond the edge of the paper."""
import datetime
import subprocess

import pytest

from cases.models import Activity, ActivityKind, Assessment, Case, Conference, SupportPlan, User
from tests.browser.sites import log_in
from tests.factories import log_contact, make_council, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
DAY = datetime.date(2021, 5, 1)
PAPER = {"width": 793, "height": 1122}  # A4, which the rules for widths are asked of


@pytest.fixture
def printed(page, live_server):
    """Open an address as it is printed."""
    def show(address):
        page.goto(live_server.url + address)
        page.set_viewport_size(PAPER)
        page.emulate_media(media="print")
        return page
    return show


@pytest.fixture
def small(page, live_server):
    """A coordinator has logged in."""
    small = make_council()
    make_user("coordinator", "osawa", small.districts["osawa"])
    log_in(page, live_server, "osawa")
    return small


def test_the_links_of_a_plan_a_meeting_and_an_assessment_are_not_printed(printed, small):
    case = Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on=DAY)
    meeting = Conference.objects.create(kind="support", date=DAY)
    meeting.cases.set([case])
    for address, row in (("plans", SupportPlan.objects.create(case=case, made_on=DAY)), ("conferences", meeting),
                         ("assessments", Assessment.objects.create(case=case, date=DAY))):
        links = printed(f"/{address}/{row.pk}/").get_by_text("誰がこの記録を見たか")
        assert links.count() == 1 and not links.is_visible(), address


def test_the_footmark_of_the_last_column_stays_on_the_paper(printed, small):
    kind = ActivityKind.objects.create(code="salon-x", name="見本サロン", asks_visitors=True)
    for visitors in (3, None):
        Activity.objects.create(date=DAY, kind=kind, title="見本", district=small.districts["osawa"], visitors=visitors)
    page = printed("/reports/2021/register/")
    beyond = page.evaluate("""[...document.querySelectorAll('.figures .footmark')].map((mark) =>
        mark.getBoundingClientRect().right - mark.closest('table').getBoundingClientRect().right)""")
    assert beyond and max(beyond) <= 0


def test_no_heading_of_a_handover_pack_stands_alone_at_the_foot_of_a_page(page, live_server, small, tmp_path):
    coordinator = User.objects.get(username="osawa")
    for number in range(14):
        case = Case.objects.create(number=f"C-{number}", title="見本の題名", subject="place", subject_name="場所", summary="概要の文" * (1 + number * 7),
                                   district=small.districts["osawa"], opened_on=DAY, promises="約束")
        log_contact(small, coordinator, case=case, text="経過の文。" * (20 + number * 3))
    page.goto(f"{live_server.url}/handover/")
    page.select_option("[name=district]", label="大沢")
    page.fill("[name=purpose]", "引き継ぎのため")
    page.get_by_role("button", name="目的を記録して作る").click()
    page.get_by_role("heading", name="ケースごとの連絡先と経過").wait_for()
    page.pdf(path=tmp_path / "pack.pdf", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "pack.pdf", "-"], capture_output=True, check=True).stdout.decode()  # noqa: S603, S607
    feet = [lines[-1] for sheet in text.split("\f") if (lines := [line.strip() for line in sheet.partition("取扱注意")[0].splitlines() if line.strip()])]
    assert len(feet) > 3 and not [foot for foot in feet if foot.startswith(("対象", "世帯：", "未登録")) or foot.endswith("件") or ". C-" in foot]

"""A coordinator's day without a mouse: five contacts, a search, a new household with its family, what is planned, a merge and back, 状況."""
import re

import pytest
from django.utils import timezone

from cases.models import Case, Contact, Household, Merge, Relation
from tests.browser.keyboard import Keyboard
from tests.cases.merging import home
from tests.factories import PASSWORD, make_council, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
SAVED = re.compile(r"/contacts/\d+/$")


class Day(Keyboard):
    """What is done more than once in a day."""

    def menu(self, *words: str) -> None:
        """Open one page after another."""
        for each in words:
            self.enter(each)

    def answer(self, name: str, *keys: str) -> None:
        """Wait for the group of choices (or any, `axis_`) to have the focus, then press its keys."""
        self.page.wait_for_function("name => (document.activeElement.name || '').startsWith(name)", arg=name)
        self.press(*keys)

    def code(self) -> None:
        """ケース対応, 本人, 電話, 高齢者, 健康, 傾聴."""
        self.answer("axis_kind", "2")
        self.answer("axis_consulter", "1", "1", "1", "1", "Enter", "1", "Enter")

    def write(self, text: str) -> None:
        """The text, then save."""
        self.page.wait_for_function("() => document.activeElement.id === 'id_text'")
        self.page.keyboard.insert_text(text)
        self.press("Control+Enter")
        self.page.wait_for_url(SAVED)

    def case(self, number: str) -> None:
        """Find the case that the contact is about."""
        self.page.wait_for_function("() => document.activeElement.id === 'who'")
        self.page.keyboard.type(number)
        self.page.wait_for_selector("#who-found [data-case]")
        self.press("Enter")


@pytest.fixture
def day(page, live_server, transactional_db):
    small = make_council()
    user = make_user("coordinator", "osawa", *small.districts.values())
    home(small, user, "0042", name="見本海家", phone="0422-11-2222")
    page.goto(f"{live_server.url}/login/")
    day = Day(page)
    page.keyboard.type("osawa")  # the page begins there
    day.fill("パスワード", PASSWORD)
    day.enter("ログイン")
    return day


def log_the_first(day):
    day.menu("記録する")
    day.case("0042")
    day.code()
    day.write("1件目の電話です。")


def log_three_more(day):
    for number in range(2, 5):
        day.menu("記録する")
        day.case("0042")
        day.answer("axis_", "0")
        day.write(f"{number}件目の電話です。")


def log_one_of_a_new_household(day):
    day.menu("記録する")
    day.to("新しい世帯とケースを登録する")
    day.press("Enter")
    day.fill("世帯の呼び名", "見本山家")
    day.fill("電話番号", "0422-11-2222")
    day.sees("電話番号が同じ")
    day.fill("ケースの題名", "ごみの相談")
    day.to("新規相談")
    day.press("2")
    day.answer("axis_consulter", "1", "1", "1", "1", "Enter", "1", "Enter")
    day.fill("記録※任意", "5件目、はじめての電話です。通院の付き添い。")
    day.fill("次回予定日", timezone.localdate().strftime("%Y-%m-%d"))
    day.to("記録を保存")
    day.press("Enter")
    day.sees("同じ世帯でなければ「それでも登録する」を押してください。")
    day.enter("それでも登録する")
    day.sees("対応記録を保存しました。")


def draw_the_family(day):
    day.menu("世帯", "S-0001")
    for name, relation in (("はな", "母"), ("たろう", "長男")):
        day.enter("世帯員を追加する")
        day.fill("氏※任意", "見本山")
        day.fill("名※任意", name)
        day.fill("続柄", relation)
        day.enter("世帯員を保存")
    day.menu("家系図・エコマップ", "関係を追加する")
    day.choose("1人目", "見本山 はな")
    day.choose("関係", "親と子（実子）")
    day.choose("2人目", "見本山 たろう")
    day.enter("世帯員の関係を保存")
    day.page.wait_for_selector(".family-scroll svg")


def merge_and_take_back(day):
    day.menu("世帯", "重複の候補", "並べて確かめる", "件数への影響を確かめる")
    day.enter("統合する")
    assert Household.objects.count() == 1
    day.enter("統合を取り消す")
    day.fill("取消しの理由", "別の世帯だった")
    day.enter("統合を取り消す")
    day.sees("統合を取り消しました。")


def test_from_the_log_in_to_the_figures(day):
    log_the_first(day)
    log_three_more(day)
    log_one_of_a_new_household(day)
    assert Contact.objects.filter(text__contains="件目").count() == 5 and Case.objects.get(title="ごみの相談").household.name == "見本山家"
    day.menu("さがす")
    day.fill("相手・記録・番号・氏名・電話番号", "通院")
    day.enter()
    day.sees("5件目、はじめての電話です。")
    draw_the_family(day)
    assert Relation.objects.filter(household__name="見本山家").count() == 1
    day.menu("今日")
    day.sees("ごみの相談")
    merge_and_take_back(day)
    assert Household.objects.count() == 2 and Merge.objects.get().undone_at
    day.menu("状況")
    day.sees("新規相談")

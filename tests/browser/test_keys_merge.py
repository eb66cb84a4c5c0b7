"""A household entered twice, found while typing, merged and taken back: with the keyboard alone."""
import pytest

from cases.models import Household
from tests.browser.keyboard import Keyboard
from tests.browser.sites import log_in
from tests.cases.merging import home
from tests.factories import make_council, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]


def test_a_household_is_entered_twice_merged_and_taken_back(page, live_server, transactional_db):
    small = make_council()
    user = make_user("coordinator", "osawa", *small.districts.values())
    home(small, user, "S-1", phone="0422-11-2222")
    log_in(page, live_server, "osawa")
    keys = Keyboard(page)
    for words in ("世帯", "世帯を登録する"):
        keys.enter(words)
    keys.fill("電話番号", "０４２２（１１）２２２２")
    keys.sees("電話番号が同じ")
    keys.enter("世帯を保存")
    keys.enter("それでも登録する")

    for words in ("世帯", "重複の候補", "並べて確かめる", "件数への影響を確かめる"):
        keys.enter(words)
    keys.sees("報告書の数値は変わりません。")
    keys.enter("統合する")
    assert Household.objects.count() == 1
    keys.enter("統合を取り消す")
    keys.fill("取消しの理由", "別の世帯だった")
    keys.enter("統合を取り消す")
    keys.sees("統合を取り消しました。")
    assert Household.objects.count() == 2

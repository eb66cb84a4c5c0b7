"""The codebook and the districts are edited by an admin with the keyboard alone."""
import pytest
from django.utils import timezone

from cases import periods
from cases.codebook import codebook_of
from cases.models import District
from tests.browser.keyboard import Keyboard
from tests.browser.sites import log_in
from tests.factories import make_council, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]


def labels(year: int) -> list[str]:
    return [each.label for each in codebook_of(year)["topic"].categories]


def test_a_category_is_added_renamed_ordered_and_retired_and_a_district_added(page, live_server, transactional_db):
    make_council()
    make_user("admin", "kanri")
    year = periods.fiscal_year_of(timezone.localdate())
    this_year, last_year = (periods.fiscal_year_label(each) for each in (year, year - 1))
    log_in(page, live_server, "kanri")
    keys = Keyboard(page)
    for words in ("設定", "分類表", "編集する", "相談内容", "分類を追加する"):
        keys.enter(words)
    keys.fill("名称", "見守り")
    keys.enter()
    keys.sees("分類を追加しました。")

    keys.enter("健康・医療・介護")
    keys.fill("名称", "健康・医療")
    keys.choose("いつから変えるか", f"{this_year}から")
    keys.enter("分類を保存")
    for _ in range(2):  # past one that ended before this year
        keys.enter("見守りを上へ")
    keys.sees("「見守り」を並べ替えました。")
    keys.enter("廃止：食事")
    keys.fill("終了年度", last_year)
    keys.choose("統合先", "見守り")
    keys.enter("終了年度を保存")
    keys.sees("終了年度と統合先を保存しました。")
    assert labels(year) == ["健康・医療", "見守り", "住まい・道路"]
    assert labels(year - 1) == ["健康・医療・介護", "食事", "見守り", "住まい・道路"]

    for words in ("設定", "地区", "地区を登録する"):
        keys.enter(words)
    for words, text in {"地区コード": "mure", "地区名": "牟礼", "開始日": "R8.4.1", "町丁目": "牟礼1〜7丁目"}.items():
        keys.fill(words, text)
    keys.enter("地区を保存")
    assert District.objects.get(code="mure").towns.count() == 7

"""Merging, splitting, a new axis, a re-cut of districts and a folded 照合: by an admin with the keyboard alone."""
import datetime

import pytest
from django.utils import timezone

from cases import periods
from cases.codebook import codebook_of
from cases.models import Axis, District, PublishedFigure
from cases.services.districts import save_district
from cases.towns import parse_towns
from tests.browser.keyboard import Keyboard
from tests.browser.sites import log_in
from tests.factories import make_council, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
TOPICS = ("設定", "分類表", "編集する", "相談内容")


@pytest.fixture
def small(transactional_db):
    return make_council()


@pytest.fixture
def keys(page, live_server, small):
    make_user("admin", "kanri")
    log_in(page, live_server, "kanri")
    return Keyboard(page)


def this_year() -> int:
    return periods.fiscal_year_of(timezone.localdate())


def labels(year: int) -> list[str]:
    return [each.label for each in codebook_of(year)["topic"].categories]


def test_categories_are_merged_and_one_is_split(keys):
    year = this_year()
    for words in (*TOPICS, "分類をまとめる"):
        keys.enter(words)
    for words in ("健康・医療・介護", "食事"):
        keys.to(words)
        keys.press("Space")
    keys.fill("新しい分類の名称", "健康と食事")
    keys.fill("いつから", periods.fiscal_year_label(year))
    keys.enter("分類をまとめる")
    keys.enter("分割：住まい・道路")
    keys.fill("分けた後の名称", "住まい\n道路")
    keys.fill("いつから", periods.fiscal_year_label(year))
    keys.enter("分類を分ける")
    assert sorted(labels(year)) == sorted(["健康と食事", "住まい", "道路"])


def test_an_axis_is_added(keys):
    for words in (*TOPICS[:3], "軸を追加する"):
        keys.enter(words)
    keys.fill("軸コード", "worry")
    keys.fill("軸名", "困りごと")
    keys.to("単一")
    keys.press("Space")
    keys.enter("軸を保存")
    assert Axis.objects.filter(name="困りごと").exists()


def test_districts_are_cut_anew(keys, small):
    save_district(district=small.districts["osawa"], towns=parse_towns("大沢1〜6丁目"), by=None)
    for words in ("設定", "地区", "区割りを改める"):
        keys.enter(words)
    keys.fill("新しい区割りが始まる日", "R4.4.1")
    keys.to("大沢")
    keys.press("Space")
    for words, text in {"地区コード": "north", "地区名": "大沢", "町丁目": "大沢1〜6丁目"}.items():
        keys.fill(words, text)
    keys.enter("改める内容を確かめる")
    keys.sees("大沢1〜6丁目（大沢から）")
    keys.enter("確定する")
    keys.sees("大沢（令和4年度から）")
    assert District.objects.get(code="osawa").ends_on == datetime.date(2022, 3, 31)


def test_a_table_of_the_reconciliation_is_folded_and_printed_open(keys, page, small):
    for category, value in (("health", 3), ("", 3)):
        PublishedFigure.objects.create(fiscal_year=2021, district=small.districts["osawa"], axis=small.axes["topic"],
                                       category=small.categories.get(f"topic:{category}"), value=value)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(page.url.rsplit("/", 1)[0] + "/reports/2021/reconciliation/")
    keys.to("相談内容：一致しない数")
    shown = page.get_by_text("健康・医療・介護").last
    assert shown.is_visible()
    keys.press("Enter")
    assert not shown.is_visible()
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('details.fold'), '::details-content').contentVisibility") == "visible"

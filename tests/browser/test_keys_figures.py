"""公表値, 照合 and the public copy with the keyboard alone."""
import datetime

import pytest

from cases.models import PublishedFigure
from tests.browser.keyboard import Keyboard
from tests.browser.sites import log_in
from tests.factories import log_contact, make_council, make_user
from tests.imports.record_files import FIGURE_HEADINGS, as_csv

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
LINES = [["R3", "大沢", "対応実績", "新規相談", "", "1", ""], ["R3", "大沢", "対応実績", "ケース対応", "", "4", ""],
         ["R3", "大沢", "対応実績", "合計", "", "5", ""]]


def test_figures_are_imported_compared_and_published(page, live_server, transactional_db):
    small = make_council()
    log_contact(small, make_user("admin", "kanri"), "kind:new", "target:elderly", date=datetime.date(2021, 5, 1))
    log_in(page, live_server, "kanri")
    keys = Keyboard(page)
    for words in ("設定", "ファイルの取り込み", "ファイルを取り込む"):
        keys.enter(words)
    keys.to("対応記録")
    keys.press("ArrowRight")
    keys.attach("ファイル※必須", "公表値.csv", as_csv([list(FIGURE_HEADINGS), *LINES]))
    keys.enter("内容を確かめる")
    keys.enter("この内容を取り込む")
    keys.sees("取り込みました。")
    assert PublishedFigure.objects.count() == 3

    for words in ("設定", "公表値", "令和3年度", "対応記録と比べる", "一致する数も表示"):
        keys.enter(words)
    keys.sees("すべての数")
    assert keys.download("CSVで受け取る") == "照合_令和3年度.csv"

    for words in ("報告書", "公開用"):
        keys.enter(words)
    assert keys.download("公開用データ").endswith(".zip")

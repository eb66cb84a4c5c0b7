"""年度更新 with the keyboard alone: change, look at the form and the report to come, be asked, put in force."""
import pytest
from django.utils import timezone

from cases import periods
from cases.codebook import codebook_of
from cases.models import CodebookPlan
from tests.browser.keyboard import Keyboard
from tests.browser.sites import log_in
from tests.factories import log_contact, make_council, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]


def test_a_coming_year_is_prepared_looked_at_and_put_in_force(page, live_server, transactional_db):
    small = make_council()
    log_contact(small, make_user("admin", "kanri"), "topic:meal", date=timezone.localdate())
    year = periods.fiscal_year_of(timezone.localdate()) + 1
    log_in(page, live_server, "kanri")
    keys = Keyboard(page)
    for words in ("設定", "分類表", "年度更新", "来年度の分類表を準備する", "今の分類表を写して始める", "1.分類表を変える", "相談内容", "分類を追加する"):
        keys.enter(words)
    keys.fill("名称", "ペット")
    keys.enter()
    keys.enter("変更の一覧と確定へ")

    keys.enter("2.入力画面の見本")
    keys.to("新規相談")
    keys.press("ArrowRight")
    keys.enter("項目を表示")
    keys.sees("ペット")
    keys.enter("年度更新に戻る")
    keys.enter("3.報告書の見本")
    keys.sees("「ペット」は")
    keys.enter("年度更新に戻る")

    keys.enter("4月1日から使うと確定する")
    keys.sees("まだ確定していません。")
    assert CodebookPlan.objects.get().state == "draft"
    keys.to("変わる内容を確かめました")
    keys.press("Space")
    keys.enter("4月1日から使うと確定する")
    keys.sees("確定しました。")
    assert "ペット" in [each.label for each in codebook_of(year)["topic"].categories]

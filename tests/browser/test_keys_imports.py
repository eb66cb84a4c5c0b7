"""A file of another office is read, mapped and imported with the keyboard alone; 種類, once forgotten, costs no second choice of the file."""
import pytest

from cases.models import Contact, ImportChoice
from tests.browser.keyboard import Keyboard
from tests.browser.sites import log_in
from tests.factories import make_council, make_user
from tests.imports.record_files import as_csv, row, table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]


@pytest.mark.long
def test_words_are_mapped_and_the_file_imported(page, live_server, transactional_db):
    make_council()
    make_user("admin", "kanri")
    log_in(page, live_server, "kanri")
    keys = Keyboard(page)
    for words in ("設定", "ファイルの取り込み", "ファイルを取り込む"):
        keys.enter(words)
    keys.attach("ファイル※必須", "受付簿.csv", as_csv(table(row("1", 対応方法="お電話"), row("2", 対応方法="来訪"))))
    keys.enter("内容を確かめる")
    keys.sees("「受付簿.csv」は届いています。")
    keys.to("対応記録")
    keys.press("Space")
    keys.enter("内容を確かめる")

    keys.choose("対応方法「お電話」", "電話")
    keys.choose("対応方法「来訪」", "訪問")
    keys.enter("この読み方で進む")
    keys.enter("この内容を取り込む")
    keys.sees("取り込みました。")
    assert Contact.objects.count() == ImportChoice.objects.count() == 2

    keys.to("この取込みの全部を取り消します")
    keys.press("Space")
    keys.enter("取込みを取り消す")
    keys.sees("取込みを取り消しました。")
    assert not Contact.objects.exists()

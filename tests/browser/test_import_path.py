"""An admin's whole way through an import in a real browser: another office's file, its words, errors, differences, undo."""
import io

import openpyxl
import pytest

from cases.models import Contact, ImportChoice
from reports.layout import build
from reports.outputs.json import document
from reports.scope import scope_of
from tests.browser.sites import log_in
from tests.factories import make_council, make_user
from tests.messy.workbooks import Page, as_xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
ABOVE = ["番号", "相談日", "地区", "対応実績", "相談者", "対応方法", "支援対象者", "相談の内容", "", "", "備考"]
BELOW = ["", "", "", "", "", "", "", "健康・医療・介護", "食事", "住まい・道路", ""]
LINES = [["1", "R3.4.5", "大沢", "新規相談", "市民（本人）", "電話", "高齢者", "○", "○", "", "見本の記録"],
         ["2", "R3.4.6", "大沢", "啓発", "本人", "訪問", "", "", "○", "", "見本の記録"],
         ["3", "R3.4.31", "大沢", "啓発", "市民（家族）", "メール", "", "", "", "○", "見本の記録"]]


def workbook(*lines: list) -> bytes:
    """A sheet with a title, two rows of headings and a totals row, in the words of another office."""
    rows = [["令和3年度　相談受付簿"], [], ABOVE, BELOW, *lines, ["合計", "", "", "", "", "", "", 1, 2, 1, ""]]
    return as_xlsx([Page("受付簿", rows, [(2, 7, 2, 9), *[(2, place, 3, place) for place in (*range(7), 10)]])])


@pytest.fixture
def office(transactional_db):
    """The small council and its admin."""
    small = make_council()
    make_user("admin", "kanri")
    return small


def upload(page, live_server, name: str, content: bytes) -> None:
    """Choose the file and go on to how it is read."""
    page.goto(f"{live_server.url}/imports/new/")
    page.click("label:has-text('対応記録')")
    page.set_input_files("#id_file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.click("button:has-text('内容を確かめる')")


def choose(page, word: str, words: str) -> None:
    """Choose a meaning for one word of the file."""
    page.locator("tr", has=page.locator("th", has_text=word)).locator("select").select_option(label=words)


def put_right(content: bytes, wrong: str, right: str) -> bytes:
    """The file of rejected rows with its one wrong cell corrected, as Excel saves it."""
    book, out = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    [cell] = [cell for line in book["受付簿"] for cell in line if cell.value == wrong]
    cell.value = right
    book.save(out)
    return out.getvalue()


def report() -> dict:
    return document(build(scope_of(2021)))


def test_the_whole_way_of_an_import_and_back(page, live_server, office, shot):
    before = report()
    log_in(page, live_server, "kanri")
    upload(page, live_server, "受付簿.xlsx", workbook(*LINES))
    shot("1-words")
    for word, meaning in {"番号": "記録番号", "相談日": "日付", "相談の内容": "相談内容（名称が同じ分類に印）", "備考": "記録"}.items():
        choose(page, word, meaning)
    page.click("button:has-text('この読み方で進む')")
    choose(page, "本人", "市民（本人）")
    shot("2-values")
    page.click("button:has-text('この読み方で進む')")

    page.wait_for_selector("text=4月に31日はありません")
    assert "－ → 2" in page.locator("details.effect").first.inner_text()
    shot("3-preview")
    page.click("button:has-text('誤りのない行だけを取り込む')")
    page.wait_for_selector("text=誤りのある行を除いて取り込みました")
    shot("4-result")
    assert Contact.objects.count() == 2
    with page.expect_download() as download:
        page.click("a:has-text('取り込めなかった行のファイル')")
    assert download.value.suggested_filename == "取り込めなかった行_受付簿.xlsx"

    first = page.url
    upload(page, live_server, "直した行.xlsx", put_right(download.value.path().read_bytes(), "R3.4.31", "R3.4.30"))
    page.click("button:has-text('この読み方で進む')")
    page.click("button:has-text('この内容を取り込む')")
    page.wait_for_selector("text=取り込みました")
    second = page.url
    assert Contact.objects.count() == 3

    changed = [[*LINES[0][:5], "訪問", *LINES[0][6:]], LINES[1], [*LINES[2][:1], "R3.4.30", *LINES[2][2:]]]
    upload(page, live_server, "受付簿_直し.xlsx", workbook(*changed))
    page.wait_for_selector("text=前に選んだ読み替え")
    shot("5-remembered")
    page.click("button:has-text('この読み方で進む')")
    page.wait_for_selector("del:has-text('電話')")
    page.click("button:has-text('この内容を取り込む')")
    page.wait_for_selector("text=変わった行をどうするかを選んでください")
    page.check("input[name=changes][value=update]")
    shot("6-differences")
    page.click("button:has-text('この内容を取り込む')")
    page.wait_for_selector("text=取り込みました")
    assert Contact.objects.count() == 3 and ImportChoice.objects.count() == 7

    for url in (page.url, second, first):
        page.goto(url)
        page.check("#id_confirmed")
        page.click("button:has-text('取込みを取り消す')")
        page.wait_for_selector("text=取込みを取り消しました")
    shot("7-undone")
    assert not Contact.objects.exists() and report() == before

"""The whole codebook out as a workbook and in again from the browser: every difference is shown before it is loaded."""
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.imports.codebook_file import PARTS
from cases.models import Category, CodebookChange, District

PAGE = "/settings/codebook/import/"


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


def changed(content: bytes, *cells: tuple) -> SimpleUploadedFile:
    """The exported workbook with (sheet, code, heading, value) set; a code that is not there is a new row."""
    book, out = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    for sheet, code, heading, value in cells:
        page = book[sheet]
        headings = [cell.value for cell in page[1]]
        place = headings.index({"分類": "分類コード", "地区": "地区コード"}.get(sheet, "軸コード"))
        row = next((row for row in page.iter_rows(min_row=2) if row[place].value == code), None)
        if row is None:
            page.cell(page.max_row + 1, place + 1).value = code
            row = page[page.max_row]
        row[headings.index(heading)].value = value
    book.save(out)
    return SimpleUploadedFile("分類表.xlsx", out.getvalue())


def exported(site) -> bytes:
    return site.get("/settings/codebook/export/").content


def test_the_same_file_changes_nothing(site):
    page = site.post(PAGE, {"file": changed(exported(site))})
    assert page.context["result"].differences == [] and "変わる内容はありません" in page.content.decode()


def test_the_page_names_every_sheet_and_which_may_be_missing(site):
    needed, _, missing = site.get(PAGE).content.decode().partition("のシートがある")
    assert all(f"「{part.name}」" in (missing if part.optional else needed) for part in PARTS)


def test_every_difference_is_shown_and_nothing_is_loaded_before_it_is_confirmed(site):
    file = changed(exported(site), ("分類", "meal", "名称", "食事・栄養"), ("分類", "housing", "終了年度", "2024"),
                   ("分類", "garden", "軸コード", "topic"), ("分類", "garden", "名称", "庭の手入れ"))
    page = site.post(PAGE, {"file": file})
    said = [(each.part, each.kind, each.key[1]) for each in page.context["result"].differences]
    assert said == [("分類", "変更", "meal"), ("分類", "廃止", "housing"), ("分類", "追加", "garden"), ("旧名称", "追加", "meal")]
    assert "食事</del> → <ins>食事・栄養" in page.content.decode()
    assert Category.objects.get(code="meal").label == "食事" and not CodebookChange.objects.exists()
    confirmed = site.post(PAGE, {"sealed": page.context["sealed"]})
    assert confirmed.status_code == 302 and Category.objects.get(code="meal").label == "食事・栄養"
    assert Category.objects.get(code="garden").label == "庭の手入れ" and CodebookChange.objects.count() == 4


def test_wide_digits_of_towns_are_stored_and_shown_as_the_editor_stores_them(site):
    """Nothing differs where the digits' width alone does; a district that has wide ones from before is shown to change."""
    District.objects.filter(code="osawa").update(towns_text="大沢1〜6丁目")
    District.objects.filter(code="renjaku").update(towns_text="上連雀６丁目")
    page = site.post(PAGE, {"file": changed(exported(site), ("地区", "osawa", "町丁目", "大沢１〜６丁目"))})
    assert [(each.part, each.key) for each in page.context["result"].differences] == [("地区", ("renjaku",))]
    assert "上連雀６丁目</del> → <ins>上連雀6丁目" in page.content.decode()
    site.post(PAGE, {"sealed": page.context["sealed"]})
    assert District.objects.get(code="renjaku").towns_text == "上連雀6丁目"


def test_what_changed_since_it_was_shown_is_shown_again(site):
    page = site.post(PAGE, {"file": changed(exported(site), ("分類", "meal", "名称", "食事・栄養"))})
    Category.objects.filter(code="meal").update(label="食")
    again = site.post(PAGE, {"sealed": page.context["sealed"]})
    assert again.status_code == 409 and Category.objects.get(code="meal").label == "食"


def test_sent_twice_it_is_loaded_once(site):
    page = site.post(PAGE, {"file": changed(exported(site), ("分類", "meal", "名称", "食事・栄養"))})
    for _ in range(2):
        assert site.post(PAGE, {"sealed": page.context["sealed"]}).status_code == 302
    assert CodebookChange.objects.count() == 2  # the new name, and the old one of the years before


def test_an_error_is_shown_with_its_place_and_nothing_is_loaded(site):
    page = site.post(PAGE, {"file": changed(exported(site), ("軸", "topic", "回答", "いくつでも"))})
    assert page.status_code == 422 and "のどれかにしてください" in page.content.decode()


def test_an_answer_that_is_used_is_not_changed_by_a_file(site, small, coordinator):
    from tests.factories import log_contact
    log_contact(small, coordinator, "topic:meal")
    page = site.post(PAGE, {"file": changed(exported(site), ("軸", "topic", "回答", "単一"))})
    assert page.status_code == 422 and "新しい軸コードで軸を追加" in page.content.decode()


def test_what_is_no_workbook_is_refused_beside_the_file(site):
    page = site.post(PAGE, {"file": SimpleUploadedFile("x.xlsx", b"PK\3\4x")})
    assert page.status_code == 422


def test_the_history_lists_what_was_changed(site):
    CodebookChange.objects.create(text="分類 topic:meal「食事」 を追加")
    assert "topic:meal" in site.get("/settings/codebook/history/").content.decode()

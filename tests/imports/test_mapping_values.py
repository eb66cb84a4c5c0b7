"""What the values below an unknown heading tell of its meaning."""
import pytest

from cases.imports.questions import Questions
from cases.models import ImportBatch
from cases.services.imports import Source, plan_import
from cases.services.previews import choices_of, preview_of
from tests.messy.workbooks import Page, as_xlsx

from .record_files import as_csv
from .test_import_pages import upload
from .test_mapping import asked

pytestmark = [pytest.mark.django_db, pytest.mark.either]
HEADINGS = ["No.", "日付", "地区", "対応区分", "相談者", "対応方法", "支援対象者", "相談内容", "対応内訳"]


def line(number, kind="啓発", method="電話"):
    return [number, "2021/4/5", "大沢", kind, "市民（本人）", method, "", "", ""]


def workbook(*sheets: list[list]) -> bytes:
    return as_xlsx([Page(f"シート{place}", [HEADINGS, *lines]) for place, lines in enumerate(sheets)])


def test_numbers_that_begin_again_on_each_sheet_are_proposed_to_be_left_out(small):
    question = asked(workbook([line(1), line(2)], [line(1), line(2)]))["No."]
    targets = [target for target, _ in question.near]
    assert targets[0] == "ignore" and "field:record_number" not in targets
    assert "シートごとに1から始まる番号" in question.why


def test_numbers_that_occur_once_in_the_workbook_are_proposed_as_record_numbers(small):
    question = asked(workbook([line(1), line(2)], [line(3), line("")]))["No."]
    assert question.near[0][0] == "field:record_number" and question.why


@pytest.mark.parametrize("heading", ["番号", "通番", "No.", "ＮＯ", "整理番号"])
def test_whatever_the_running_number_is_called(small, heading):
    repeated = as_csv([[heading, *HEADINGS[1:]], line(1), line(1)])
    assert asked(repeated)[heading].near[0][0] == "ignore"


def test_values_that_are_labels_of_an_axis_propose_it_with_the_reason(small):
    content = workbook([line(1), line(2, "研修"), line(3, "新規相談"), line(4, "不明な値")])
    question = asked(content)["対応区分"]
    assert question.near[0] == ("axis:kind", "対応実績") and question.kept == ""
    assert question.why == "値4件のうち3件が「対応実績」の分類です。"


def test_few_labels_propose_nothing(small):
    assert not asked(workbook([line(1), line(2, "不明"), line(3, "他の値")]))["対応区分"].why


def test_an_axis_that_has_its_column_is_not_proposed_again(small):
    content = as_csv([[*HEADINGS[1:3], "対応実績", *HEADINGS[4:], "別の欄"], [*line(1)[1:], "啓発"]])
    assert not asked(content)["別の欄"].why


def test_the_page_shows_the_reasons(as_user, admin, small):
    content = workbook([line(1), line(2)], [line(1), line(2)])
    site = as_user(admin)
    page = site.get(upload(site, content, name="x.xlsx").url).content.decode()
    assert "値4件のうち4件が「対応実績」の分類です。" in page and "同じ番号が何度も出てきます" in page


def test_the_reasons_of_a_long_file_are_kept_with_its_preview(small):
    plan = plan_import(source=Source("records", "x.xlsx", workbook([line(1), line(1)]), uses_choices=True))
    kept = choices_of(preview_of(plan, ImportBatch(subject="records")))
    assert [each.why for each in Questions(kept).asked] == [each.why for each in Questions(plan.reading.choices).asked] != []

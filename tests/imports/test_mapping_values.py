"""What the values below an unknown heading tell of its meaning."""
import pytest
from django.urls import reverse

from cases.imports.questions import Questions
from cases.models import Category, ImportBatch, ImportChoice
from cases.services.imports import Source, plan_import
from cases.services.previews import choices_of, preview_of
from tests.messy.workbooks import Page, as_xlsx

from .record_files import as_csv, row, table
from .test_import_pages import upload
from .test_mapping import answer, asked, read, uploaded

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


@pytest.fixture
def retired(small):
    """暮らし ended with 令和2年度; 健康・医療・介護 counts what it did."""
    return Category.objects.create(axis=small.axes["topic"], code="home", label="暮らし", last_year=2020, merged_into=small.categories["topic:health"])


def test_what_a_retired_category_became_is_proposed_as_that_and_not_taken(retired):
    content = as_csv(table(row("1", 相談内容="暮らし")))
    question = asked(content)["暮らし"]
    assert question.near == [("health", "廃止：→ 健康・医療・介護")] and question.kept == ""
    assert question.why == "「暮らし」は令和3年度に廃止された分類です（令和2年度まで）。"
    assert [each.column for each in read(content).row_errors] == ["相談内容"]


def test_the_parts_of_a_split_category_are_proposed(small, retired):
    Category.objects.filter(pk=retired.pk).update(merged_into=None)
    small.axes["topic"].categories.filter(code__in=("meal", "housing")).update(split_from=retired)
    assert asked(as_csv(table(row("1", 相談内容="暮らし"))))["暮らし"].near == [("meal", "廃止：→ 食事"), ("housing", "廃止：→ 住まい・道路")]


def test_without_a_successor_or_with_one_on_another_axis_nothing_is_asked(small, retired):
    for target in (None, small.categories["action:listen"]):
        Category.objects.filter(pk=retired.pk).update(merged_into=target)
        assert not asked(as_csv(table(row("1", 相談内容="暮らし"))))


def test_the_page_does_not_call_a_retired_category_an_unknown_word(as_user, admin, retired):
    site = as_user(admin)
    page = site.get(reverse("import_mapping", args=[uploaded(site, *table(row("1", 相談内容="暮らし"))).pk])).content.decode()
    assert "廃止された分類が1件あります" in page and "「暮らし」は令和3年度に廃止された分類です（令和2年度まで）。" in page
    assert "分からない言葉" not in page and "すべての列と値を読み取れました" not in page
    both = site.get(reverse("import_mapping", args=[uploaded(site, *table(row("1", 相談内容="暮らし"), row("2", 相談内容="なぞ"))).pk]))
    assert [[each.shown for each, _ in both.context[name]] for name in ("asked", "retired")] == [["なぞ"], ["暮らし"]]
    assert "分からない言葉が1件あります" in both.content.decode() and "廃止された分類が1件あります" in both.content.decode()


def test_the_chosen_successor_holds_in_the_years_without_the_category_and_is_shown(as_user, admin, retired):
    site, lines = as_user(admin), table(row("1", 相談内容="暮らし"), row("2", "2020-04-05", 相談内容="暮らし"))
    batch = uploaded(site, *lines)
    assert "廃止：→ 健康・医療・介護" in site.get(reverse("import_mapping", args=[batch.pk])).content.decode()
    assert answer(site, batch, 暮らし="health").url == reverse("import_detail", args=[batch.pk])
    reading = read(as_csv(lines))
    assert [draft.chosen["topic"][0].code for draft in reading.drafts] == ["health", "home"] and not reading.row_errors
    assert [each.kept for each in Questions(reading.choices).kept] == ["health"]


def test_a_choice_that_a_row_of_another_year_cannot_have_is_asked_once(retired):
    Category.objects.filter(code="health").update(last_year=2021, merged_into=Category.objects.get(code="housing"))
    ImportChoice.objects.create(scope="axis:topic", said="暮らし", shown="暮らし", target="health")
    questions = Questions(read(as_csv(table(row("1", 相談内容="暮らし"), row("2", "2022-04-05", 相談内容="暮らし")))).choices)
    assert [(each.shown, each.kept, each.near[0][0]) for each in questions.asked] == [("暮らし", "health", "housing")] and not questions.kept


def test_the_proposals_of_a_long_file_are_kept_with_its_preview(retired):
    plan = plan_import(source=Source("records", "x.csv", as_csv(table(row("1", 相談内容="暮らし"))), uses_choices=True))
    assert Questions(choices_of(preview_of(plan, ImportBatch(subject="records")))).asked[0].near[0][0] == "health"

"""Words that only the office knows are asked, never taken silently, kept, and used again for the next file."""
import json

import pytest
from django.urls import reverse

from cases.imports.choices import Choices
from cases.imports.questions import Questions
from cases.models import AuditEntry, Category, Contact, ContactCategory, District, ImportBatch, ImportChoice
from cases.services.imports import Source, plan_import
from cases.services.previews import choices_of, preview_of

from .record_files import as_csv, row, table
from .test_import_pages import decide, upload

pytestmark = pytest.mark.django_db
HEADINGS = ["番号", "相談日", "地区", "対応実績", "相談者", "対応方法", "支援対象者", "相談の内容", "備考欄"]
LINE = ["1", "2021/4/5", "大沢", "啓発", "市民（本人）", "電話", "", "配食", "見本"]


@pytest.fixture
def site(as_user, admin):
    return as_user(admin)


def read(content: bytes):
    """The reading of a file with the office's choices."""
    return plan_import(source=Source(ImportBatch.Subject.RECORDS, "x.csv", content, uses_choices=True)).reading


def asked(content: bytes) -> dict:
    """The open questions by their words."""
    return {each.shown: each for each in Questions(read(content).choices).asked}


def answer(site, batch, **answers) -> str:
    """Answer the mapping page by the words in the file; returns where it sends on to."""
    page = site.get(reverse("import_mapping", args=[batch.pk]))
    names = {question.shown: question.name for question, _ in [*page.context["asked"], *page.context["retired"], *page.context["kept"]]}
    sent = {names[word]: target for word, target in answers.items()}
    kept = {question.name: question.kept for question, _ in page.context["kept"]}
    return site.post(reverse("import_mapping", args=[batch.pk]), kept | sent | {"version": page.context["version"]})


def uploaded(site, *lines) -> ImportBatch:
    upload(site, as_csv(list(lines)))
    return ImportBatch.objects.filter(state="preview").latest("pk")


def test_near_words_are_proposed_and_nothing_is_taken(small):
    content = as_csv(table(row("1", 相談内容="健康・医療")))
    question = asked(content)["健康・医療"]
    assert question.near[0] == ("health", "健康・医療・介護") and question.kept == ""
    assert len(read(content).row_errors) == 1


def test_headings_are_proposed_by_the_words_of_other_offices(small):
    found = asked(as_csv([HEADINGS, LINE]))
    assert [found[word].near[0][0] for word in ("番号", "相談日", "相談の内容")] == [
        "field:record_number", "field:date", "axis:topic"]


def test_a_file_of_another_office_is_understood_after_its_questions(site, small):
    batch = uploaded(site, HEADINGS, LINE)
    answers = {"番号": "field:record_number", "相談日": "field:date", "相談の内容": "axis:topic", "備考欄": "ignore"}
    assert answer(site, batch, **answers).url == reverse("import_mapping", args=[batch.pk])
    assert answer(site, batch, 配食="meal").url == reverse("import_detail", args=[batch.pk])
    decide(site, "commit", batch)
    assert ContactCategory.objects.filter(contact=Contact.objects.get(), category__code="meal").exists()
    assert "「備考欄」" in " ".join(map(str, read(as_csv([HEADINGS, LINE])).warnings))


def test_the_next_file_is_read_with_what_was_chosen_and_it_is_shown(site, small):
    answer(site, uploaded(site, *table(row("1", 相談内容="配食"))), 配食="meal")
    batch = uploaded(site, *table(row("2", 相談内容="配食")))
    page = site.get(reverse("import_mapping", args=[batch.pk]))
    assert not page.context["asked"] and "前に選んだ読み替え" in page.content.decode() and "配食" in page.content.decode()


def test_the_words_of_a_row_without_a_date_are_asked_with_the_others(small):
    found = asked(as_csv(table(row("1", "2021/13/1", 相談内容="配食;食事", 対応実績="啓蒙", 地区="東", 担当者="いない人"), row("2", "4/31", 地区="大沢"))))
    assert {*found} == {"配食", "啓蒙", "東", "いない人"}


def test_a_choice_can_be_forgotten(site, small):
    answer(site, uploaded(site, *table(row("1", 相談内容="配食"))), 配食="meal")
    answer(site, uploaded(site, *table(row("2", 相談内容="配食"))), 配食="")
    assert not ImportChoice.objects.exists()


def test_choices_are_audited_with_who_chose(site, small, admin):
    answer(site, uploaded(site, *table(row("1", 相談内容="配食"))), 配食="meal")
    assert ImportChoice.objects.get().chosen_by == admin
    assert AuditEntry.objects.filter(action="importchoice.created", username=admin.username).exists()


def test_a_command_does_not_depend_on_what_was_chosen_on_screen(small):
    ImportChoice.objects.create(scope="axis:topic", said="配食", shown="配食", target="meal")
    strict = plan_import(source=Source(ImportBatch.Subject.RECORDS, "x.csv", as_csv(table(row("1", 相談内容="配食")))))
    assert len(strict.reading.row_errors) == 1


def test_labels_without_an_axis_above_them_are_one_question(site, small):
    headings = ["日付", "地区", "対応実績", "相談者", "対応方法", "食事", "住まい・道路"]
    line = ["2021/4/5", "大沢", "啓発", "市民（本人）", "電話", "○", ""]
    found = asked(as_csv([headings, line]))
    assert [*found] == ["食事、住まい・道路"]
    assert answer(site, uploaded(site, headings, line), **{"食事、住まい・道路": "axis:topic"}).url.endswith("/")
    assert [draft.chosen["topic"][0].code for draft in read(as_csv([headings, line])).drafts] == ["meal"]


def test_unknown_districts_and_people_are_asked_too(small, coordinator):
    found = asked(as_csv(table(row("1", 地区="大沢地区", 担当者="見本osawaさん"))))
    assert found["大沢地区"].near[0][0] == "osawa" and found["見本osawaさん"].near[0][0] == "osawa"


def test_a_choice_of_a_category_of_other_years_is_an_error_of_that_row(small):
    ImportChoice.objects.create(scope="axis:topic", said="配食", shown="配食", target="meal")
    reading = read(as_csv(table(row("1", "2020-04-05", 相談内容="配食"))))
    assert any("令和2年度" in each.reason for each in reading.row_errors)


def test_the_questions_take_the_same_queries_whatever_the_size(small, django_assert_max_num_queries):
    content = as_csv(table(*[row(str(n), 相談内容=f"不明{n}") for n in range(30)]))
    with django_assert_max_num_queries(16):
        assert len(Questions(read(content).choices).asked) == 30


def test_another_choice_made_meanwhile_is_not_overwritten(site, small):
    batch = uploaded(site, *table(row("1", 相談内容="配食")))
    page = site.get(reverse("import_mapping", args=[batch.pk]))
    (question, _), = page.context["asked"]
    ImportChoice.objects.create(scope="axis:topic", said="配食", shown="配食", target="health")
    response = site.post(reverse("import_mapping", args=[batch.pk]), {question.name: "meal", "version": page.context["version"]})
    assert response.status_code == 409 and ImportChoice.objects.get().target == "health"
    assert Choices.of_office().kept == {("axis:topic", "配食"): "health"}


def test_a_look_alike_is_proposed(small):
    """北ニ in katakana for 北二 in kanji."""
    District.objects.filter(code="osawa").update(name="北二")
    question = asked(as_csv([["日付", "地区", "対応実績", "相談者", "対応方法"], ["2021/4/5", "北ニ", "啓発", "市民（本人）", "電話"]]))["北ニ"]
    assert question.near == [("osawa", "北二")]


@pytest.mark.parametrize(("said", "near"), [("訪門", ["visit"]), ("方問", ["visit"]), ("門前", []), ("訪問門", ["visit"])])
def test_one_wrong_of_two_characters_is_proposed_and_not_taken(small, said, near):
    content = as_csv(table(row("1", 対応方法=said)))
    assert [code for code, _ in asked(content)[said].near] == near and len(read(content).row_errors) == 1


def test_nor_is_it_where_two_may_be_meant_or_a_code_alone_is_like_it(small):
    Category.objects.create(axis=small.axes["method"], code="v2", label="訪室")
    content = as_csv(table(row("1", 対応方法="訪門"), row("2", 対応方法="v3")))
    assert [asked(content)[said].near for said in ("訪門", "v3")] == [[], []]


@pytest.mark.parametrize("label", ["見学", "見学の同行"])
def test_a_category_that_the_year_of_the_row_does_not_have_is_never_proposed(small, label):
    Category.objects.create(axis=small.axes["method"], code="look", label=label, last_year=2020)
    said = "見字" if label == "見学" else "見学同行"
    by_year = {day: asked(as_csv(table(row("1", day, 対応方法=said))))[said].near for day in ("2021-04-05", "2020-04-05")}
    assert by_year == {"2021-04-05": [], "2020-04-05": [("look", label)]}
    both = asked(as_csv(table(row("1", "2021-04-05", 対応方法=said), row("2", "2020-04-05", 対応方法=said))))
    assert both[said].near == [("look", label)]


def test_what_is_not_proposed_stays_so_with_the_preview_of_a_long_file(small):
    Category.objects.create(axis=small.axes["method"], code="look", label="見学", last_year=2020)
    plan = plan_import(source=Source("records", "x.csv", as_csv(table(row("1", 対応方法="見字"))), uses_choices=True))
    preview = json.loads(json.dumps(preview_of(plan, ImportBatch(subject="records"))))
    assert Questions(choices_of(preview)).asked[0].near == []
    del preview["choices"]["years"]  # as one of an earlier release
    assert Questions(choices_of(preview)).asked[0].near == [("look", "見学")]

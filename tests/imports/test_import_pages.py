"""The pages of imports: look before anything is written, import once, take back."""
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.imports.limits import LARGE
from cases.imports.sheets import csv_form
from cases.models import Contact, Household, ImportBatch, PublishedFigure
from cases.services.imports import Source, commit_preview, decision_version, plan_import, source_of
from tests.factories import make_user
from tests.messy.workbooks import Page, as_xlsx
from tests.told import told

from .record_files import FIGURE_HEADINGS, as_csv, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def site(as_user, admin):
    return as_user(admin)


def upload(site, content: bytes, subject="records", name="records.csv", **fields):
    return site.post(reverse("import_new"), {
        "subject": subject, "file": SimpleUploadedFile(name, content), **fields})


def uploaded(site, *rows: dict) -> ImportBatch:
    upload(site, as_csv(table(*rows)))
    return ImportBatch.objects.latest("pk")


def decide(site, name, batch, follow=False, **fields):
    """Press a button of the batch's page, as it stands there."""
    context = site.get(reverse("import_detail", args=[batch.pk])).context
    version = context["discard_version" if name == "discard" and "discard_version" in context else "version"]
    return site.post(reverse(f"import_{name}", args=[batch.pk]), {"version": version} | fields, follow=follow)


def test_preview_then_import_then_result(site, admin):
    batch = uploaded(site, row("1", 記録="見本の記録", 世帯番号="S1"), row("2"))
    page = site.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert "2件" in page and "見本の記録" in page and "相談内容" in page and "この内容を取り込む" in page
    assert not Contact.objects.exists()
    assert "見本の記録" in page
    result = decide(site, "commit", batch, follow=True)
    assert "取込済み" in result.content.decode()
    batch.refresh_from_db()
    assert (batch.state, bytes(batch.content), batch.created_by) == ("committed", b"", admin)
    assert Contact.objects.filter(batch=batch, created_by=admin).count() == 2


def test_a_double_click_imports_once(site):
    batch = uploaded(site, row(""), row(""))
    for _ in range(2):
        assert decide(site, "commit", batch).status_code == 302
    assert Contact.objects.count() == 2
    assert ImportBatch.objects.count() == 1


def test_two_clicks_that_both_saw_the_preview_import_once(site, admin):
    batch = uploaded(site, row(""))
    first, second = (ImportBatch.objects.get(pk=batch.pk) for _ in range(2))
    version = decision_version(first, plan_import(source=source_of(first), by=admin))
    assert commit_preview(batch=first, by=admin, version=version).created == 1
    assert commit_preview(batch=second, by=admin, version=version) is None
    assert Contact.objects.count() == 1


def test_uploads_that_nobody_confirms_are_removed(site):
    old = uploaded(site, row("1"))
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=8))
    uploaded(site, row("2"))
    assert not ImportBatch.objects.filter(pk=old.pk).exists()


def test_an_upload_sent_twice_waits_once(site):
    uploaded(site, row("1"))
    uploaded(site, row("1"))
    assert ImportBatch.objects.count() == 1


def test_errors_are_a_table_and_cannot_be_imported(site):
    batch = uploaded(site, row("1"), row("2", "2021/2/30"))
    page = site.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert "2021/2/30" in page and "日付" in page and "2月に30日はありません" in page
    assert "この内容を取り込む" not in page
    decide(site, "commit", batch)
    batch.refresh_from_db()
    assert batch.state == "preview" and batch.content and not Contact.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"\xff\xfe\x00\x01", b"a" * (10 * 1024 * 1024 + 1)])
def test_a_file_that_is_no_table_is_refused_beside_the_field(site, content):
    response = upload(site, content, fiscal_year="令和3年度", name="記録.xlsx")
    page = response.content.decode()
    assert response.status_code == 422
    assert "field-error" in page and "令和3年度" in page
    assert not ImportBatch.objects.exists()


@pytest.fixture
def kindless(site):
    """The form after a file was sent without its kind (種類)."""
    page = site.post(reverse("import_new"), {"file": SimpleUploadedFile("x.csv", as_csv(table(row("1"))))})
    assert page.status_code == 422 and page.context["form"].errors["subject"] and not ImportBatch.objects.exists()
    return page.context["form"]


def test_a_file_sent_without_its_kind_need_not_be_chosen_again(site, kindless):
    assert "file" not in kindless.errors and "「x.csv」は届いています" in str(kindless["file"].help_text)
    site.post(reverse("import_new"), {"subject": "records", "kept": kindless["kept"].value()})
    batch = ImportBatch.objects.get()
    assert (batch.file_name, bytes(batch.content)) == ("x.csv", as_csv(table(row("1"))))


def test_another_file_takes_the_place_of_the_one_that_arrived(site, kindless):
    upload(site, as_csv(table(row("2"))), kept=kindless["kept"].value())
    assert bytes(ImportBatch.objects.get().content) == as_csv(table(row("2")))


def test_after_a_file_that_cannot_be_read_none_is_left_on_the_page(site, kindless):
    page = upload(site, b"%PDF-1.7", kept=kindless["kept"].value())
    assert page.status_code == 422 and page.context["form"]["kept"].value() == ""


def test_a_page_carries_no_file_to_another_user_nor_one_that_was_made_up(site, kindless):
    site.force_login(make_user("admin", "other"))
    for kept in (kindless["kept"].value(), "x.csv"):
        page = site.post(reverse("import_new"), {"subject": "records", "kept": kept})
        assert page.context["form"].errors["file"] == ["ファイルを選んでください。"]


def test_a_large_file_sent_without_its_kind_must_be_chosen_again_and_is_told_so(site, monkeypatch):
    monkeypatch.setattr("cases.forms.imports.LARGEST", 10)
    page = site.post(reverse("import_new"), {"file": SimpleUploadedFile("x.csv", as_csv(table(row("1"))))})
    assert "もう一度選んでください" in page.context["form"].errors["file"][0] and not page.context["form"]["kept"].value()


def test_no_file_and_a_wrong_year(site):
    response = site.post(reverse("import_new"), {"subject": "records", "fiscal_year": "昭和99年"})
    assert response.status_code == 422
    assert "昭和99年" in response.content.decode()


def test_discard_keeps_nothing(site):
    batch = uploaded(site, row("1"))
    decide(site, "discard", batch)
    assert not ImportBatch.objects.exists()


def test_an_import_is_not_discarded(site):
    batch = uploaded(site, row("1"))
    decide(site, "commit", batch)
    decide(site, "discard", batch)
    assert ImportBatch.objects.filter(state="committed").exists()


def test_undo_needs_a_tick(site):
    batch = uploaded(site, row("1"))
    decide(site, "commit", batch)
    assert decide(site, "undo", batch).status_code == 422
    assert Contact.objects.exists()
    decide(site, "undo", batch, confirmed="on")
    assert not Contact.objects.exists()
    assert "取消済み" in site.get(reverse("import_detail", args=[batch.pk])).content.decode()


def test_undo_refused_in_words(site):
    batch = uploaded(site, row("1"))
    decide(site, "commit", batch)
    Contact.objects.update(version=2)
    answer = decide(site, "undo", batch, confirmed="on")
    assert answer.status_code == 409 and "修正" in answer.content.decode() and Contact.objects.exists() and told(site) == ""


def test_figures_with_an_open_total(site):
    lines = [list(FIGURE_HEADINGS), ["R2", "大沢", "相談内容", "事業PR", "", "946", ""],
             ["R2", "大沢", "相談内容", "合計", "", "1,080", ""]]
    upload(site, as_csv(lines), subject="figures")
    batch = ImportBatch.objects.get()
    assert "134" in site.get(reverse("import_detail", args=[batch.pk])).content.decode()
    page = decide(site, "commit", batch, follow=True).content.decode()
    assert "1,080" in page and "946" in page


def test_file_names_and_cells_are_shown_as_text(site):
    upload(site, as_csv(table(row("<script>x</script>"))), name="<b>x.csv")
    page = site.get(reverse("import_detail", args=[ImportBatch.objects.get().pk])).content.decode()
    assert "<script>x" not in page and "<b>x" not in page


def test_the_list(site):
    uploaded(site, row("1"))
    decide(site, "commit", ImportBatch.objects.get())
    uploaded(site, row("2"))
    page = site.get(reverse("import_list")).content.decode()
    assert "確認待ち" in page and "取込済み" in page


@pytest.mark.parametrize("persona", ["coordinator", "supervisor"])
def test_only_admins_import(request, as_user, admin, persona):
    batch = ImportBatch.objects.create(subject="records", file_name="x.csv", content=b"x", created_by=admin)
    site = as_user(request.getfixturevalue(persona))
    for name in ("commit", "discard", "undo"):
        assert site.post(reverse(f"import_{name}", args=[batch.pk])).status_code == 403
    assert site.post(reverse("import_new")).status_code == 403
    assert ImportBatch.objects.get().state == "preview"


def test_the_preview_says_what_becomes_of_the_figures(site):
    decide(site, "commit", uploaded(site, row("1", 相談内容="食事")))
    batch = uploaded(site, row("2", 相談内容="食事;健康・医療・介護"))
    year, = site.get(reverse("import_detail", args=[batch.pk])).context["effect"]
    table = next(each for each in year["tables"] if each["title"].startswith("相談内容"))
    assert {each["label"]: each["cells"][-1] for each in table["rows"]} == {
        "食事": [1, 2], "健康・医療・介護": [0, 1], "合計": [1, 3]}
    assert Contact.objects.count() == 1 and Household.objects.count() == 0


@pytest.mark.parametrize("write", [as_csv, lambda lines: as_csv(lines, "cp932"), lambda lines: as_xlsx([Page("記録", lines)])])
def test_rows_without_errors_alone_and_the_others_as_a_file_of_the_same_shape(site, write):
    upload(site, write(table(row("1"), row("2", "2021/2/30", 記録="=髙﨑①"), row("3", 世帯番号="S1"))), name="記録.x")
    batch = ImportBatch.objects.get()
    decide(site, "commit", batch, skip_errors="on")
    assert sorted(Contact.objects.values_list("record_number", flat=True)) == ["1", "3"]
    response = site.get(reverse("import_rejected", args=[batch.pk]))
    form = csv_form(response.content, "x", LARGE)
    assert form == csv_form(write(table()), "x", LARGE) and (".csv" in response["Content-Disposition"]) == bool(form)
    (sheet,) = Source("records", "x", response.content).sheets()
    assert [list(line)[:2] for line in sheet.rows] == [["記録番号", "日付"], ["2", "2021/2/30"]]
    assert sheet.rows[0][-1] == f"取り込めない理由（取込み{batch.pk}の残り）" and "2月に30日はありません" in sheet.rows[1][-1]
    put_right = write([list(sheet.rows[0]), [*sheet.rows[1][:1], "2021/2/28", *sheet.rows[1][2:]]])
    upload(site, put_right, name="直した.xlsx")
    decide(site, "commit", ImportBatch.objects.get(state="preview"))
    assert Contact.objects.get(record_number="2").text == "=髙﨑①"


def test_the_file_of_rejected_rows_goes_with_the_undo_and_after_a_week(site):
    batch = uploaded(site, row("1"), row("2", "2021/2/30"))
    decide(site, "commit", batch, skip_errors="on")
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=8))
    uploaded(site, row("9"))
    assert not ImportBatch.objects.get(pk=batch.pk).rejected


def test_a_changed_row_shows_its_difference_and_asks(site):
    decide(site, "commit", uploaded(site, row("1", 記録="前の文"), row("2")))
    batch = uploaded(site, row("1", 記録="後の文", 対応方法="訪問"), row("2", 対応方法="訪問"), row("3"))
    context = site.get(reverse("import_detail", args=[batch.pk])).context
    assert context["differences"][0]["fields"][-1] == ["対応方法", "電話", "訪問"]
    assert decide(site, "commit", batch).status_code == 422 and Contact.objects.count() == 2
    decide(site, "commit", batch, changes="keep", **{f"answer-{context['differences'][0]['key']}": "update"})
    assert dict(Contact.objects.values_list("record_number", "text")) == {"1": "後の文", "2": "", "3": ""}
    assert Contact.objects.get(record_number="2").version == 1


def test_words_of_a_record_out_of_sight_are_not_shown(site):
    decide(site, "commit", uploaded(site, row("1", 記録="前の文")))
    batch = uploaded(site, row("1", 記録="後の文"))
    page = site.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert "前の文" not in page and "後の文" in page


def test_updates_may_be_declined_and_only_new_rows_come_in(site):
    decide(site, "commit", uploaded(site, row("1")))
    batch = uploaded(site, row("1", 対応方法="訪問", 世帯番号="S9"), row("2"))
    decide(site, "commit", batch, changes="keep")
    assert Contact.objects.get(record_number="1").version == 1 and Contact.objects.count() == 2
    assert not Household.objects.exists() and ImportBatch.objects.get(pk=batch.pk).summary["declined"] == 1


def test_the_preview_takes_the_same_queries_whatever_the_number_of_rows(site, django_assert_max_num_queries):
    batch = uploaded(site, *[row(str(n), 相談内容="食事") for n in range(40)])
    with django_assert_max_num_queries(90):  # a third of them for the copies that an import is tried on
        site.get(reverse("import_detail", args=[batch.pk]))


def test_a_printed_table_is_understood_and_flagged_before_and_after(site):
    lines = [["令和3年度 対応実績"], ["", "大沢（前年度）", "連雀", "合計"], ["新規相談", "94（132）", "75", "168"], ["合計", "△1 194", "75", "269"]]
    upload(site, as_csv(lines), subject="figures")
    batch = ImportBatch.objects.latest("pk")
    page = site.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert "令和3年度 対応実績（2行目から）" in page and "大沢の件数と、（　）の前年度の件数" in page
    result = decide(site, "commit", batch, follow=True).content.decode()
    for shown in (page, result):
        assert "各地区の合計" in shown and "△1</td>" in shown and "増減△1、件数194と読み取りました" in shown


def test_published_figures_that_change_are_chosen_one_by_one(site):
    lines = [list(FIGURE_HEADINGS), *[["R2", "大沢", "相談内容", label, "", count, ""] for label, count in (
        ("事業PR", "5"), ("健康・医療・介護", "6"), ("合計", "11"))]]
    upload(site, as_csv(lines), subject="figures")
    decide(site, "commit", ImportBatch.objects.get())
    upload(site, as_csv([lines[0], *[[*line[:5], "7", ""] for line in lines[1:]]]), subject="figures")
    batch = ImportBatch.objects.latest("pk")
    page = site.get(reverse("import_detail", args=[batch.pk]))
    assert [each["fields"] for each in page.context["differences"]] == [[["件数", "5", "7"]], [["件数", "6", "7"]], [["件数", "11", "7"]]]
    assert "令和2年度　大沢　相談内容　事業PR" in page.content.decode()
    assert decide(site, "commit", batch).status_code == 422
    decide(site, "commit", batch, changes="keep", **{f"answer-{page.context['differences'][0]['key']}": "update"})
    assert sorted(PublishedFigure.objects.values_list("value", flat=True)) == [6, 7, 11]
    batch.refresh_from_db()
    assert [each["difference"] for each in batch.summary["warnings"]] == [-2] and batch.summary["declined"] == 2

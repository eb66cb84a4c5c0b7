"""The pages of imports: look before anything is written, import once, take back."""
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.models import Contact, ImportBatch
from cases.services.imports import commit_preview, decision_version, plan_import, source_of

from .record_files import FIGURE_HEADINGS, as_csv, row, table

pytestmark = pytest.mark.django_db


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
    page = decide(site, "undo", batch, follow=True, confirmed="on").content.decode()
    assert "修正" in page and Contact.objects.exists()


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

"""A sheet whose headings are unfamiliar beside one that is understood: it is named, and can be read."""
import pytest
from django.urls import reverse

from cases.models import Contact, ImportBatch

from .record_files import as_xlsx, row, table
from .test_import_pages import decide, upload
from .test_mapping import HEADINGS, LINE, answer

pytestmark = pytest.mark.django_db
BOOK = {"対応記録": [HEADINGS, LINE], "旧分": table(row("9", "2021-06-01")), "集計": [["月", "件数"], ["4月", 10]]}
MEANT = {"番号": "field:record_number", "相談日": "field:date", "相談の内容": "axis:topic", "備考欄": "ignore"}


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


def uploaded(site, **book) -> ImportBatch:
    upload(site, as_xlsx(**book), name="x.xlsx")
    return ImportBatch.objects.filter(state="preview").latest("pk")


def test_not_everything_was_understood_and_the_sheets_are_named(site):
    batch = uploaded(site, **BOOK)
    page = site.get(reverse("import_mapping", args=[batch.pk])).content.decode()
    assert "すべての列と値を読み取れました" not in page and "読み取らないシートが2枚あります" in page
    assert "シート「対応記録」だけを読み取る" in page and "シート「集計」だけを読み取る" not in page
    preview = site.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert '<td data-label="シート">対応記録</td>' in preview and '<td data-label="シート">集計</td>' in preview


def test_where_every_sheet_is_read_it_says_so(site):
    page = site.get(reverse("import_mapping", args=[uploaded(site, 旧分=BOOK["旧分"]).pk])).content.decode()
    assert "すべての列と値を読み取れました" in page and "読み取らないシート" not in page


def test_such_a_sheet_is_read_alone_and_then_with_the_others(site):
    batch = uploaded(site, **BOOK)
    site.post(reverse("import_sheet", args=[batch.pk]), {"sheet": "対応記録"})
    alone = ImportBatch.objects.latest("pk")
    assert (alone.sheet, alone.state, batch.pk != alone.pk) == ("対応記録", "preview", True)
    assert "シート「対応記録」" in site.get(reverse("import_mapping", args=[alone.pk])).content.decode()
    answer(site, alone, **MEANT)
    answer(site, alone, 配食="meal")
    page = site.get(reverse("import_mapping", args=[batch.pk])).content.decode()
    assert "読み取らないシートが1枚あります" in page
    decide(site, "commit", batch)
    assert sorted(Contact.objects.values_list("record_number", flat=True)) == ["1", "9"]


def test_a_sheet_of_no_name_or_of_an_import_that_is_done_is_refused(site):
    batch = uploaded(site, 旧分=BOOK["旧分"])
    site.post(reverse("import_sheet", args=[batch.pk]), {"sheet": ""})
    decide(site, "commit", batch)
    site.post(reverse("import_sheet", args=[batch.pk]), {"sheet": "旧分"})
    assert list(ImportBatch.objects.values_list("pk", flat=True)) == [batch.pk]

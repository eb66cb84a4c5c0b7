"""Rows that an import left out, put right and loaded again, are none of the records that it made."""
import pytest
from django.urls import reverse

from cases.models import Contact, ImportBatch
from cases.services.imports import Source
from tests.messy.workbooks import Page, as_xlsx

from .record_files import as_csv, load_rows, plan, row, table
from .test_import_pages import decide, upload

pytestmark = pytest.mark.django_db
WRITERS = [as_csv, lambda lines: as_xlsx([Page("記録", lines)])]


def put_right(site, batch, write) -> bytes:
    """The file of the rows left out, each dated right."""
    lines = Source("records", "x", site.get(reverse("import_rejected", args=[batch.pk])).content).sheets()[0].rows
    return write([list(lines[0]), *[[line[0], "2021/4/5", *line[2:]] for line in lines[1:]]])


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


def imported(site, write, *rows):
    upload(site, write(table(*rows)))
    batch = ImportBatch.objects.latest("pk")
    decide(site, "commit", batch, skip_errors="on")
    return batch


@pytest.mark.parametrize("write", WRITERS)
def test_rows_of_the_day_put_right_are_new_and_not_asked_about(site, write):
    batch = imported(site, write, *[row("", 世帯番号="S1", 記録=f"電話{n}") for n in range(3)], row("", "2021/2/30", 世帯番号="S1", 記録="電話3"))
    content = put_right(site, batch, write)
    found = plan(content, name="x")
    assert (found.created, found.similar, found.unchanged, found.reading.errors) == (1, 0, 0, [])
    assert any(f"取込み{batch.pk}で取り込めなかった行" in each.reason for each in found.reading.warnings)


def test_a_row_equal_to_one_that_came_in_is_another_contact_but_only_once(site):
    batch = imported(site, as_csv, row("", 記録="電話"), row("", "2021/2/30", 記録="電話"))
    content = put_right(site, batch, as_csv)
    for _ in range(2):
        upload(site, content)
        if waiting := ImportBatch.objects.filter(state="preview").first():
            decide(site, "commit", waiting)
    assert Contact.objects.count() == 2 and plan(content).unchanged == 1


def test_what_is_left_of_what_was_left_knows_both_imports(site):
    first = imported(site, as_csv, row("", 世帯番号="S1", 記録="一"), *[row("", "2021/2/30", 世帯番号="S1", 記録=text) for text in "二三"])
    lines = put_right(site, first, as_csv).decode("utf-8-sig").splitlines()
    upload(site, ("\n".join([*lines[:2], lines[2].replace("2021/4/5", "2021/2/31")])).encode())
    second = ImportBatch.objects.get(state="preview")
    decide(site, "commit", second, skip_errors="on")
    found = plan(put_right(site, second, as_csv))
    assert (found.created, found.similar) == (1, 0) and found.reading.left_by == {first.pk, second.pk}


def test_without_the_mark_other_words_of_the_day_are_another_contact(small, coordinator):
    load_rows(row("", 担当者="osawa", 記録="民生委員から地域の様子について電話があった。"))
    other = row("", 担当者="osawa", 記録="来月の講座の案内を配布する相談。")
    near = row("", 担当者="osawa", 記録="民生委員から地域の様子について電話があった。折り返す。")
    assert plan(as_csv(table(other))).similar == 0
    assert plan(as_csv(table(near))).similar == 1
    assert plan(as_csv(table(other | {"対応方法": "訪問"}))).similar == 0


@pytest.mark.parametrize("named", [{"世帯番号": "S1"}, {"時刻": "9:00"}])
def test_a_household_or_a_time_in_common_is_asked_about_whatever_the_text(small, named):
    load_rows(row("", 記録="前の文", **named))
    assert plan(as_csv(table(row("", 記録="まったく別の内容", **named)))).similar == 1


def test_the_difference_names_the_import_that_a_record_came_with(site):
    batch = imported(site, as_csv, row("", 世帯番号="S1", 記録="前の文"))
    upload(site, as_csv(table(row("", 世帯番号="S1", 記録="後の文"))))
    page = site.get(reverse("import_detail", args=[ImportBatch.objects.get(state="preview").pk])).content.decode()
    assert f"（取込み{batch.pk}「records.csv」）" in page and "ファイルの値と違います" in page and "前の文" not in page

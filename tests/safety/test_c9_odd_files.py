"""C9: odd but honest files are imported whole or refused with a reason; nothing garbled is stored, nothing is a 500."""
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.imports import sheets
from cases.imports.sheets import SheetError, read_sheets
from cases.models import Contact, ImportBatch, ImportJob
from cases.services import import_jobs
from tests.imports.record_files import as_csv, load, row, table
from tests.imports.test_sheets import rows_of, survives_cp932
from tests.measures import measured
from tests.safety import files

pytestmark = pytest.mark.django_db
FILES = files.honest()


def version_in(page) -> str:
    """What the form on a page says that it was opened with."""
    found = re.search(r'name="version" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def imported(client, name: str, content: bytes, work=lambda: None) -> str:
    """Upload and confirm, each followed by `work`; the number of records, or the reason why there are none."""
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # as a client may send it, folders and all
    first = client.post(reverse("import_new"), {"subject": "records", "file": upload}, follow=True)
    assert first.status_code in (200, 422), first.status_code
    if first.status_code == 200:
        batch = ImportBatch.objects.get().pk
        work()
        first = client.get(reverse("import_mapping", args=[batch]), follow=True)
        first = client.post(reverse("import_mapping", args=[batch]), {"version": version_in(first)}, follow=True)
        client.post(reverse("import_commit", args=[batch]), {"version": version_in(first)})
        work()
    count = Contact.objects.count()
    return str(count) if count else re.sub(r"\s+", " ", first.content.decode())


def the_worker() -> None:
    """Do what waits."""
    for job in ImportJob.objects.filter(state="waiting"):
        import_jobs.run_job(job.pk)


def by_turns():
    """(name, rows imported without the worker). Each file is asked with every push, every other one of the worker; of the second database a quarter, as it sees no file."""
    for place, name in enumerate(FILES):
        yield pytest.param(name, 2000, marks=[pytest.mark.either] * (place % 4 > 0))
        yield pytest.param(name, 0, marks=pytest.mark.long if place % 2 else pytest.mark.either)  # of none: the worker does all of it


@pytest.mark.parametrize(("name", "rows_at_once"), list(by_turns()))
def test_it_is_imported_whole_or_refused_with_its_reason(small, as_user, admin, settings, name, rows_at_once):
    content, outcome = FILES[name]
    settings.DIRECT_ROWS = rows_at_once
    found = imported(as_user(admin), name, content, the_worker)
    assert not ImportBatch.objects.exists() or ImportJob.objects.exists() == (rows_at_once == 0)
    assert re.search(outcome, found) if not outcome.isdigit() else found == outcome, found[:3000]
    texts = set(Contact.objects.values_list("text", flat=True))
    assert texts <= {"", "髙﨑①㈱", "記録"}, "garbled"
    measured("C9", files_tried=1, imported_whole=int(found.isdigit()), refused_with_reason=int(not found.isdigit()),
             errors_500=0, garbled=0)


def test_the_name_is_stored_without_folders_and_line_breaks(small, as_user, admin):
    imported(as_user(admin), "../../etc/日本\r\n語.csv", as_csv(files.LINES))
    assert "/" not in ImportBatch.objects.get().file_name and "\n" not in ImportBatch.objects.get().file_name


@pytest.mark.either
@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail)
       | st.binary(max_size=200).map(lambda tail: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_sheets_or_a_reason(content):
    try:
        assert read_sheets(content, "x.xlsx")
    except SheetError as error:
        assert re.search("[ぁ-ん]", str(error))
    measured("C9", random_files_tried=1)


TEXTS = st.text(st.characters(codec="cp932", exclude_categories=["Cc", "Zs", "Co"]).filter(survives_cp932), min_size=1)


@pytest.mark.either
@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_cp932_is_stored_as_it_was_written(texts):
    lines = [["見出し", *texts]]
    assert rows_of(files.quoted(lines)) == lines
    measured("C9", cp932_texts_read_back=len(texts))


# -- Negative controls

def test_reading_without_rules_would_store_garbled_text(small, monkeypatch):
    content = as_csv(table(row("1", 記録="髙﨑")), "cp932")
    monkeypatch.setattr(sheets, "_decode", lambda content, name: content.decode("utf-8", "replace"))
    with pytest.raises(AssertionError):
        load(content)
        assert Contact.objects.filter(text="髙﨑").exists()


def test_all_or_nothing_is_seen_when_it_breaks(small):
    load(as_csv(table(row("1"), row("2", "2021/2/30"))), skip_errors=True)
    assert Contact.objects.count() == 1, "what --skip-errors does on purpose is what the test above would see"

"""C8: files that would exhaust memory or time are refused in seconds with a reason, and the site goes on answering."""
import fcntl
import os
import pickle
import re
import threading
import time
import urllib.request
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.imports import containers, sheets
from cases.models import AuditEntry, Contact, ImportBatch, ImportJob
from cases.services import import_jobs
from tests.measures import measured
from tests.safety import files

SECONDS = 30  # a few alone; the machine may be busy
pytestmark = pytest.mark.either


@pytest.fixture(scope="session")
def bombs(tmp_path_factory):
    """The files, built by the first process that wants them: it takes ten seconds."""
    folder = tmp_path_factory.getbasetemp()
    shared = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "bombs"
    with open(f"{shared}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            shared.write_bytes(pickle.dumps(files.bombs()))
        return pickle.loads(shared.read_bytes())  # noqa: S301 (our own, of this run)


def memory_peak() -> float:
    """The most memory that this process has had, in MiB."""
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) / 1024


def forget_peak() -> None:
    """Let the peak begin anew from what is in use."""
    with open("/proc/self/clear_refs", "w") as control:
        control.write("5")


def send(client: Client, name: str, content: bytes):
    """Upload a file as contact records."""
    return client.post(reverse("import_new"), {"subject": "records", "file": SimpleUploadedFile(name, content)})


def refusal(response) -> str:
    """What stands beside the file field; blank where nothing was refused."""
    found = re.search(r'class="[^"]*field-error[^"]*"[^>]*>(.*?)</', response.content.decode(), re.DOTALL)
    return found[1] if response.status_code == 422 and found else ""


def test_each_is_refused_in_seconds_with_its_reason_and_nothing_is_written(as_user, admin, bombs):
    client, slowest = as_user(admin), 0.0
    for name, (content, reason) in bombs.items():
        begin = time.monotonic()
        found = refusal(send(client, name, content))
        slowest = max(slowest, time.monotonic() - begin)
        assert re.search(reason, found), f"{name}: {found}"
    assert slowest < SECONDS
    assert not ImportBatch.objects.exists() and not Contact.objects.exists()
    assert AuditEntry.objects.filter(action="import.refused", outcome="refused").count() == len(bombs)
    measured("C8", hostile_files=len(bombs), accepted=0, rows_written=0, slowest_refusal_seconds=round(slowest, 2))


def test_the_worker_keeps_its_memory(as_user, admin, bombs):
    client = as_user(admin)
    send(client, "x.csv", b"a")
    forget_peak()
    before = memory_peak()
    for name in ("10^10 cells in two kilobytes.xlsx", "one cell of 1 GiB.xlsx", "one cell of 1 GiB, lying.xlsx"):
        assert refusal(send(client, name, bombs[name][0]))
    grown = memory_peak() - before
    assert grown < 50
    measured("C8", worker_memory_grown_mib=round(grown, 1))


def test_a_small_file_that_only_claims_to_be_large_is_read():
    (sheet,) = sheets.read_sheets(files.false_dimension(), "x.xlsx")
    assert [list(each) for each in sheet.rows] == [[1.0]]


def test_a_file_of_the_largest_size_is_read(as_user, admin):
    cell = "あ" * 240
    content = f"{cell},{cell}\n".encode() * 7_000
    assert 9 * files.MIB < len(content) <= 10 * files.MIB
    assert len(sheets.read_sheets(content, "x.csv")[0].rows) == 7_000


# -- More rows than an answer takes: the worker has limits of its own

@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_what_is_too_large_for_an_answer_is_left_to_the_worker(as_user, admin, name):
    content = b"a\n" * 20_001 if name == "x.csv" else files.xlsx({"A20001": "a"})
    with pytest.raises(sheets.SheetError, match="20,000行まで"):
        sheets.read_sheets(content, name)
    assert send(as_user(admin), name, content).status_code == 302
    assert ImportJob.objects.get().state == "waiting"
    import_jobs.run_job(ImportJob.objects.get().pk)
    assert ImportJob.objects.get().state == "done"


def test_the_worker_refuses_with_its_reason_and_writes_nothing(as_user, admin, monkeypatch):
    client = as_user(admin)
    send(client, "x.csv", b"a\n" * 20_001)
    monkeypatch.setattr(import_jobs, "LARGE", replace(import_jobs.LARGE, rows=19_999))
    import_jobs.run_job(ImportJob.objects.get().pk)
    page = client.get(reverse("import_detail", args=[ImportBatch.objects.get().pk])).content.decode()
    assert ImportJob.objects.get().state == "refused" and "行が多すぎます。19,999行まで" in page
    assert AuditEntry.objects.filter(action="import.refused", outcome="refused").count() == 1


@pytest.mark.django_db(transaction=True)
def test_other_pages_answer_meanwhile(live_server, admin, bombs):
    client = Client()
    client.force_login(admin)
    address, slow = f"{live_server.url}{reverse('login')}", []
    alone = timed(address)
    attack = threading.Thread(target=lambda: [send(client, "x.xlsx", bombs[name][0]) for name in (
        "10^10 cells in two kilobytes.xlsx", "one cell of 1 GiB, lying.xlsx", "one text in two million cells.xlsx")])
    attack.start()
    while attack.is_alive():
        slow.append(timed(address))
    attack.join()
    assert slow and max(slow) < 3
    measured("C8", pages_meanwhile=len(slow), slowest_page_meanwhile_seconds=round(max(slow), 2),
             page_alone_seconds=round(alone, 3))


def timed(address: str) -> float:
    """Seconds that a page takes."""
    begin = time.monotonic()
    urllib.request.urlopen(address, timeout=30).read()  # noqa: S310 (our own server)
    return time.monotonic() - begin


# -- Negative controls: without the guard the same files get further

def test_without_the_counter_the_lying_zip_is_unpacked(monkeypatch, bombs):
    monkeypatch.setattr(containers, "_check_real_size", lambda *_: None)
    assert containers.is_workbook(bombs["one cell of 1 GiB, lying.xlsx"][0], sheets.Limits())


def test_without_the_directory_the_counter_still_stops_it(monkeypatch, bombs):
    monkeypatch.setattr(containers, "_check_directory", lambda *_: None)
    with pytest.raises(sheets.SheetError, match="展開すると100MB"):
        containers.is_workbook(bombs["one cell of 1 GiB.xlsx"][0], sheets.Limits())


def test_without_the_cut_a_large_upload_reaches_the_form_whole(settings, as_user, admin):
    settings.FILE_UPLOAD_HANDLERS = settings.FILE_UPLOAD_HANDLERS[1:]
    assert sizes_seen(as_user(admin)) == [64 * files.MIB]


def test_with_the_cut_it_does_not(as_user, admin):
    assert sizes_seen(as_user(admin)) == [60 * files.MIB + 1]


def sizes_seen(client) -> list[int]:
    """The size that the form sees of a file of 64 MiB."""
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cases.forms.imports.UploadForm._read", lambda self, uploaded: seen.append(uploaded.size) or
                      self.add_error("file", "x"))
        send(client, "x.csv", bytes(64 * files.MIB))
    return seen


def test_a_refused_file_of_reference_data_is_in_the_audit_too(as_user, admin):
    as_user(admin).post(reverse("reference_import", args=["districts"]), {"file": SimpleUploadedFile("x.xlsx", b"%PDF")})
    assert AuditEntry.objects.get(action="import.refused").detail.count("表計算ファイルではありません") == 1

"""The worker is killed while it writes: nothing of the file is half there, and the next worker does all of it, once."""
import json
import subprocess
import sys
import time

import psycopg
import pytest

from tests.measures import measured

from .office import ROOT, Office, drop_database, new_database_url

ROWS = 1500
ASK = f"""
import django; django.setup()
from cases.models import User
from cases.services import import_jobs
from cases.services.imports import Source, open_preview
from tests.factories import make_user
from tests.imports.record_files import as_csv, row, table
admin = make_user("admin", "kanri")
content = as_csv(table(*[row(str(n), 世帯番号=f"S{{n % 50}}", 記録="見本") for n in range({ROWS})]))
batch = open_preview(source=Source("records", "x.csv", content), by=admin)
import_jobs.run_job(import_jobs.queue(batch=batch, by=admin, work="check").pk)
batch.job.refresh_from_db()
import_jobs.queue(batch=batch, by=admin, work="commit", version=batch.job.preview["version"])
"""
STORED = """
import django, json; django.setup()
from cases.models import Case, Contact, ContactCategory, ImportBatch, ImportJob, Revision
print(json.dumps([Contact.objects.count(), Case.objects.count(), ContactCategory.objects.count(),
                  Revision.objects.filter(kind="contact").count(), ImportBatch.objects.get().state, ImportJob.objects.get().state]))
"""


@pytest.fixture
def office(tmp_path, django_db_setup, django_db_blocker):
    """An installation where a long import was confirmed and no worker lives."""
    with django_db_blocker.unblock():
        url = new_database_url(tmp_path)
    found = Office(url, tmp_path).prepare()
    found.run("-c", ASK)
    yield found
    with django_db_blocker.unblock():
        drop_database(url)


def worker(office, *arguments) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "manage.py", "run_worker", *arguments], cwd=ROOT, env=office.environment,
                            stderr=subprocess.PIPE, text=True)


def said(office) -> str:
    """What the worker says of the first job, read past Django."""
    if office.url.startswith("sqlite"):
        files = list(office.folder.glob("office.sqlite3.import-*.lock"))
        return files[0].read_text() if files else ""
    with psycopg.connect(office.url.replace("postgres://", "postgresql://")) as link:
        return str(link.execute("SELECT string_agg(application_name, ' ') FROM pg_stat_activity "
                                "WHERE datname = current_database() AND application_name LIKE 'import-%'").fetchone()[0])


def stored(office) -> list:
    return json.loads(office.run("-c", STORED).splitlines()[-1])


def test_killed_while_it_writes_nothing_is_half_and_the_next_one_does_it_once(office):
    first = worker(office)
    end = time.monotonic() + 60
    while "write" not in said(office) and time.monotonic() < end:
        time.sleep(0.005)
    first.kill()
    first.wait()
    assert stored(office) == [0, 0, 0, 0, "preview", "running"], "the kill came too early or too late"
    both = [worker(office, "--once") for _ in range(2)]
    errors = [each.communicate(timeout=120)[1] for each in both]
    assert stored(office) == [ROWS, 50, 3 * ROWS, ROWS, "committed", "done"], errors
    assert "見本" not in "".join(errors)
    measured("C23", workers_killed_while_writing=1, rows_half_written=0, rows_written_twice=0)

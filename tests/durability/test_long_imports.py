"""While a long file is checked everybody works on; while it is stored they are told why they cannot, and it can be given up."""
import html
import json
import re
import subprocess
import sys
import threading
import uuid
from contextlib import contextmanager

import pytest
from django.urls import reverse

from tests.factories import PASSWORD

from .office import ROOT

WORK = """
import django, json, sys; django.setup()
from django.conf import settings
from django.test import Client
from cases.imports import record_commit
from cases.models import Contact, User
from cases.services import effects, import_jobs
from cases.services.imports import Source, open_preview
from tests.factories import make_user
from tests.imports.record_files import as_csv, row, table

def pause(word):
    print(json.dumps(word), flush=True)
    sys.stdin.readline()

def checked():
    batch = open_preview(source=Source("records", "x.csv", as_csv(table(*[row(f"L{n}", 記録="長い") for n in range(6)]))), by=admin)
    import_jobs.run_job(import_jobs.queue(batch=batch, by=admin, work="check").pk)
    batch.job.refresh_from_db()
    return batch

admin = User.objects.filter(username="kanri").first() or make_user("admin", "kanri")
client = Client(SERVER_NAME="localhost")
client.get("/health/")
client.force_login(admin)
"""
CHECK = WORK + """
write = effects.WRITERS["records"]
effects.WRITERS["records"] = lambda *how: (write(*how), pause(Contact.objects.filter(text="長い").count()))[0]
batch = checked()
print(json.dumps([batch.job.state, Contact.objects.filter(text="長い").count()]))
"""
COMMIT = WORK + """
batch = checked()
import_jobs.queue(batch=batch, by=admin, work="commit", version=batch.job.preview["version"])
record_commit.AT_ONCE, commit = 2, import_jobs.commit_preview
def paused(*, progress, **how):
    def report(name, done, total):
        progress(name, done, total)
        if (name, done) == ("write", 3):
            pause([batch.pk, client.cookies["session"].value])
    return commit(progress=report, **how)
import_jobs.commit_preview = paused
import_jobs.run_job(batch.job.pk)
batch.job.refresh_from_db()
print(json.dumps([batch.job.state, Contact.objects.filter(text="長い").count()]))
"""


@contextmanager
def working(office, script):
    """A worker that has stopped in the middle; what it said there, how it goes on, and how it ended."""
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=office.environment, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = process.stdout.readline()
    assert said, process.stderr.read()
    ended: list = []

    def go_on():
        ended.extend(json.loads(process.communicate("\n", timeout=60)[0].splitlines()[-1]))
    try:
        yield json.loads(said), go_on, ended
    finally:
        process.kill()


def log_in(office):
    return sent_with(office, "nobody", reverse("login"), {"username": "user9", "password": PASSWORD})


def sent_with(office, cookie, path, form):
    """POST as whoever has the cookie of that session."""
    office.known["cookies"].append(cookie)
    try:
        return office.send(path, form, user=-1)
    finally:
        office.known["cookies"].pop()


@pytest.fixture
def text():
    return f"取込みの間に書いた文 {uuid.uuid4()}"


def test_while_a_long_file_is_checked_people_log_in_and_save(office, text):
    with working(office, CHECK) as (rows, go_on, ended):
        logged_in, saved = log_in(office), office.send("/contacts/new/", office.contact(text))
        go_on()
    assert rows == 6 and logged_in.status == saved.status == 302
    assert ended == ["done", 0] and office.texts().count(text) == 1


def test_while_a_long_file_is_stored_it_is_said_and_given_up_it_leaves_nothing(office, text):
    with working(office, COMMIT) as ((batch, cookie), go_on, ended):
        refused = [log_in(office), office.send("/contacts/new/", office.contact(text)), office.send("/contacts/")]
        later = threading.Timer(0.5, go_on)
        later.start()
        given_up = sent_with(office, cookie, reverse("import_cancel", args=[batch]), {})
        again = sent_again(office, refused[1])
        later.join()
    assert [each.status for each in refused] == [503] * 3 and max(each.seconds for each in refused) < 3
    assert "いまはログインできません" in refused[0].page and PASSWORD not in refused[0].page
    assert all("大きなファイルの取込みを登録、または取り消しているため" in each.page for each in refused) and text in refused[1].page
    assert (given_up.status, ended) == (302, ["cancelled", 0])
    assert again.status == 302 and office.texts().count(text) == 1


def sent_again(office, answer):
    """Press 「もう一度保存する」."""
    fields = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.page):
        fields.setdefault(name, []).append(html.unescape(value))
    return office.send("/contacts/new/", fields)

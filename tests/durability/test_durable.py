"""On disk before the answer: the order of the system's calls, the settings, and what the health page says."""
import os
import re
import shutil
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection

from cases import durability
from cases.views import health
from tests.measures import measured

from .office import ROOT, new_file_url

COMMITS = 30
WRITE = """
import os, sys, django
django.setup()
from django.db import connection
from cases.models import Household
with connection.cursor() as cursor:
    cursor.execute("PRAGMA synchronous = " + sys.argv[1])
for number in range(COMMITS):
    Household.objects.create(number=f"S-{os.getpid()}-{number}")
    os.write(1, b"ACKNOWLEDGED")
""".replace("COMMITS", str(COMMITS))


def environment(url):
    return os.environ | {"DATABASE_URL": url, "CWC_SECRET_KEY": "t", "DJANGO_SETTINGS_MODULE": "cwc.settings", "PYTHONPATH": str(ROOT)}


def synced_acknowledgements(url, folder, synchronous):
    """How many of the acknowledgements came after a sync of the database's files."""
    log = folder / f"{synchronous}.strace"
    trace = ["strace", "-f", "--seccomp-bpf", "-o", log, "-e", "trace=write,fsync,fdatasync"]
    subprocess.run([*trace, sys.executable, "-c", WRITE, synchronous], env=environment(url), cwd=ROOT, check=True,
                   capture_output=True)
    synced, count = False, 0
    for line in log.read_text(errors="replace").splitlines():
        if re.search(r"f(data)?sync\(\d+\)\s+= 0", line):
            synced = True
        elif "ACKNOWLEDGED" in line:
            count, synced = count + synced, False
    return count


@pytest.mark.either
@pytest.mark.skipif(not shutil.which("strace"), reason="no strace here: the PRAGMAs are asserted in test_database.py")
def test_every_acknowledged_commit_was_synced_and_a_lax_setting_is_seen(tmp_path):
    url = new_file_url(tmp_path)
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=environment(url), cwd=ROOT, check=True)
    assert synced_acknowledgements(url, tmp_path, "FULL") == COMMITS
    assert synced_acknowledgements(url, tmp_path, "OFF") == 0
    measured("C24", commits_traced=COMMITS, unsynced=0)


LAX = [durability.Setting("fsync", "off", durable=False)]


def test_a_database_that_may_lose_records_is_refused_in_a_sentence(db, monkeypatch):
    monkeypatch.delenv(durability.THROWAWAY, raising=False)
    monkeypatch.setattr(durability, "durability", lambda connection: LAX)
    errors = [each for each in run_checks(tags=["database"], databases=["default"]) if each.id == "cases.E101"]
    assert len(errors) == 1 and "fsync is off: a power cut may take records" in errors[0].msg


def test_a_database_that_is_thrown_away_is_not(db, monkeypatch):
    monkeypatch.setenv(durability.THROWAWAY, "1")
    monkeypatch.setattr(durability, "durability", lambda connection: LAX)
    assert not [each for each in run_checks(tags=["database"], databases=["default"]) if each.id == "cases.E101"]


def test_the_settings_are_read_from_the_database_itself(db):
    found = {each.name: each for each in durability.durability(connection)}
    assert set(found) == set(durability._SQLITE if connection.vendor == "sqlite" else durability._POSTGRESQL)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys")
            assert found["foreign_keys"].value == str(cursor.fetchone()[0])
        else:
            cursor.execute("SET LOCAL synchronous_commit = off")
            assert not {each.name: each for each in durability.durability(connection)}["synchronous_commit"].durable


@pytest.fixture
def durable(monkeypatch):
    monkeypatch.setattr(health, "may_lose", lambda connection: [])


def test_a_stranger_is_told_one_word(client, db, durable):
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("trouble", ["database", "lax", "disk"])
def test_trouble_is_one_word_too(client, db, monkeypatch, durable, trouble):
    def gone(connection):
        raise DatabaseError("server db.example.org 15.4 gone")
    if trouble == "disk":
        monkeypatch.setattr(health, "_free_mib", lambda: 10)
    else:
        monkeypatch.setattr(health, "may_lose", gone if trouble == "database" else lambda connection: LAX)
    response = client.get("/health/")
    assert (response.status_code, response.content) == (503, b"not ok")


def test_the_admin_sees_what_is_behind_it(as_user, admin, monkeypatch):
    monkeypatch.setattr(health, "durability", lambda connection: LAX)
    page = as_user(admin).get("/settings/state/").content.decode()
    for words in ("fsync", "確かめてください", "ありません", "ディスクの空き", "監査記録"):
        assert words in page

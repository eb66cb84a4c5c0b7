"""The database stands still, is gone or is locked: an answer within 3 seconds, the text on it, and one row afterwards."""
import html
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.measures import measured

from .office import Office, new_file_url

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
TYPED = "データベースが止まる前に書いた見本の文。<b>"


class Cluster:
    """A PostgreSQL server of this test's own, which may be stopped."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="cwc-pg."))
        self.bin = SERVERS[0].parent
        self.user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self.user:
            shutil.chown(self.folder, "postgres")
        self.run("initdb", "-D", self.folder / "data", "-U", "cwc", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()

    def run(self, program, *arguments):
        subprocess.run([*self.user, self.bin / program, *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL)

    def start(self):
        self.run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o",
                 f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=20", "start")

    def stop(self):
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    @contextmanager
    def standing_still(self):
        """Every process of the server is there and does nothing."""
        main = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for pid in (main, *map(int, children)):
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in (*map(int, children), main):
                os.kill(pid, signal.SIGCONT)

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder)


@contextmanager
def an_office(url):
    folder = Path(tempfile.mkdtemp(prefix="cwc-office."))
    office = Office(url or new_file_url(folder), folder)
    try:
        yield office.prepare().start()
    finally:
        office.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def cluster():
    if connection.vendor != "postgresql":
        pytest.skip("the PostgreSQL part of the check")
    if not SERVERS:
        pytest.skip("no PostgreSQL server program here")
    found = Cluster()
    yield found
    found.remove()


@pytest.fixture(scope="module")
def on_postgresql(cluster):
    with an_office(f"postgres://cwc@/postgres?host={cluster.folder}") as office:
        yield office


@pytest.fixture(scope="module")
def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("the SQLite part of the check")
    with an_office("") as office:
        yield office


def sent_again(office, answer):
    """Press 「もう一度保存する」 on the page."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.page)
    form = {}
    for name, value in fields:
        form.setdefault(name, []).append(html.unescape(value))
    address = re.search(r'<form method="post" action="([^"]+)" data-guard', answer.page)[1]
    return office.send(html.unescape(address), form)


def assert_is_plain(answer):
    assert answer.status == 503 and answer.seconds < 3, answer.seconds
    assert int(answer.headers["Retry-After"]) > 0
    assert not re.search(r"Traceback|Operational|psycopg|sqlite|locked|SELECT|INSERT", answer.page)
    measured("C27", answers=1, answer_seconds=round(answer.seconds, 2))


def send_while(office, stopped, ready):
    """Send a contact while `stopped`; the kept page, and what pressing its button twice gives afterwards."""
    text = f"{TYPED} {uuid.uuid4()}"
    with stopped:
        answer = office.send("/contacts/new/", office.contact(text))
    assert_is_plain(answer)
    assert html.escape(text) in answer.page and "もう一度保存する" in answer.page
    ready()
    again = [sent_again(office, answer) for _ in range(2)]
    assert {each.status for each in again} == {302} and again[0].location == again[1].location
    assert office.texts().count(text) == 1
    measured("C27", interrupted_saves=1, lost=0, doubled=0)


def read_while(office, stopped):
    with stopped:
        assert_is_plain(office.send("/contacts/"))
        fragment = office.send("/contacts/categories/", {"date": "R3.4.5"}, **{"HX-Request": "true"})
    assert fragment.status == 503 and fragment.page == "" and fragment.seconds < 3


@contextmanager
def locked(office):
    """Another connection holds SQLite's write lock."""
    other = sqlite3.connect(office.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def test_sqlite_locked_for_long(on_sqlite):
    send_while(on_sqlite, locked(on_sqlite), lambda: None)


def test_a_full_disk_keeps_the_text_too(on_sqlite):
    office, text = on_sqlite, f"{TYPED} {uuid.uuid4()}"
    path = Path(office.url.removeprefix("sqlite:///"))
    hidden = path.with_suffix(".away")
    path.rename(hidden)
    path.mkdir()
    try:
        answer = office.send("/contacts/new/", office.contact(text))
    finally:
        path.rmdir()
        hidden.rename(path)
    assert_is_plain(answer)
    assert html.escape(text) in answer.page
    assert sent_again(office, answer).status == 302 and office.texts().count(text) == 1


@contextmanager
def down(cluster):
    cluster.stop()
    try:
        yield
    finally:
        cluster.start()


def until_it_answers(office):
    for _ in range(50):
        if office.send("/contacts/").status == 200:
            return
        time.sleep(0.2)
    raise AssertionError("does not come back")


def test_postgresql_stopped(cluster, on_postgresql):
    send_while(on_postgresql, down(cluster), lambda: until_it_answers(on_postgresql))


def test_postgresql_standing_still(cluster, on_postgresql):
    send_while(on_postgresql, cluster.standing_still(), lambda: until_it_answers(on_postgresql))


def test_reading_while_postgresql_stands_still(cluster, on_postgresql):
    read_while(on_postgresql, cluster.standing_still())


def test_reading_while_postgresql_is_stopped(cluster, on_postgresql):
    read_while(on_postgresql, down(cluster))
    until_it_answers(on_postgresql)


def other_session(cluster):
    import psycopg
    return psycopg.connect(host=str(cluster.folder), user="cwc", dbname="postgres")


def test_a_row_locked_by_someone_who_does_not_end(cluster, on_postgresql):
    @contextmanager
    def table_locked():
        with other_session(cluster) as other:
            other.execute("LOCK TABLE cases_contact IN EXCLUSIVE MODE")
            yield
            other.rollback()
    send_while(on_postgresql, table_locked(), lambda: None)


def test_all_connections_taken(cluster, on_postgresql):
    @contextmanager
    def exhausted():
        import psycopg
        taken = []
        try:
            while True:
                taken.append(other_session(cluster))
        except psycopg.OperationalError:
            yield
        finally:
            for each in taken:
                each.close()
    # The last three connections are the superuser's own, as whom this test connects: all of them are taken.
    send_while(on_postgresql, exhausted(), lambda: until_it_answers(on_postgresql))


def test_a_connection_that_dies_between_two_statements(cluster, on_postgresql):
    def kill_all():
        with other_session(cluster) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                          "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")
    kill_all()
    assert on_postgresql.send("/contacts/").status == 200

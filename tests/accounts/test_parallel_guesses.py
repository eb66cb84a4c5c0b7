"""C12 with real processes: four workers and forty parallel guesses compute five hashes, also after a restart."""
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection

from tests.factories import make_user
from tests.measures import measured

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
GUESSES, WORKERS = 40, 4


def database_url() -> str:
    """The test database, so that the served site and this test see the same rows."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD'] or ''}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


@pytest.fixture
def office(transactional_db):
    """A user to guess at."""
    make_user("coordinator", "osawa")
    return database_url()


def _environment(url, **more):
    return os.environ | {"DATABASE_URL": url, "CWC_SECRET_KEY": "t", "DJANGO_SETTINGS_MODULE": "cwc.settings"} | more


@contextmanager
def site(url, counted, **more):
    """Four gunicorn workers on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-w", str(WORKERS), "-b", f"127.0.0.1:{port}", "--log-level", "warning",
         "tests.accounts.counting_site:application()"], env=_environment(url, CWC_COUNTED=str(counted), **more))
    try:
        _wait_for(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _wait_for(port):
    for _ in range(150):
        try:
            return _ask(port, "GET")
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site does not start")


def _ask(port, method, body=None, cookie="", address="203.0.113.1"):
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address}
    talk.request(method, "/login/", body, headers)
    answer = talk.getresponse()
    return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", "")


def guess(port, number) -> int:
    """One guess with its own cookie, as if from its own address."""
    _, page, cookie = _ask(port, "GET")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
    body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "username": "osawa", "password": f"guess-{number}"})
    return _ask(port, "POST", body, cookie.split(";")[0], f"198.51.100.{number}")[0]


def guess_in_parallel(port) -> list[int]:
    with ThreadPoolExecutor(GUESSES) as crowd:
        return sorted(crowd.map(lambda number: guess(port, number), range(GUESSES)))


def test_forty_parallel_guesses_compute_five_hashes_and_a_restart_forgets_nothing(office, tmp_path):
    counted = tmp_path / "counted"
    counted.mkdir()
    with site(office, counted) as port:
        assert guess_in_parallel(port) == [422] * 5 + [429] * 35
    with site(office, counted) as port:
        assert guess_in_parallel(port) == [429] * 40
    computed = len(list(counted.iterdir()))
    measured("C12", workers=WORKERS, parallel_guesses=2 * GUESSES, hashes_computed_in_parallel=computed)
    assert computed == 5


def test_without_the_counters_every_one_of_them_is_computed(office, tmp_path):
    counted = tmp_path / "counted"
    counted.mkdir()
    with site(office, counted, CWC_NO_LIMITS="1") as port:
        guess_in_parallel(port)
    assert len(list(counted.iterdir())) == GUESSES

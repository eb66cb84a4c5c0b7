"""A real server: gunicorn as bin/demo starts it, with a database of its own, and people who send forms to it."""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

from tests import prepared

ROOT = Path(__file__).parents[2]
PREPARE = """
import django, json
django.setup()
from django.test import Client
from tests.factories import make_council, make_user
small = make_council()
users = [make_user("coordinator", f"user{n}", small.districts["osawa"]) for n in range(10)]
Client(SERVER_NAME="localhost").get("/health/")  # loads the middleware, whose modules mark the beginning of a session
def cookie(user):
    client = Client()
    client.force_login(user)
    return client.cookies["session"].value
print(json.dumps({"district": small.districts["osawa"].pk, "users": [user.pk for user in users],
                  "cookies": [cookie(user) for user in users]}))
"""


@dataclass
class Answer:
    """Status, where it sends on to, the page and how long it took."""

    status: int
    location: str
    page: str
    headers: dict
    seconds: float


@dataclass
class Office:
    """A running installation with ten coordinators."""

    url: str
    folder: Path
    port: int = 0
    known: dict = field(default_factory=dict)
    process: subprocess.Popen | None = None
    settings: dict = field(default_factory=dict)

    @property
    def environment(self) -> dict:
        """What every process of the office sees."""
        return os.environ | {"DATABASE_URL": self.url, "CWC_SECRET_KEY": "for-tests-only", "PYTHONPATH": str(ROOT),
                             "DJANGO_SETTINGS_MODULE": "cwc.settings", "CWC_THROWAWAY_DATABASE": "1",
                             "PYTHONUTF8": "1"} | self.settings

    def run(self, *arguments: str) -> str:
        """Run Python in the office and return what it prints."""
        return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.environment, check=True, text=True,
                              capture_output=True).stdout

    def prepare(self) -> "Office":
        """Tables, council and users; each user is logged in."""
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.known = json.loads(self.run("-c", PREPARE).splitlines()[-1])
        return self

    def start(self, workers: int = 2, threads: int = 4) -> "Office":
        """Serve, and wait until it listens."""
        self.port = self.port or _free_port()
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "cwc.wsgi:application", "--bind", f"127.0.0.1:{self.port}",
             "--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads), "--keep-alive", "0",
             "--graceful-timeout", "2", "--log-level", "error", "--no-control-socket"],
            cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=log)
        log.close()
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.2):
                break
            time.sleep(0.1)
        else:
            raise AssertionError((self.folder / "server.log").read_text())
        for _ in range(8):  # templates are read by the first answer of each process
            self.send("/contacts/new/")
        return self

    def stop(self) -> None:
        """End the server."""
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def kill_a_worker(self) -> None:
        """kill -9 one of the processes that answer; the master starts another."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        if children:
            with suppress(ProcessLookupError):
                os.kill(int(children[0]), signal.SIGKILL)

    def send(self, path: str, form: dict | None = None, user: int = 0, timeout: float = 20, **headers) -> Answer:
        """GET, or POST the form, as one of the ten coordinators."""
        web, started = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout), time.monotonic()
        token = "t" * 32
        headers |= {"Cookie": f"session={self.known['cookies'][user]}; csrf={token}"}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token}
        try:
            web.request("GET" if form is None else "POST", path, form and urlencode(form, doseq=True), headers)
            answer = web.getresponse()
            page = answer.read().decode()
        finally:
            web.close()
        return Answer(answer.status, answer.getheader("Location", ""), page, dict(answer.getheaders()),
                      time.monotonic() - started)

    def contact(self, text: str, user: int = 0, **fields) -> dict:
        """A complete form of a contact with a new token."""
        return {"form_token": str(uuid.uuid4()), "date": "R3.4.5", "district": self.known["district"],
                "coordinators": [self.known["users"][user]], "text": text, "axis_kind": "outreach",
                "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["health", "meal"]} | fields

    def texts(self) -> list[str]:
        """The texts of all stored contacts."""
        script = ("import django, json; django.setup(); from cases.models import Contact; "
                  "print(json.dumps(list(Contact.objects.values_list('text', flat=True))))")
        return json.loads(self.run("-c", script).splitlines()[-1])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def new_database_url(folder: Path) -> str:
    """Another database of the engine that the tests run on, a copy of the prepared one or empty: a file, or one more on the same server."""
    if connection.vendor == "sqlite":
        return new_file_url(folder)
    name, known = f"cwc_office_{uuid.uuid4().hex[:10]}", connection.settings_dict
    statement(f"CREATE DATABASE {name} TEMPLATE {prepared.template() or 'template1'}")
    host = known["HOST"] or known["OPTIONS"].get("host", "")
    if host.startswith("/"):
        return f"postgres://{known['USER']}:{known['PASSWORD']}@/{name}?host={host}"
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{host}:{known['PORT'] or 5432}/{name}"


def new_file_url(folder: Path) -> str:
    """A SQLite database, a copy of the prepared one where the tests run on such; else its file does not exist yet."""
    file = folder / "office.sqlite3"
    if connection.vendor == "sqlite" and prepared.template():
        shutil.copy(prepared.template(), file)
    return f"sqlite:///{file}"


def drop_database(url: str) -> None:
    """Remove what new_database_url made; a file goes with its folder."""
    if url.startswith("postgres"):
        name = url.partition("?")[0].rpartition("/")[2]
        statement(f"DROP DATABASE {name} WITH (FORCE)")


def statement(text: str) -> None:
    """Run a statement beside the test's own database and transaction."""
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    with connection.Database.connect(**parameters, autocommit=True) as server:
        server.execute(text)

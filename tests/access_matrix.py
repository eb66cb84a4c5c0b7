"""The cells of the access matrix: every route, persona, state of the object and method, and what each must answer."""
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.test import Client

import cases.accounts.sessions  # noqa: F401 (starts the clock of a session when someone logs in)
from tests.access_table import ROUTES, Line
from tests.objects import address
from tests.world import CLOSED, PEOPLE, SIGHT, STATES, World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
LOGIN, ASKED_AGAIN, DENIED, HIDDEN, WRONG_METHOD = 302, 401, 403, 404, 405
# A method that a route does not take is refused before anyone looks for the record: these states stand for all.
REFUSED_BEFORE = ("own", "restricted", "missing")
OF_A_RECORD = ("sight", "change", "restrict", "deleted")
TAKEN = (200, 204, 302, 409, 422)  # a POST that was let in: what it says to an empty form is not this table's question
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# What may be written by reading: that it was read, and that the session goes on.
WRITTEN_BY_READING = {"cases_auditentry", "cases_audithead", "cases_auditobject", "cases_revision", "django_session"}
# What differs between two answers that say the same: the protection of forms is drawn anew each time.
DRAWN_ANEW = re.compile(rb'(?<=csrfmiddlewaretoken" value=")\w+|(?<="X-CSRFToken": ")\w+')


@dataclass(frozen=True)
class Cell:
    """One request and the statuses it may be answered with."""

    route: str
    persona: str
    state: str
    method: str

    @property
    def line(self) -> Line:
        """The route's line in the table."""
        return ROUTES[self.route]

    @property
    def expected(self) -> tuple[int, ...]:
        """The statuses that are right."""
        role = "anonymous" if self.persona in ("anonymous", "disabled") else PEOPLE[self.persona][0]
        if role == "anonymous" and role not in self.line.roles:
            return (ASKED_AGAIN,) if self.method == "POST" else (LOGIN,)
        if self.method not in self.line.methods:
            return (WRONG_METHOD,)
        if role not in self.line.roles:
            return (DENIED,)
        return self._of_object() or ((self.line.opened,) if self.method == "GET" else TAKEN)

    def _of_object(self) -> tuple[int, ...]:
        if self.line.needs == "district":
            return () if SIGHT[self.persona] else (DENIED,)
        if self.line.needs == "draft":
            return () if self.persona == "coordinator" else (HIDDEN,)
        if self.line.needs == "deleted":
            return () if (self.persona, self.state) == ("supervisor", "deleted") else (HIDDEN,)
        state = "own" if self.state in CLOSED and not self.line.closable else self.state
        if self.line.needs in OF_A_RECORD and state not in SIGHT[self.persona]:
            return (HIDDEN,)
        if self.line.needs == "restrict" and self.state not in CLOSED and PEOPLE[self.persona][0] != "supervisor":
            return (DENIED,)
        return ()


def cells_of(persona: str, routes=tuple(ROUTES)) -> Iterator[Cell]:
    """Every cell of one persona on these routes; routes without a record in their address have one state only.

    The public pages are the log-in library's, which answers whoever is logged in already as it likes.
    """
    for route in routes:
        line = ROUTES[route]
        if "anonymous" in line.roles and persona not in ("anonymous", "disabled"):
            continue
        for state in STATES if line.needs in OF_A_RECORD else ("own",):
            for method in METHODS:
                if method in line.methods or ("anonymous" not in line.roles and state in REFUSED_BEFORE):
                    yield Cell(route, persona, state, method)


def by_method(persona: str) -> tuple[list[Cell], list[Cell]]:
    """(cells whose method the route takes, cells whose method is refused to everyone) of one persona."""
    taken, refused = [], []
    for cell in cells_of(persona):
        (taken if cell.method in cell.line.methods else refused).append(cell)
    return taken, refused


class Visitor:
    """Sends requests as one persona; nothing that a request changes outlasts it. `written`: the tables of the last one."""

    def __init__(self, world: World, persona: str):
        self.world, self.client, self.written = world, Client(), set()
        if persona != "anonymous":
            self.client.force_login(world.users[persona])
        self.cookies = self.client.cookies.copy()

    def ask(self, cell: Cell):
        """The answer to the cell's request."""
        return self.send(cell.method, address(cell.route, self.world.objects[cell.state]))

    def send(self, method: str, url: str, data=None, **headers):
        """The answer to one request."""
        self.client.cookies, self.written = self.cookies.copy(), set()
        with transaction.atomic(), connection.execute_wrapper(self._note):
            answer = self.client.generic(method, url, headers=headers) if data is None else getattr(
                self.client, method.lower())(url, data, headers=headers)
            transaction.set_rollback(True)
        return answer

    def _note(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            self.written.add(found[1].lower())
        return execute(sql, params, many, context)


def said(answer) -> tuple:
    """Everything an answer tells: status, headers and body, less what is drawn anew for each."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("X-Request-ID", "Content-Length")}
    return answer.status_code, headers, DRAWN_ANEW.sub(b"", answer.content)


def told(answer) -> bytes:
    """Body and headers, a workbook's sheets unpacked."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    if answer.content[:2] != b"PK":
        return headers + answer.content
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return headers + b"".join(archive.read(name) for name in archive.namelist())

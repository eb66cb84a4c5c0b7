"""What one request or command has touched, while it runs. Knows no model, so that models may tell it what they load."""
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

CONTEXT = ("user_id", "username", "role", "route", "request_id", "address", "purpose")
Answer = TypeVar("Answer")
Ids = dict[str, set[int]]


@dataclass
class Trail:
    """Who acts, from where, and the ids of the records that were handed out so far.

    `opened` were asked for one by one, `listed` were loaded for a list or a line of another page; `choices`
    were only offered in a selection, and are counted, not named. `answers` is what was asked once and holds until
    something is written or the answer is sent; None where nothing is kept, as in a command that runs for hours.
    """

    user_id: int | None = None
    username: str = ""
    role: str = ""
    route: str = ""
    request_id: str = ""
    address: str = ""
    purpose: str = ""
    opened: Ids = field(default_factory=lambda: defaultdict(set))
    listed: Ids = field(default_factory=lambda: defaultdict(set))
    choices: Ids = field(default_factory=lambda: defaultdict(set))
    notes: dict = field(default_factory=dict)
    offering: int = 0
    answers: dict[Hashable, object] | None = None

    def names(self, user) -> None:
        """From here on `user` is who acts; nobody for a visitor who is not logged in."""
        known = user is not None and user.is_authenticated
        self.user_id, self.username, self.role = (user.pk, user.username, user.role) if known else (None, "", "")

    def context(self) -> dict[str, str]:
        """Who acts and from where, as the triggers write it into the entries of changes."""
        return {name: self.context_value(name) for name in CONTEXT}

    def context_value(self, name: str) -> str:
        """One of the words of `context`; an import asks for each of them once a row."""
        value = getattr(self, name)
        return "" if value is None else str(value)

    def objects(self) -> str:
        """The ids as text: {"case": [3], "contact*": [1, 2]}; a star marks those that were only listed."""
        only_listed = {kind: ids - self.opened.get(kind, set()) for kind, ids in self.listed.items()}
        named = {**self.opened, **{f"{kind}*": ids for kind, ids in only_listed.items()}}
        return json.dumps({kind: sorted(ids) for kind, ids in sorted(named.items()) if ids})


_current: ContextVar[Trail | None] = ContextVar("trail", default=None)


def current() -> Trail | None:
    """The trail of the request or command that runs; None outside of any."""
    return _current.get()


@contextmanager
def following(trail: Trail) -> Iterator[Trail]:
    """Make it the current trail for a while."""
    token = _current.set(trail)
    try:
        yield trail
    finally:
        _current.reset(token)


def loaded(kind: str, pk: int) -> None:
    """A record was read from the database: as one of a list, unless it is opened as well."""
    trail = _current.get()
    if trail is None:
        return
    if trail.offering:
        trail.choices[kind].add(pk)
    else:
        trail.listed[kind].add(pk)


def opened(kind: str, pk: int) -> None:
    """A record was asked for by itself."""
    if trail := _current.get():
        trail.opened[kind].add(pk)


def noted(**details) -> None:
    """Keep something for the entry of this request, such as the words of a search."""
    if trail := _current.get():
        trail.notes.update(details)


def is_kept() -> bool:
    """Whether what is asked once is kept for a while: within a request."""
    trail = _current.get()
    return trail is not None and trail.answers is not None


def once(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers: asked once in a request, each time outside of one."""
    trail = _current.get()
    if trail is None or trail.answers is None:
        return ask()
    if question not in trail.answers:
        trail.answers[question] = ask()
    return trail.answers[question]


@contextmanager
def offering() -> Iterator[None]:
    """What is loaded meanwhile is offered as a choice or compared, not shown; it is counted by kind only."""
    trail = _current.get() or Trail()
    trail.offering += 1
    try:
        yield
    finally:
        trail.offering -= 1


def context_value(name: str) -> str:
    """One value of the current context; "" outside of any. SQLite's triggers ask for it."""
    trail = _current.get()
    return trail.context_value(name) if trail else ""

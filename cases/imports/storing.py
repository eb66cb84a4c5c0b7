"""Whether an import is being stored or taken back just now: until it is over nobody else can save, log in or open a page."""
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error

from cases.holds import holding, said_by_any

from .progress import FINISH, UNDO, WRITE

HOLD = "import-"  # and the job's id: what its worker holds, and says how far it is


@contextmanager
def taking_back(batch_pk: int) -> Iterator[None]:
    """Meanwhile `is_storing` tells the others why they wait: a large import is taken back in one transaction, too."""
    with holding(f"{HOLD}undo-{batch_pk}") as say:
        if say:
            say(f"{UNDO} 0 0")
        yield


def is_storing() -> bool:
    """Whether somebody says so. False where the database cannot be asked."""
    try:
        return any(text.split()[0] in (WRITE, UNDO, FINISH) for text in said_by_any(HOLD) if text)
    except Error:
        return False

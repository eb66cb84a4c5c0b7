"""Whether an import is being stored just now: until it is over nobody else can save, log in or open a page."""
from django.db import Error

from cases.holds import said_by_any

from .progress import FINISH, WRITE

HOLD = "import-"  # and the job's id: what its worker holds, and says how far it is


def is_storing() -> bool:
    """Whether a worker says so. False where the database cannot be asked."""
    try:
        return any(text.split()[0] in (WRITE, FINISH) for text in said_by_any(HOLD) if text)
    except Error:
        return False

"""The audit: who saw and changed what. Entries are added in the transaction of what they tell of, and never changed.

`event` writes an entry now; what a page shows is gathered in cases/trail.py and written by the middleware;
changes of rows are written by triggers of the database, so that bulk writes and plain SQL leave theirs too.
"""
from .entries import acting, event

__all__ = ["acting", "event"]

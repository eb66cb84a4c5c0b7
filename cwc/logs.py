"""Log lines without personal data: paths without their query, the kind of an error and where it arose, no values.

The message of an exception is left out, because databases repeat the row in it (DETAIL: Key (name)=(…)), and so are
local variables and the parameters of statements. A line break in what a visitor sent cannot begin a line of its own.
"""
import logging
import re
import traceback

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_QUERY = re.compile(r"\?\S*")
_LONGEST = 500


class WithoutValues(logging.Formatter):
    """One line for the event, then where it arose, one line a frame."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole entry; never raises for arguments that do not fit the message."""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}: {self._words(record)}"
        request_id = getattr(getattr(record, "request", None), "id", "")
        head += f" [{request_id}]" if request_id else ""
        stack = "".join(f"\n    {line}" for line in _stack(record.exc_info)) if record.exc_info else ""
        return one_line(head) + stack

    def _words(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if record.name.startswith("django.") and request is not None and hasattr(request, "path"):
            return f"{getattr(record, 'status_code', 500)} {request.method} {request.path}"
        if record.exc_info or record.name.startswith(("django.db", "psycopg")):
            return str(record.msg)
        try:
            return _QUERY.sub("?…", record.getMessage())
        except (TypeError, ValueError):
            return str(record.msg)


def one_line(text: str) -> str:
    """The text on one line, its unseen characters made visible, not longer than a screen."""
    return _UNSEEN.sub(lambda found: f"\\x{ord(found[0]):02x}", text)[:_LONGEST]


def _stack(exc_info) -> list[str]:
    """The kinds of the errors, causes first, each with its frames: file, line and function, no source and no values."""
    lines, error, seen = [], exc_info[1], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        kind = type(error)
        lines[:0] = [f"{kind.__module__}.{kind.__qualname__}", *(f"  {one_line(frame)}" for frame in frames)]
        error = error.__cause__ or error.__context__
    return lines

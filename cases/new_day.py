"""What takes effect by itself on its day: each process looks for it once a day, before its first answer of the day.

Access, lists and numbers then follow the day without any of them asking for it.
"""
import datetime
import logging

from django.db import Error
from django.utils import timezone

from .services.handovers_to_come import carry_out_due
from .services.saving import Conflict

log = logging.getLogger(__name__)
_looked_on: datetime.date | None = None


def looked(on: datetime.date | None) -> None:
    """Take it that this process has looked on a day; None: on none."""
    global _looked_on
    _looked_on = on


def look() -> None:
    """Do what has become due, unless this process has looked today. What fails is tried at the next occasion."""
    today = timezone.localdate()
    if _looked_on == today:
        return
    try:
        carry_out_due(today)
    except (Error, Conflict) as error:
        log.warning("what is due today is not done yet: %s", type(error).__name__)
        return
    looked(today)


def look_first(get_response):
    """Middleware: look before the answer."""

    def middleware(request):
        look()
        return get_response(request)

    return middleware

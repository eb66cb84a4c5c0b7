"""日誌: what was done day by day, both streams beside each other: 個別支援 (contacts) and 地域支援 (the register)."""
import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from . import access
from .models import User

MOST = 300  # of each stream on one page
WEEK = datetime.timedelta(days=7)


@dataclass
class Day:
    """A day with its contacts and its entries of the register, as far as they are in sight."""

    date: datetime.date
    contacts: list = field(default_factory=list)
    activities: list = field(default_factory=list)


def week_of_diary(user: User, monday: datetime.date, of: User | None) -> tuple[list[Day], bool]:
    """The seven days from `monday` in order, of one coordinator or of all (None), and whether more than MOST were left out."""
    chosen = {"date__gte": monday, "date__lt": monday + WEEK} | ({"coordinators": of} if of else {})
    contacts = list(access.listed_contacts(user).filter(**chosen).order_by("date", "time", "id")[:MOST + 1])
    activities = list(access.visible_activities(user).listed().filter(**chosen).order_by("date", "id")[:MOST + 1])
    days = defaultdict(lambda: ([], []))
    for place, rows in enumerate((contacts[:MOST], activities[:MOST])):
        for row in rows:
            days[row.date][place].append(row)
    dates = (monday + datetime.timedelta(days=number) for number in range(7))
    return [Day(date, *days[date]) for date in dates], max(len(contacts), len(activities)) > MOST

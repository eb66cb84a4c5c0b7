"""The bare contacts of a district: which kind, which case, which day. Both monthly tables are exact here."""
import datetime
from random import Random

from cases.periods import FISCAL_MONTHS

from .calendar import saturdays, working_days
from .casework import CasePlan, make_cases
from .targets import CASE, NEW, Targets

# How the kinds that have no monthly table spread over the year, April first.
_SPREAD = {
    "outreach": [4, 5, 6, 4, 2, 3, 5, 6, 3, 2, 3, 3],
    "training": [1, 2, 4, 4, 2, 3, 5, 5, 3, 3, 4, 2],
    "other": [5, 4, 4, 4, 3, 4, 4, 4, 4, 3, 4, 5],
}
_ON_SATURDAY = 0.12  # of the contacts of groups and of the public kinds


class Days:
    """The open days of the fiscal year, to be drawn from by month."""

    def __init__(self, fiscal_year: int):
        self.working, self.saturdays = working_days(fiscal_year), saturdays(fiscal_year)

    def some(self, rng: Random, month: int, count: int, public: bool) -> list[datetime.date]:
        """`count` days of the month in order; different ones as long as there are enough."""
        days = self.working[month]
        drawn = rng.sample(days, min(count, len(days))) + rng.choices(days, k=max(0, count - len(days)))
        if public:
            drawn = [rng.choice(self.saturdays[month]) if rng.random() < _ON_SATURDAY else day for day in drawn]
        return sorted(drawn)


def bare_contacts(rng: Random, district: str, targets: Targets, days: Days) -> list[dict]:
    """All contacts of a district with kind, case and date, in the order in which they happened."""
    contacts = [contact for case in make_cases(rng, district, targets) for contact in _of_case(rng, case, days)]
    for kind, count in targets.counts["kind"].items():
        if kind not in (NEW, CASE):
            contacts += _of_kind(rng, kind, count, days)
    order = sorted(range(len(contacts)), key=lambda i: (contacts[i]["date"], contacts[i]["kind"] != NEW, rng.random()))
    return [contacts[i] | {"district": district} for i in order]


def _of_case(rng: Random, case: CasePlan, days: Days) -> list[dict]:
    first = [case.opened] if case.group is None and case.opened >= 0 else []
    contacts = []
    for month in range(len(FISCAL_MONTHS)):
        count = (first + case.months).count(month)
        for day in days.some(rng, month, count, case.group is not None):
            kind = NEW if first and not contacts else CASE
            contacts.append({"kind": kind, "case": case, "date": day})
    return contacts


def _of_kind(rng: Random, kind: str, count: int, days: Days) -> list[dict]:
    months = rng.choices(range(len(FISCAL_MONTHS)), _SPREAD[kind], k=count)
    return [{"kind": kind, "case": None, "date": days.some(rng, month, 1, True)[0]} for month in sorted(months)]

"""The demo council's year: households, cases and contacts that add up to the published figures. No database here.

The same seed gives the same plan, whatever the day and the machine; nothing depends on today or on hash order.
"""
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cases.periods import FISCAL_MONTHS, fiscal_year_span

from .calendar import set_times, working_days
from .casework import CasePlan
from .coding import code_contacts, counts_of
from .notes import Writer
from .people import SEX_WORDS, make_household
from .phrases_actions import CLOSED
from .skeleton import Days, bare_contacts
from .targets import CASE, NEW, TargetError, Targets, read_targets
from .words import spell

FISCAL_YEAR = 2021
RECORD_PREFIX = "見本-"
LAST_YEAR = working_days(FISCAL_YEAR - 1)
_SEED = 2021
_SINGLE, _MULTIPLE = ("kind", "consulter", "method", "target"), ("topic", "action")
_CLOSE, _PLAN_NEXT, _STILL_PLANNED = 0.4, 0.35, 0.2
_AHEAD = 40  # days that a next action is planned ahead at most
_QUIET = 20  # days without a contact at the end of the year, after which a case may have been closed
# Minutes by how the contact was held: shortest, longest.
_MINUTES = {"phone": (5, 40), "visit": (20, 90), "office": (15, 60), "mail": (5, 20), "fax": (5, 10), "other": (10, 90)}


@dataclass
class Plan:
    """Plain dictionaries, in the order in which they are to be written; numbers refer to each other."""

    households: list[dict]
    cases: list[dict]
    contacts: list[dict]


def make_plan(folder: Path) -> Plan:
    """Plan the year from the fixtures in `folder`. Raises TargetError when a published figure cannot be met."""
    targets = read_targets(folder)
    contacts: list[dict] = []
    days = Days(FISCAL_YEAR)
    for district in targets:
        rng = Random(f"{_SEED} {district}")  # noqa: S311 (for a demo, and the same every time)
        found = bare_contacts(rng, district, targets[district], days)
        code_contacts(rng, found, targets[district])
        contacts += found
    rng = Random(_SEED)  # noqa: S311
    _set_day(rng, contacts)
    contacts.sort(key=lambda each: (each["date"], each["time"], each["district"]))
    cases = _plan_cases(rng, contacts)
    households = [each["household"] for each in cases if each["household"]]
    _write_texts(rng, contacts)
    plan = Plan(households, [_plain_case(each) for each in cases], [_plain_contact(n, each) for n, each in enumerate(contacts, 1)])
    verify(plan, targets)
    return plan


def _set_day(rng: Random, contacts: list[dict]) -> None:
    for contact in contacts:
        shortest, longest = _MINUTES[contact["method"]]
        contact["minutes"] = 5 * round(rng.triangular(shortest, longest, shortest + (longest - shortest) / 4) / 5)
        contact["next_action_on"] = None
    set_times(rng, contacts)


def _plan_cases(rng: Random, contacts: list[dict]) -> list[dict]:
    """The cases in the order in which they were opened, each knowing its contacts; one-off consultations are none."""
    of_case: dict[int, list[dict]] = {}
    for contact in contacts:
        if contact["case"] and not contact["case"].one_off:
            of_case.setdefault(id(contact["case"]), []).append(contact)
        elif contact["case"]:
            personal = contact["consulter"] in ("self", "family", "neighbor") and contact["method"] != "visit"
            contact["anonymous"] = personal and rng.random() < 0.6
    found = [_plan_case(rng, mine[0]["case"], mine) for mine in of_case.values()]
    found.sort(key=lambda each: (each["opened_on"], each["contacts"][0]["date"], each["contacts"][0]["time"]))
    for serial, each in enumerate(found):
        each["number"] = f"C-{serial + 1:04d}"
        each["household"] = None if each["plan"].group else make_household(rng, each["plan"], serial)
        _describe(rng, each)
        for contact in each["contacts"]:
            contact["case_number"], contact["household"] = each["number"], each["household"]
    return found


def _plan_case(rng: Random, plan: CasePlan, contacts: list[dict]) -> dict:
    first, last = contacts[0], contacts[-1]
    opened_on = first["date"] if plan.opened >= 0 else rng.choice(rng.choice(LAST_YEAR[1:]))
    found = {"plan": plan, "contacts": contacts, "opened_on": opened_on, "closed_on": None, "closing_reason": ""}
    quiet = (fiscal_year_span(FISCAL_YEAR)[1] - last["date"]).days
    if not plan.group and quiet > _QUIET and len(contacts) > 2 and rng.random() < _CLOSE:
        last["closing_reason"] = rng.choice(_reasons(plan))
        found |= {"closed_on": last["date"], "closing_reason": last["closing_reason"]}
    _plan_next(rng, contacts, open_end=quiet <= _QUIET and rng.random() < _STILL_PLANNED)
    return found


def _reasons(plan: CasePlan) -> list[str]:
    return [reason for reason in CLOSED if "施設" not in reason or plan.target == "elderly"]


def _plan_next(rng: Random, contacts: Sequence[dict], open_end: bool) -> None:
    """Set next action dates (次回予定日) that a later contact keeps; only a few last ones stay open."""
    for contact, after in zip(contacts, contacts[1:], strict=False):
        if 0 < (after["date"] - contact["date"]).days <= _AHEAD and rng.random() < _PLAN_NEXT:
            contact["next_action_on"] = after["date"]
    if open_end:
        contacts[-1]["next_action_on"] = contacts[-1]["date"] + datetime.timedelta(days=7 * rng.randint(2, 4))


def _describe(rng: Random, case: dict) -> None:
    profile, household = case["plan"].profile, case["household"]
    words = {"age": "", "sex": ""}
    if household:
        person = household["members"][0]
        words = {"age": person["age_text"], "sex": SEX_WORDS["m" if person["sex"] == 1 else "f"]}
    continued = "前年度から継続。" if case["plan"].opened < 0 else ""
    case["title"] = spell(rng, rng.choice(profile.titles)).format(**words)
    case["summary"] = continued + spell(rng, profile.summary).format(**words)


def _write_texts(rng: Random, contacts: list[dict]) -> None:
    writer = Writer(rng)
    for contact in contacts:
        contact["text"] = writer.write(contact)
        contact["counterpart"] = _counterpart(contact, writer.who(contact))


def _counterpart(contact: dict, who: str) -> str:
    """The person by name where it is the one helped, else the agency or the relation; blank for an anonymous caller."""
    household = contact.get("household")
    if contact.get("anonymous"):
        return ""
    if contact["consulter"] == "self" and household:
        return household["name"]
    return who


def _plain_case(case: dict) -> dict:
    plan: CasePlan = case["plan"]
    group = plan.group
    return {"number": case["number"], "title": case["title"], "subject": group.subject if group else "household",
            "subject_name": group.name if group else "", "district": plan.district,
            "household": case["household"]["number"] if case["household"] else "", "opened_on": case["opened_on"],
            "closed_on": case["closed_on"], "closing_reason": case["closing_reason"], "summary": case["summary"]}


def _plain_contact(serial: int, contact: dict) -> dict:
    plain = {name: contact[name] for name in ("date", "time", "minutes", "district", "counterpart", "text", "next_action_on")}
    return plain | {"record_number": f"{RECORD_PREFIX}{serial:04d}", "case": contact.get("case_number", ""),
                    "categories": {axis: [contact[axis]] for axis in _SINGLE if axis in contact}
                    | {axis: contact[axis] for axis in _MULTIPLE}}


def verify(plan: Plan, targets: dict[str, Targets]) -> None:
    """Count the finished plan once more, cell by cell. Raises TargetError at the first that differs."""
    for district, wanted in targets.items():
        mine = [each for each in plan.contacts if each["district"] == district]
        counted = counts_of([each["categories"] for each in mine])
        for axis, cells in wanted.counts.items():
            for category in {*cells, *counted[axis]}:
                _same(f"{district} {axis} {category}", counted[axis][category], cells.get(category, 0))
        for kind, months in wanted.months.items():
            for month in FISCAL_MONTHS:
                _same(f"{district} {kind} {month}", _in_month(mine, kind, month), months[month])
    for contact in plan.contacts:
        _check_contact(contact)


def _in_month(contacts: Iterable[dict], kind: str, month: int) -> int:
    return sum(each["date"].month == month and each["categories"]["kind"] == [kind] for each in contacts)


def _same(cell: str, counted: int, published: int) -> None:
    if counted != published:
        raise TargetError(f"{cell}: {counted} planned, {published} published")


def _check_contact(contact: dict) -> None:
    categories, (first, end) = contact["categories"], fiscal_year_span(FISCAL_YEAR)
    if not first <= contact["date"] < end:
        raise TargetError(f"{contact['record_number']} is outside the fiscal year")
    if ("target" in categories) != (categories["kind"][0] in (NEW, CASE)):
        raise TargetError(f"{contact['record_number']}: only 新規相談 and ケース対応 have a 支援対象者")
    if any(len(set(values)) != len(values) or not values for values in categories.values()):
        raise TargetError(f"{contact['record_number']} has a category twice or an axis without one")

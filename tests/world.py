"""The office that access is proved in: everybody who may ask, and the same records in every state.

Each text of a record is a canary, a word that occurs nowhere else: where one is found, that field has leaked.
"""
import datetime
from dataclasses import dataclass, field

from cases.models import Case, Household, Member, User
from tests.factories import Small, log_contact, make_council, make_user
from tests.objects import MISSING, make_shared

DAY = datetime.date(2021, 4, 5)
RECORDS = ("household", "member", "case", "contact")
# persona: role, districts, whether the log-in still stands
PEOPLE = {
    "coordinator": ("coordinator", ["osawa"]),
    "other_coordinator": ("coordinator", ["renjaku"]),
    "supervisor": ("supervisor", ["osawa"]),
    "other_supervisor": ("supervisor", ["renjaku"]),
    "admin": ("admin", []),
    "disabled": ("coordinator", ["osawa"]),
}
PERSONAS = ("anonymous", *PEOPLE)
# state of an object: whose it is. A state that a later change adds (deleted, ...) gets its line here and in SIGHT.
STATES = {"own": "osawa", "other": "renjaku", "closed": "osawa", "missing": None}
# What each persona may change, by state; everything else is out of sight.
SIGHT = {
    "coordinator": {"own", "closed"}, "supervisor": {"own", "closed"},
    "other_coordinator": {"other"}, "other_supervisor": {"other"},
    "admin": set(), "anonymous": set(), "disabled": set(),
}


@dataclass
class World:
    """Users by persona and objects by state."""

    small: Small
    users: dict[str, User] = field(default_factory=dict)
    objects: dict[str, dict] = field(default_factory=dict)
    canaries: dict[str, list[str]] = field(default_factory=dict)

    def hidden_from(self, persona: str) -> list[str]:
        """The canaries of every record that this persona must not see."""
        return [word for state, words in self.canaries.items() if state not in SIGHT[persona] for word in words]


def make_world() -> World:
    """Build it all; a few dozen rows."""
    world = World(make_council())
    for persona, (role, districts) in PEOPLE.items():
        world.users[persona] = make_user(role, persona, *(world.small.districts[each] for each in districts))
    User.objects.filter(pk=world.users["disabled"].pk).update(is_active=False)
    shared = make_shared(world.small, world.users["coordinator"])
    for state, district in STATES.items():
        records = _Records(world, state, district).made if district else dict.fromkeys(RECORDS, MISSING)
        world.objects[state] = shared | records
    return world


class _Records:
    """A household with a member, a case and a contact, every text of them a canary."""

    def __init__(self, world: World, state: str, district: str):
        self.state, self.words = state, world.canaries.setdefault(state, [])
        where = world.small.districts[district]
        household = Household.objects.create(district=where, **self._texts(
            "household", "number", "name", "address", "phone", "note"))
        member = Member.objects.create(household=household, **self._texts(
            "member", "family_name", "given_name", "kana", "relation", "phone", "note"))
        case = Case.objects.create(
            household=household, district=where, opened_on=DAY, closed_on=DAY if state == "closed" else None,
            **self._texts("case", "number", "title", "summary", "closing_reason"))
        contact = log_contact(
            world.small, world.users["coordinator" if district == "osawa" else "other_coordinator"], "kind:case",
            "target:elderly", "topic:meal", date=DAY, district=district, case=case, next_action_on=DAY,
            **self._texts("contact", "record_number", "counterpart", "text"))
        self.made = {"household": household, "member": member, "case": case, "contact": contact}

    def _texts(self, noun: str, *fields: str) -> dict[str, str]:
        texts = {name: f"cnry-{self.state}-{noun}-{name}" for name in fields}
        self.words += texts.values()
        return texts

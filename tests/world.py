"""The office that access is proved in: everybody who may ask, and the same records in every state.

Each text of a record is a canary, a word that occurs nowhere else: where one is found, that field has leaked.
"""
import datetime
from dataclasses import dataclass, field

from cases.models import Case, Household, Member, Protection, User
from cases.services.deletion import delete_record
from tests.factories import Small, log_contact, make_council, make_user
from tests.objects import MISSING, PARTS, case_with, make_shared, merge_objects, register_in, relate

DAY = datetime.date(2021, 4, 5)
RECORDS = ("household", "member", "member2", "relation", "tie", "consent", "case", *PARTS, "contact", "protected", "protection", "merge", "keptapart", "activity")
# persona: role, districts, whether the log-in still stands
PEOPLE = {
    "coordinator": ("coordinator", ["osawa"]),
    "named": ("coordinator", ["osawa"]),
    "other_coordinator": ("coordinator", ["renjaku"]),
    "supervisor": ("supervisor", ["osawa"]),
    "other_supervisor": ("supervisor", ["renjaku"]),
    "admin": ("admin", []),
    "disabled": ("coordinator", ["osawa"]),
}
PERSONAS = ("anonymous", *PEOPLE)
# State of an object: whose it is. `restricted` records name one coordinator each, `within` ones stand in a
# restricted household; `deleted` ones are in nobody's sight, and in the supervisor's list of deleted records.
STATES = {"own": "osawa", "other": "renjaku", "restricted": "osawa", "within": "osawa", "closed": "osawa",
          "deleted": "osawa", "missing": None}
CLOSED = ("restricted", "within")
# What each persona may change, by state; everything else is out of sight.
SIGHT = {
    "coordinator": {"own", "closed"}, "supervisor": {"own", "closed"}, "named": {"own", "closed", *CLOSED},
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
    whereabouts: list[str] = field(default_factory=list)

    def hidden_from(self, persona: str, among_deleted: bool = False) -> list[str]:
        """The canaries of every record that this persona must not see, and those that nobody is shown unasked.

        `among_deleted`: on the pages of deleted records, which show a supervisor's own.
        """
        seen = SIGHT[persona] | ({"deleted"} if among_deleted and persona == "supervisor" else set())
        hidden = [word for state, words in self.canaries.items() if state not in seen for word in words]
        return sorted({*hidden, *self.whereabouts})


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
    """A household with a member, a case and a contact, and a second one under protection; every text a canary."""

    def __init__(self, world: World, state: str, district: str):
        self.world, self.state, self.words = world, state, world.canaries.setdefault(state, [])
        self.where = world.small.districts[district]
        household = self._household("household")
        # The restricted member and case belong to a household that everyone of the district sees.
        home = world.objects["own"]["household"] if state == "restricted" else household
        member = Member.objects.create(household=home, **self._texts(
            "member", "family_name", "given_name", "kana", "relation", "phone", "contact_care", "note"))
        case = Case.objects.create(
            household=home, district=self.where, opened_on=DAY, closed_on=DAY if state == "closed" else None,
            **self._texts("case", "number", "title", "summary", "promises", "closing_reason"))
        protected = self._household("protected")
        self.made = {"household": household, "member": member,
                     **relate(member, **self._texts("drawn", "relation", "tie", "scope", "content")), **case_with(case, {noun: self._texts(noun, *fields) for noun, fields in PARTS.items()}), "contact": self._contact(case, district),
                     "protected": protected, "protection": self._protection(protected)}
        self.made["activity"] = register_in(self.where, **({} if state in CLOSED else self._texts("activity", "title", "place", "text")))
        author = world.users["coordinator" if district == "osawa" else "other_coordinator"]
        self.made |= merge_objects(household, member, author, **self._texts("gone", "number"))
        self._close(*{"restricted": (household, member, case, protected), "within": (household, protected)}.get(
            state, ()))
        if state == "deleted":
            self._delete(self.made["activity"], self.made["contact"], case, member, household, protected)

    def _household(self, noun: str) -> Household:
        texts = self._texts(noun, "number", "name", "address", "phone", "contact_care", "note")
        if noun == "protected":
            self.world.whereabouts += [texts["address"], texts["phone"]]
        return Household.objects.create(district=self.where, **texts)

    def _contact(self, case: Case, district: str):
        author = self.world.users["coordinator" if district == "osawa" else "other_coordinator"]
        return log_contact(
            self.world.small, author, "kind:case", "target:elderly", "topic:meal", date=DAY, district=district,
            case=case, next_action_on=DAY, **self._texts("contact", "record_number", "counterpart", "text"))

    def _protection(self, household: Household) -> Protection:
        return Protection.objects.create(household=household, starts_on=DAY, set_by=self.world.users["supervisor"],
                                         **self._texts("protection", "reason", "from_text"))

    def _close(self, *records) -> None:
        for record in records:
            type(record).objects.filter(pk=record.pk).update(
                is_restricted=True, **self._texts(record._meta.model_name, "restriction_reason"))
            record.named.add(self.world.users["named"])

    def _delete(self, *records) -> None:
        for record in records:
            delete_record(record=record, version=record.version, by=self.world.users["supervisor"],
                          reason=self._texts(record._meta.model_name, "deletion_reason")["deletion_reason"])

    def _texts(self, noun: str, *fields: str) -> dict[str, str]:
        texts = {name: f"cnry-{self.state}-{noun}-{name}" for name in fields}
        self.words += texts.values()
        return texts

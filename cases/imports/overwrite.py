"""Putting a whole state onto stored contacts, for an import's updates and for taking them back."""
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from cases.models import Axis, Category, Contact, ContactCategory

from .problems import ImportRefused
from .progress import WRITE, tracked
from .stored import chunks

ALSO = Contact.also_cases.through
FIELDS = ("record_number", "date", "time", "minutes", "district_id", "case_id", "counterpart", "text",
          "next_action_on")


@dataclass(slots=True)
class State:
    """All that an import can change in a contact: fields, coordinators, categories as (id, is main), and other cases."""

    version: int
    fields: dict
    coordinators: list[int]
    codings: list[tuple[int, bool]]
    also_cases: list[int] = field(default_factory=list)

    def as_json(self) -> dict:
        """The state with dates and times as text."""
        return json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder))

    @classmethod
    def from_json(cls, said: dict) -> "State":
        """The state that `as_json` wrote."""
        fields = {name: Contact._meta.get_field(name).to_python(value) for name, value in said["fields"].items()}
        return cls(said["version"], fields, said["coordinators"], [tuple(each) for each in said["codings"]], said.get("also_cases", []))


def states(pks: Iterable[int]) -> dict[int, State]:
    """The present states of these contacts, by id."""
    found: dict[int, State] = {}
    for some in chunks(pks):
        for row in Contact.objects.filter(pk__in=some).values("pk", "version", *FIELDS):
            found[row.pop("pk")] = State(row.pop("version"), row, [], [])
        for contact, user in Contact.coordinators.through.objects.filter(contact__in=some).values_list(
                "contact_id", "user_id"):
            found[contact].coordinators.append(user)
        for contact, case in ALSO.objects.filter(contact__in=some).values_list("contact_id", "case_id"):
            found[contact].also_cases.append(case)
        for contact, category, main in ContactCategory.objects.filter(contact__in=some).values_list(
                "contact_id", "category_id", "is_main"):
            found[contact].codings.append((category, main))
    return found


def overwrite(wanted: Mapping[int, State], versions: Mapping[int, int]) -> None:
    """Make each contact what `wanted` says, if it still has the version in `versions`; else ImportRefused.

    Call inside a transaction. The new version is the wanted state's.
    """
    # Codings go first and come back last: between, none of them may disagree with its contact's year.
    for some in chunks(wanted):
        ContactCategory.objects.filter(contact__in=some).delete()
        Contact.coordinators.through.objects.filter(contact__in=some).delete()
        ALSO.objects.filter(contact__in=some).delete()
    for pk, state in tracked(list(wanted.items()), WRITE):
        _write_fields(pk, state, versions[pk])
    link([(Contact(pk=pk, **state.fields), state.coordinators, state.codings) for pk, state in wanted.items()])
    ALSO.objects.bulk_create([ALSO(contact_id=pk, case_id=case) for pk, state in wanted.items() for case in state.also_cases], batch_size=1000)


def _write_fields(pk: int, state: State, version: int) -> None:
    contact = Contact(**state.fields)
    derived = {name: Contact._meta.get_field(name).pre_save(contact, False) for name in ("fiscal_year", "month")}
    found = Contact.objects.filter(pk=pk, version=version).update(
        **state.fields, **derived, version=state.version, updated_at=timezone.now())
    if not found:
        raise ImportRefused("取込みの途中で、対象の記録がほかの人によって修正されました。もう一度お試しください。")


def link(contacts: Iterable[tuple[Contact, Iterable[int], Iterable[tuple[int, bool]]]]) -> None:
    """Write coordinators and codings of saved contacts that have none, in bulk."""
    categories = Category.objects.in_bulk()
    axes = Axis.objects.in_bulk()
    through = Contact.coordinators.through
    people, codings = [], []
    for contact, coordinators, chosen in contacts:
        for name in ("fiscal_year", "month"):
            Contact._meta.get_field(name).pre_save(contact, False)
        people += [through(contact_id=contact.pk, user_id=user) for user in coordinators]
        codings += [ContactCategory.of(contact, categories[pk], axes[categories[pk].axis_id], main)
                    for pk, main in chosen]
    through.objects.bulk_create(people, batch_size=1000)
    ContactCategory.objects.bulk_create(codings, batch_size=1000)

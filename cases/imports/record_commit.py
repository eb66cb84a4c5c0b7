"""Writing a planned import of contact records: a few bulk statements, whatever the number of rows."""
from collections.abc import Iterator, Sequence

from django.db import connection

from cases.database import reserve_ids
from cases.models import Case, Category, Contact, ContactCategory, Household, ImportBatch

from .bulk import insert, insert_objects
from .drafts import PLAIN, Draft, fingerprint
from .overwrite import State, overwrite, states
from .progress import WRITE, step
from .record_plan import RecordPlan, leaves_others, moves_case
from .stored import Stored

AT_ONCE = 2000  # records; between them it can be given up
CONTACT = ("id", "record_number", "date", "time", "minutes", "counterpart", "text", "next_action_on",
           "fiscal_year", "month", "district_id", "case_id")
CODING = ("contact_id", "axis_id", "category_id", "single", "is_main", "fiscal_year", "month", "district_id")


def write_records(plan: RecordPlan, batch: ImportBatch, by=None) -> dict:
    """Write the plan inside the caller's transaction; returns what an undo needs, for the batch's summary."""
    households, cases = plan.casework.new_households, plan.casework.new_cases
    insert_objects(households, Household(created_by=by), ("number",))
    insert_objects(cases, Case(), ("number", "title", "subject", "opened_on", "district", "coordinator", "household"))
    said = _create(plan, batch, by)
    replaced = _update(plan)
    said |= {str(record.pk): plan.fingerprints[id(draft)] for draft, record, _ in plan.matches.changed}
    return {"fiscal_years": plan.fiscal_years, "fingerprints": said, "replaced": replaced,
            "made_households": [each.pk for each in households], "made_cases": [each.pk for each in cases]}


def prepare_records(plan: RecordPlan) -> None:
    """Work out, before anybody has to wait, what each row of a decided plan said (its fingerprint, by id of the draft)."""
    axis_ids = plan.axis_ids
    drafts = [*plan.matches.new, *(draft for draft, _, _ in plan.matches.changed)]
    plan.fingerprints = {id(draft): fingerprint(draft.content(axis_ids)) for draft in drafts}


def _create(plan: RecordPlan, batch: ImportBatch, by) -> dict[str, str]:
    """Make the new records; the fingerprints of what their rows said, by id.

    All of one table before the next: PostgreSQL keeps the way in which a guard looks records up, and would go on to read
    all of them for every coding if there were few at its first.
    """
    new, many = plan.matches.new, len(plan.matches.new)
    created = list(zip(reserve_ids(connection, Contact._meta.db_table, many), new, strict=True))
    sample = Contact(batch=batch, created_by=by, date=new[0].values["date"]) if new else None
    tables = (_insert_contacts, _insert_people, _insert_codings, _insert_also)
    for n, write in enumerate(tables):
        for start in range(0, many, AT_ONCE):
            step(WRITE, (n * many + start) // len(tables), many)
            write(created[start:start + AT_ONCE], plan, sample)
    return {str(pk): plan.fingerprints[id(draft)] for pk, draft in created}


def _insert_contacts(created: Sequence[tuple[int, Draft]], plan: RecordPlan, sample: Contact) -> None:
    insert(sample, CONTACT, _contacts(created, plan))


def _insert_people(created: Sequence[tuple[int, Draft]], plan: RecordPlan, sample: Contact) -> None:
    insert(Contact.coordinators.through(), ("contact_id", "user_id"), (
        (pk, each.id) for pk, draft in created for each in draft.coordinators))


def _insert_codings(created: Sequence[tuple[int, Draft]], plan: RecordPlan, sample: Contact) -> None:
    insert(ContactCategory(), CODING, _codings_of(created, plan))


def _insert_also(created: Sequence[tuple[int, Draft]], plan: RecordPlan, sample: Contact) -> None:
    links = [(pk, case) for pk, draft in created for case in plan.casework.also_ids(draft)]
    if links:
        insert(Contact.also_cases.through(), ("contact_id", "case_id"), links)


def _contacts(created: Sequence[tuple[int, Draft]], plan: RecordPlan) -> Iterator[tuple]:
    """Dates and times as texts, which both engines take."""
    for pk, draft in created:
        said = draft.values.get
        day, clock, following = said("date"), said("time"), said("next_action_on")
        yield (pk, draft.number or None, day.isoformat(), clock and clock.isoformat(), said("minutes"), said("counterpart", ""),
               said("text", ""), following and following.isoformat(), draft.fiscal_year, day.month, draft.district.id,
               plan.casework.case_id(draft))


def _codings_of(created: Sequence[tuple[int, Draft]], plan: RecordPlan) -> Iterator[tuple]:
    axes = {code: (axis.pk, axis.single) for code, axis in plan.axes.items()}
    for pk, draft in created:
        year, month, district, main = draft.fiscal_year, draft.values["date"].month, draft.district.id, draft.main
        for code, categories in draft.chosen.items():
            axis, single = axes[code]
            for each in categories:
                yield pk, axis, each.id, single, each.id in main, year, month, district


def _update(plan: RecordPlan) -> dict[str, dict]:
    changed = {record.pk: (draft, record, keys) for draft, record, keys in plan.matches.changed}
    before = states(changed)
    axis_of = dict(Category.objects.values_list("pk", "axis__code")) if changed else {}
    wanted = {pk: _merged(before[pk], draft, record, plan, keys, axis_of) for pk, (draft, record, keys) in changed.items()}
    overwrite(wanted, {pk: record.version for pk, (_, record, _) in changed.items()})
    return {str(pk): state.as_json() for pk, state in before.items()}


def _merged(before: State, draft: Draft, record: Stored, plan: RecordPlan, keys: list[str], axis_of: dict[int, str]) -> State:
    """The record as the file has it; what the file has no heading for stays as it was."""
    fields = before.fields | _fields(draft)
    if moves_case(keys) and not leaves_others(draft, record, keys):  # a similar row that was chosen to update it
        fields["case_id"] = plan.casework.case_id(draft)
    people = [each.pk for each in draft.coordinators] if "coordinators" in draft.values else before.coordinators
    kept = [coding for coding in before.codings if axis_of[coding[0]] not in draft.chosen]
    also = plan.casework.also_ids(draft) if "also_cases" in draft.values else before.also_cases
    return State(before.version + 1, fields, people, [*kept, *_codings(draft)], [each for each in also if fields["case_id"] not in (None, each)])


def _fields(draft: Draft) -> dict:
    """What the row says. One without 記録番号 leaves the record its number."""
    fields = {name: draft.values[name] for name in PLAIN if name in draft.values and (name != "record_number" or draft.number)}
    return fields | {"district_id": draft.district.pk}


def _codings(draft: Draft) -> list[tuple[int, bool]]:
    return [(each.pk, each.pk in draft.main) for categories in draft.chosen.values() for each in categories]

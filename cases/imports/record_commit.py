"""Writing a planned import of contact records: a few bulk statements, whatever the number of rows."""
from cases.models import Case, Category, Contact, Household, ImportBatch

from .drafts import PLAIN, Draft, fingerprint
from .overwrite import State, link, overwrite, states
from .record_plan import RecordPlan, moves_case


def write_records(plan: RecordPlan, batch: ImportBatch, by=None) -> dict:
    """Write the plan inside the caller's transaction; returns what an undo needs, for the batch's summary."""
    households, cases = plan.casework.new_households, plan.casework.new_cases
    Household.objects.bulk_create(households)
    Case.objects.bulk_create(cases)
    created = _create(plan, batch, by)
    replaced = _update(plan)
    said = {str(contact.pk): fingerprint(draft.content(plan.axis_ids)) for contact, draft in created}
    said |= {str(record.pk): fingerprint(draft.content(plan.axis_ids)) for draft, record, _ in plan.matches.changed}
    return {"fiscal_years": plan.fiscal_years, "fingerprints": said, "replaced": replaced,
            "made_households": [each.pk for each in households], "made_cases": [each.pk for each in cases]}


def _create(plan: RecordPlan, batch: ImportBatch, by) -> list[tuple[Contact, Draft]]:
    contacts = [Contact(batch=batch, created_by=by, **_fields(draft), case_id=plan.casework.case_id(draft))
                for draft in plan.matches.new]
    Contact.objects.bulk_create(contacts, batch_size=500)
    created = list(zip(contacts, plan.matches.new, strict=True))
    link((contact, [each.pk for each in draft.coordinators], _codings(draft)) for contact, draft in created)
    return created


def _update(plan: RecordPlan) -> dict[str, dict]:
    changed = {record.pk: (draft, record, keys) for draft, record, keys in plan.matches.changed}
    before = states(changed)
    axis_of = dict(Category.objects.values_list("pk", "axis__code")) if changed else {}
    wanted = {pk: _merged(before[pk], draft, plan, keys, axis_of) for pk, (draft, _, keys) in changed.items()}
    overwrite(wanted, {pk: record.version for pk, (_, record, _) in changed.items()})
    return {str(pk): state.as_json() for pk, state in before.items()}


def _merged(before: State, draft: Draft, plan: RecordPlan, keys: list[str], axis_of: dict[int, str]) -> State:
    """The record as the file has it; what the file has no heading for stays as it was."""
    fields = before.fields | _fields(draft)
    if moves_case(keys):
        fields["case_id"] = plan.casework.case_id(draft)
    people = [each.pk for each in draft.coordinators] if "coordinators" in draft.values else before.coordinators
    kept = [coding for coding in before.codings if axis_of[coding[0]] not in draft.chosen]
    return State(before.version + 1, fields, people, [*kept, *_codings(draft)])


def _fields(draft: Draft) -> dict:
    fields = {name: draft.values[name] for name in PLAIN if name in draft.values}
    if "record_number" in fields:
        fields["record_number"] = fields["record_number"] or None
    return fields | {"district_id": draft.district.pk}


def _codings(draft: Draft) -> list[tuple[int, bool]]:
    return [(each.pk, each.pk in draft.main) for categories in draft.chosen.values() for each in categories]

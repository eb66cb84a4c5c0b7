"""Two households of 大沢 with everything that can belong to one, and how tests merge them."""
import datetime

from cases.models import Case, Household, HouseholdType, Member, Merge, Protection, Relation, Resource, Tie
from cases.services.merges import merge, undo_merge
from tests.factories import log_contact

TABLES = (Household, Member, Case, Protection, Relation, Tie, HouseholdType, Household.named.through, Member.named.through)
COUNTERS = {"version", "updated_at"}
HOME = {"number", "name", "address", "phone", "note"}


def home(small, user, number, *, contacts=1, **fields) -> Household:
    """A household with a parent, a child, a case of the parent, contacts, a relation and a tie."""
    household = Household.objects.create(number=number, district=small.districts["osawa"], created_by=user, **fields)
    parent, child = (Member.objects.create(household=household, family_name="見本", given_name=f"{number}{each}", relation=each)
                     for each in ("母", "長男"))
    Relation.objects.create(household=household, first=parent, second=child, kind="blood")
    resource, _ = Resource.objects.get_or_create(code="R-1", defaults={"name": "見本の会"})
    Tie.objects.create(household=household, member=parent, resource=resource)
    case = Case.objects.create(number=f"C-{number}", title="見本", household=household, person=parent,
                               district=small.districts["osawa"], opened_on=datetime.date(2021, 4, 1))
    for _ in range(contacts):
        log_contact(small, user, "kind:case", "target:elderly", "topic:meal", case=case)
    return household


def protection(household, user, **fields) -> Protection:
    """A standing protection of the household or of one member."""
    return Protection.objects.create(household=household, reason="見本の理由", starts_on=datetime.date(2021, 4, 1), set_by=user, **fields)


def close(record, *named) -> None:
    """Restrict a record to these users."""
    type(record).objects.filter(pk=record.pk).update(is_restricted=True, restriction_reason=f"理由{record.pk}")
    record.named.set(named)


def join(kept, gone, by, **chosen) -> Merge:
    """Merge two records as they are stored, with the proposed values unless chosen otherwise."""
    for each in (kept, gone):
        each.refresh_from_db()
    return merge(kept=kept, gone=gone, versions=(kept.version, gone.version), chosen=chosen, reason="二重に登録", by=by)


def part(made: Merge, by) -> None:
    """Take a merge back."""
    made.refresh_from_db()
    undo_merge(made=made, version=made.version, reason="別の世帯", by=by)


def everything() -> dict:
    """Every stored value of what a merge touches, counters and clocks left out."""
    return {model: [{name: value for name, value in row.items() if name not in COUNTERS}
                    for row in model._base_manager.order_by("pk").values()] for model in TABLES}

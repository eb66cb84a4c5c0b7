"""Writing the demo council to an empty database, all in one transaction."""
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from cases.models import (
    Assignment,
    Case,
    Category,
    Contact,
    ContactCategory,
    Council,
    District,
    Household,
    ImportBatch,
    Member,
    Relation,
    User,
)
from cases.services.codebook import load_codebook
from cases.services.imports import Source, import_file

from .course import write_course
from .plan import FISCAL_YEAR, RECORD_PREFIX, Plan, make_plan
from .register import write_register
from .relations import relations_of
from .several import write_several

COUNCIL = "三鷹市社会福祉協議会（見本データ）"
PROGRAMME = "三鷹市地域福祉コーディネーターによる共助支援事業"
PASSWORD = "cwc-demo-2026-mitaka"  # noqa: S105 (of invented people, printed on purpose)
FIGURES = "figures-r2.csv"
# Username, name, role, and the districts the user is assigned to.
USERS = (
    ("osawa", "見本 あおい", User.Role.COORDINATOR, ("osawa",)),
    ("renjaku", "架空 みどり", User.Role.COORDINATOR, ("renjaku",)),
    ("tokatsu", "仮野 まもる", User.Role.SUPERVISOR, ("osawa", "renjaku")),
    ("kanri", "例田 しげる", User.Role.ADMIN, ()),
)
_BATCH = 500


class DemoRefused(Exception):
    """The database holds something that is not the demo's; nothing was changed. The message is Japanese."""


def is_loaded() -> bool:
    """Whether the demo's contacts are in the database, or any of them."""
    return Contact.objects.filter(record_number__startswith=RECORD_PREFIX).exists()


def load_demo(folder: Path) -> bool:
    """Load the demo from the fixtures in `folder`; False when it was there already, and then nothing is done.

    Raises DemoRefused for a database with other records, and targets.TargetError when the plan does not add up.
    """
    if is_loaded():
        return False
    with transaction.atomic():
        _must_be_empty()
        plan = make_plan(folder)
        _load_codebook(folder)
        Council.objects.update_or_create(pk=1, defaults={"name": COUNCIL, "programme": PROGRAMME})
        users = _create_users()
        _import_figures(folder)
        _write(plan, users)
        write_register(users, FISCAL_YEAR)
        write_course(users)
        write_several(FISCAL_YEAR)
    return True


def _must_be_empty() -> None:
    taken = User.objects.filter(username__in=[username for username, *_ in USERS])
    council = Council.objects.exclude(name=COUNCIL)
    if any(rows.exists() for rows in (Contact.objects, Case.objects, Household.objects, taken, council)):
        raise DemoRefused("このデータベースには、見本ではない記録や利用者があります。見本は空のデータベースに読み込んでください。")


def _load_codebook(folder: Path) -> None:
    result = load_codebook(folder)
    if result.problems:
        raise DemoRefused("\n".join(result.messages))
    if result.not_in_file or result.updated:
        raise DemoRefused("このデータベースには、別の分類表があります。見本は空のデータベースに読み込んでください。")


def _import_figures(folder: Path) -> None:
    path = folder / FIGURES
    plan, _ = import_file(source=Source(ImportBatch.Subject.FIGURES, path.name, path.read_bytes()))
    if plan.reading.errors:
        raise DemoRefused("\n".join(str(each) for each in plan.reading.errors))


def _create_users() -> dict[str, User]:
    """The demo's users, assigned to their districts from each district's first day on."""
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(username=username, name=name, role=role, password=password) for username, name, role, _ in USERS)
    districts = {each.code: each for each in District.objects.all()}
    Assignment.objects.bulk_create(
        Assignment(user=user, district=districts[code], starts_on=districts[code].starts_on)
        for user, (_, _, _, codes) in zip(users, USERS, strict=True) for code in codes)
    return {user.username: user for user in users}


def _write(plan: Plan, users: dict[str, User]) -> None:
    """Write the plan's rows. A district's coordinator has the district's code as username."""
    districts = {each.code: each for each in District.objects.all()}
    households = _write_households(plan, districts, users)
    cases = _write_cases(plan, districts, households, users)
    contacts = Contact.objects.bulk_create(
        [_contact(row, districts, cases, users) for row in plan.contacts], batch_size=_BATCH)
    Contact.coordinators.through.objects.bulk_create(
        [Contact.coordinators.through(contact=contact, user=contact.created_by) for contact in contacts],
        batch_size=_BATCH)
    categories = {(each.axis.code, each.code): each for each in Category.objects.select_related("axis")}
    ContactCategory.objects.bulk_create(
        [ContactCategory.of(contact, categories[axis, code], categories[axis, code].axis)
         for contact, row in zip(contacts, plan.contacts, strict=True)
         for axis, codes in row["categories"].items() for code in codes], batch_size=_BATCH)


def _write_households(plan: Plan, districts: dict, users: dict) -> dict[str, Household]:
    rows = Household.objects.bulk_create(
        Household(created_by=users.get(row["district"]), district=districts.get(row["district"]),
                  **{name: row[name] for name in ("number", "name", "address", "phone", "note")})
        for row in plan.households)
    found = {each.number: each for each in rows}
    homes = [[Member(household=found[row["number"]], **member) for member in row["members"]] for row in plan.households]
    Member.objects.bulk_create([member for home in homes for member in home])
    Relation.objects.bulk_create([relation for home in homes for relation in relations_of(home)])
    return found


def _write_cases(plan: Plan, districts: dict, households: dict, users: dict) -> dict[str, Case]:
    references = ("district", "household")
    rows = Case.objects.bulk_create(
        Case(district=districts[row["district"]], household=households.get(row["household"]),
             coordinator=users[row["district"]],
             **{name: value for name, value in row.items() if name not in references})
        for row in plan.cases)
    return {each.number: each for each in rows}


def _contact(row: dict, districts: dict, cases: dict, users: dict) -> Contact:
    references = ("district", "case", "categories")
    return Contact(district=districts[row["district"]], case=cases.get(row["case"]), created_by=users[row["district"]],
                   **{name: value for name, value in row.items() if name not in references})


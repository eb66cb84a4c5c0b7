"""Writing an invented council to an empty database, through the same services that an office's own files go through."""
import csv
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from cases.imports.problems import Problem
from cases.models import (
    Assignment,
    Case,
    Category,
    Contact,
    Council,
    District,
    Household,
    HouseholdType,
    ImportBatch,
    Member,
    User,
)
from cases.reference import TABLES, import_reference
from cases.services.codebook import load_codebook
from cases.services.imports import Source, import_file

from .books import Folder, FolderError
from .load import PASSWORD, DemoRefused
from .years import Years, invent, records_csv

_USERS = "users.csv"


def load_council(path: Path) -> bool:
    """Load the council in a folder; False when it was there already, and then nothing is done.

    Raises DemoRefused for a database with other records and for files that the imports refuse.
    """
    folder = Folder(path)
    if Council.objects.filter(name=folder.settings["name"]).exists() and Contact.objects.exists():
        return False
    if any(model.objects.exists() for model in (Contact, Case, Household, District)):
        raise DemoRefused("このデータベースには、ほかの記録や分類表があります。見本は空のデータベースに読み込んでください。")
    try:
        with transaction.atomic():
            _load(folder)
    except FolderError as error:
        raise DemoRefused(str(error)) from None
    return True


def usernames(path: Path) -> list[str]:
    """The log-in names of the council in a folder."""
    file = path / _USERS
    return [row["利用者名"] for row in csv.DictReader(file.read_text("utf-8-sig").splitlines())] if file.exists() else ["kanri", "tokatsu"]


def _load(folder: Folder) -> None:
    _refuse(load_codebook(folder.path).problems)
    settings = folder.settings
    Council.objects.update_or_create(pk=1, defaults={"name": settings["name"], "programme": settings["programme"]} | settings["policies"])
    _load_users(folder)
    for file in sorted(folder.path.glob("figures*.csv")):
        _import(ImportBatch.Subject.FIGURES, file.name, file.read_bytes())
    years = invent(folder)
    for year in folder.years:
        _import(ImportBatch.Subject.RECORDS, f"{year}.csv", records_csv(years, year))
    _write_people(years)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DemoRefused("\n".join(f"{each.sheet} {each}".strip() for each in problems))


def _import(subject: str, name: str, content: bytes) -> None:
    plan, _ = import_file(source=Source(subject, name, content))
    _refuse(plan.reading.errors)


def _load_users(folder: Folder) -> None:
    """The users of users.csv, or an admin and a supervisor of every district; assigned since the districts began."""
    file = folder.path / _USERS
    if file.exists():
        outcome = import_reference(table=TABLES["users"], content=file.read_bytes(), file_name=file.name, by=None, dry_run=False)
        _refuse(outcome.problems)
    else:
        User.objects.create(username="kanri", name="例田 しげる", role=User.Role.ADMIN)
        user = User.objects.create(username="tokatsu", name="仮野 まもる", role=User.Role.SUPERVISOR)
        Assignment.objects.bulk_create(Assignment(user=user, district=each, starts_on=each.starts_on)
                                       for each in District.objects.all())
    User.objects.update(password=make_password(PASSWORD))
    for each in Assignment.objects.select_related("district"):
        Assignment.objects.filter(pk=each.pk).update(starts_on=each.district.starts_on)


def _write_people(years: Years) -> None:
    """What files of contact records do not carry: names, members, types of households, and whom a case is about."""
    districts = {each.code: each for each in District.objects.all()}
    categories = {(each.axis.code, each.code): each for each in Category.objects.select_related("axis")}
    people: dict[str, Member] = {}
    for home in Household.objects.filter(number__in=years.households):
        row = years.households[home.number]
        home.name, home.district, home.is_outside = row["name"], districts.get(row["district"]), row["is_outside"]
        home.save()
        members = Member.objects.bulk_create(Member(household=home, **each) for each in row["members"])
        people[home.number] = members[0]
        HouseholdType.objects.bulk_create(
            HouseholdType(household=home, axis=categories[axis, code].axis, category=categories[axis, code], from_year=year)
            for axis, code, year in row["types"])
    for case in Case.objects.filter(number__in=years.cases).select_related("household"):
        if case.household and years.cases[case.number]["has_person"]:
            Case.objects.filter(pk=case.pk).update(person=people[case.household.number])

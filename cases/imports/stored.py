"""What is stored already, in the form that a file's rows are compared with."""
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.db.models import F, Q, QuerySet

from cases.models import Contact, ContactCategory, ImportBatch

from .drafts import Content, axis_key

CHUNK = 500  # well below the number of variables that SQLite takes in one statement


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored contact: its id, the version that an update must find, and its content, the import that made it, and its 記録番号."""

    pk: int
    version: int
    content: Content
    is_deleted: bool = False
    batch_id: int | None = None
    number: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether it was entered on screen."""
        return self.batch_id is None

    def answers(self, keys: Iterable[str]) -> bool:
        """Whether a row that says these keys may be this record. One typed on screen only where the row says all of it."""
        return not self.is_typed or set(keys) >= {key for key in self.content if key != "household"}


def chunks(values: Iterable) -> Iterable[list]:
    """The values in lists short enough for one statement."""
    values = iter(values)
    return iter(lambda: list(islice(values, CHUNK)), [])


def numbered(record_numbers: Iterable[str]) -> dict[str, Stored]:
    """Stored contacts that carry one of these 記録番号, by number; deleted ones too, which do not come back by an import."""
    stored = Contact.everything.exclude(record_number=None).values_list("record_number", flat=True)
    known = set(record_numbers).intersection(stored.iterator())
    found = (each for some in chunks(sorted(known))
             for each in contents(Contact.everything.filter(record_number__in=some)))
    return {each.content["record_number"]: each for each in found}


def by_content(fiscal_years: Iterable[int]) -> list[Stored]:
    """Contacts of these years as rows without 記録番号 find them, those without one first, each oldest first.

    They are those that an import brought in, and what was typed and stands. A number of theirs is no part of the content:
    such a row says nothing of it.
    """
    stored = contents(Contact.everything.filter(Q(batch__isnull=False) | Q(deleted_at=None), fiscal_year__in=sorted(fiscal_years)))
    return sorted(map(without_number, stored), key=lambda each: bool(each.number))


def between(first: date, last: date) -> list[Stored]:
    """Contacts of these days that stand, whatever their number, oldest first."""
    return contents(Contact.everything.filter(deleted_at=None, date__range=(first, last)))


def without_number(record: Stored) -> Stored:
    """The record with a content that says no 記録番号."""
    return replace(record, content=record.content | {"record_number": ""})


def contents(contacts: QuerySet[Contact]) -> list[Stored]:
    """The contacts as content, in four queries; in one where there are none."""
    stored = list(contacts.order_by("pk").values(
        "pk", "version", "deleted_at", "record_number", "date", "time", "minutes", "counterpart", "text", "next_action_on",
        "district_id", "batch_id", number=F("case__number"), of_household=F("case__household__number")))
    if not stored:
        return []
    chosen: dict[int, Content] = defaultdict(lambda: defaultdict(list))
    rows = ContactCategory.objects.filter(contact__in=contacts.order_by().values("pk"))
    for contact, axis, category, main in rows.values_list("contact_id", "axis_id", "category_id", "is_main"):
        chosen[contact][axis_key(axis)].append((category, main))
    people: dict[int, list[int]] = defaultdict(list)
    also: dict[int, list[str]] = defaultdict(list)
    others = Contact.also_cases.through.objects.filter(contact__in=contacts.order_by().values("pk"))
    for contact, number in others.values_list("contact_id", "case__number"):
        also[contact].append(number)
    links = Contact.coordinators.through.objects.filter(contact__in=contacts.order_by().values("pk"))
    for contact, user in links.values_list("contact_id", "user_id"):
        people[contact].append(user)
    return [_stored(row, people[row["pk"]], chosen[row["pk"]], also[row["pk"]]) for row in stored]


def _stored(row: dict, people: list[int], chosen: Content, also: list[str]) -> Stored:
    content = {name: row[name] for name in ("date", "time", "minutes", "counterpart", "next_action_on")}
    content |= {"record_number": row["record_number"] or "", "text": plain_text(row["text"]),
                "district": row["district_id"], "coordinators": tuple(sorted(people)),
                "case": row["number"] or "", "household": row["of_household"] or ""}
    if also:  # else a row without the heading says as much
        content["also_cases"] = tuple(sorted(also))
    content |= {axis: tuple(sorted(categories)) for axis, categories in chosen.items()}
    return Stored(row["pk"], row["version"], content, row["deleted_at"] is not None, row["batch_id"], content["record_number"])


def plain_text(text: str) -> str:
    """The text with plain line breaks and no white space around it: browsers and Excel differ there."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fingerprints(fiscal_years: Iterable[int]) -> dict[int, str]:
    """What the newest standing import of these years said of each contact, by contact id."""
    wanted = set(fiscal_years)
    batches = ImportBatch.objects.filter(subject=ImportBatch.Subject.RECORDS, state=ImportBatch.State.COMMITTED)
    touched = [pk for pk, years in batches.order_by("pk").values_list("pk", "summary__fiscal_years")
               if wanted & set(years or ())]
    found: dict[int, str] = {}
    for pk in touched:
        prints = ImportBatch.objects.values_list("summary__fingerprints", flat=True).get(pk=pk) or {}
        found |= {int(contact): said for contact, said in prints.items()}
    return found

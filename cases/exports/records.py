"""Contact records (対応記録) as the import reads them: the same headings, every coding under a name that is read back."""
from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, QuerySet

from cases.case_numbers import numbers_in
from cases.imports.cells import split_values
from cases.imports.directory import Directory, Unknown
from cases.imports.drafts import HEADINGS
from cases.imports.limits import Limits
from cases.imports.record_columns import FIELD_BY_HEADING
from cases.models import Axis, Case, Category, Contact, User
from cases.periods import fiscal_year_label, format_date
from cases.text import fold_label

from .tables import Export

# The date comes first: no row then looks like one of totals, whatever its 記録番号 is.
BEFORE = ("date", "record_number", "time", "minutes", "district", "coordinators")
AFTER = ("household", "case", "counterpart", "text", "next_action_on", "also_cases")


def export_records(contacts: QuerySet[Contact]) -> Export:
    """The contacts in the order of their dates, a sheet for each fiscal year.

    Importing the file changes nothing here, and elsewhere, with the same codebook, districts and users, makes the
    same records. `troubles` names what the import will refuse.
    """
    rows = _Rows(Directory())
    sheets: dict[str, list[list[str]]] = {}
    for contact in contacts.order_by("date", "pk").select_related("district").prefetch_related(
            "coordinators", "codings", Prefetch("case", Case.everything.select_related("household")), Prefetch("also_cases", Case.everything.order_by("number"))):
        sheets.setdefault(fiscal_year_label(contact.fiscal_year), []).append(rows.row(contact))
    return Export(rows.headings, sheets, rows.troubles)


class _Rows:
    """Writes one contact after another, with the names that the directory understands."""

    def __init__(self, directory: Directory):
        self.directory, self.troubles = directory, []
        self.axes = [axis for axis in Axis.objects.all() if axis.is_chosen]
        self.categories = {each.pk: each for each in Category.objects.all()}
        self.headings = [*(HEADINGS[name] for name in BEFORE), *map(self._heading, self.axes), *(HEADINGS[name] for name in AFTER)]
        self.longest = Limits().characters

    def _heading(self, axis: Axis) -> str:
        name = fold_label(axis.name)
        return axis.name if name not in FIELD_BY_HEADING and self.directory.axes.get(name) == axis else axis.code

    def row(self, contact: Contact) -> list[str]:
        """The cells of one contact."""
        plain = self._plain(contact)
        if len(contact.text) > self.longest:
            self.troubles.append(f"{format_date(contact.date)}の記録（{plain['record_number'] or '番号なし'}）は、本文が{self.longest:,}文字を"
                                 "超えるため、このままでは取り込めません。")
        if numbers_in(plain["also_cases"]) != [each.number for each in contact.also_cases.all()]:
            self.troubles.append(f"{format_date(contact.date)}の記録のほかのケースの番号に区切りの文字があるため、このままでは取り込めません。")
        codings = [self._codings(contact, axis) for axis in self.axes]
        return [*(plain[name] for name in BEFORE), *codings, *(plain[name] for name in AFTER)]

    def _plain(self, contact: Contact) -> dict[str, str]:
        case, household = contact.case, contact.case.household if contact.case else None
        return {
            "date": contact.date.isoformat(), "record_number": contact.record_number or "",
            "time": contact.time.isoformat("minutes") if contact.time else "",
            "minutes": "" if contact.minutes is None else str(contact.minutes),
            "district": self._district(contact), "coordinators": ";".join(map(self._user, contact.coordinators.all())),
            "household": household.number if household else "", "case": case.number if case else "",
            "counterpart": contact.counterpart, "text": contact.text,
            "next_action_on": contact.next_action_on.isoformat() if contact.next_action_on else "",
            "also_cases": "、".join(each.number for each in contact.also_cases.all())}

    def _district(self, contact: Contact) -> str:
        district = contact.district
        return self._first_read([district.code, district.name], lambda name: self.directory.district(name, contact.date) == district,
                                f"{format_date(contact.date)}の地区「{district.name}」")

    def _user(self, user: User) -> str:
        return self._first_read([user.username, user.name], lambda name: self.directory.user(name) == user, f"担当者「{user}」")

    def _codings(self, contact: Contact, axis: Axis) -> str:
        chosen = sorted((each for each in contact.codings.all() if each.axis_id == axis.pk),
                        key=lambda each: (not each.is_main, self.categories[each.category_id].order, each.category_id))
        return ";".join("◎" * each.is_main + self._category(axis, self.categories[each.category_id], contact) for each in chosen)

    def _category(self, axis: Axis, category: Category, contact: Contact) -> str:
        def is_read(name: str) -> bool:
            parts = split_values(name, self.directory.labels_with_comma(axis))
            return [each.label for each in parts] == [name.strip()] and not parts[0].main and (
                self.directory.category(axis, name, contact.fiscal_year) == category)
        return self._first_read(category.names, is_read, f"{format_date(contact.date)}の{axis.name}「{category.label}」")

    def _first_read(self, names: Sequence[str], is_read, what: str) -> str:
        """The first of the names that the import reads as what is meant; a trouble where it reads none."""
        for name in names:
            if name and _asked(is_read, name):
                return name
        self.troubles.append(f"{what}は、同じ名称がほかにもあるか、その日には使えないため、このままでは取り込めません。")
        return names[0]


def _asked(is_read, name: str) -> bool:
    try:
        return is_read(name)
    except Unknown:
        return False


def years_of(contacts: QuerySet[Contact]) -> Iterable[int]:
    """The fiscal years that have any, latest first."""
    return contacts.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()

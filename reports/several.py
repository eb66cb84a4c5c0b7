"""Contacts of several cases (ほかのケース): how often they count (Council.several_in), and the rows that they add to a figure."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection
from django.db.models import Q, QuerySet

from cases.models import Contact, ContactCategory, Council, EarlierSeveral
from cases.periods import fiscal_year_label

from .statements import rows

ALSO = Contact.also_cases.through  # a row (contact, case) for each case besides the contact's own
_TABLE, _CODINGS, _CONTACTS = (model._meta.db_table for model in (ALSO, ContactCategory, Contact))
# Whether they count for each case in a fiscal year, the parameter; False where the council has set nothing yet.
EACH_CASE = f"""COALESCE((SELECT several_cases FROM {EarlierSeveral._meta.db_table} WHERE last_year >= %s ORDER BY last_year LIMIT 1),
(SELECT several_cases FROM {Council._meta.db_table})) = '{Council.Several.EACH_CASE}'"""  # noqa: S608 (no input)

# The list of other cases is short, and everything is looked up from it (CROSS JOIN keeps SQLite to that): where there
# are none, and where they do not count, nothing is read. The parameter is the fiscal year, twice.
AGAIN = f"""COUNT(*) FROM {_TABLE} also CROSS JOIN {_CODINGS} coding
WHERE coding.contact_id = also.contact_id AND {EACH_CASE} AND coding.fiscal_year = %s"""  # noqa: S608
HOW_MANY = f"""COUNT(DISTINCT contact.id) FROM {_TABLE} also CROSS JOIN {_CONTACTS} contact
WHERE contact.id = also.contact_id AND contact.deleted_at IS NULL AND contact.fiscal_year = %s"""  # noqa: S608


_DO_THEY = f"SELECT 1 WHERE {EACH_CASE}"  # noqa: S608 (no input)
_SUBJECT = "1回の対応を複数のケースに記録したものは、"


@dataclass(frozen=True, slots=True)
class Several:
    """The contacts of several cases in a year's figures, and whether each counts once for every case."""

    contacts: int = 0
    each_case: bool = False

    @property
    def rule(self) -> str:
        """How they are counted, in a sentence without a number, which a public copy may not tell; "" where there are none
        and none would count twice."""
        if not self.contacts and not self.each_case:
            return ""
        return f"{_SUBJECT}{self.way}と数えています。"

    @property
    def way(self) -> str:
        """How often one counts."""
        return "ケースごとに1件" if self.each_case else "1件"

    @property
    def rule_of_ones(self) -> str:
        """The same of people and households; "" where there are none."""
        return f"{_SUBJECT}それぞれのケースの人や世帯を数えています。" if self.contacts else ""


NONE = Several()


def several_in(fiscal_year: int) -> Several:
    """The contacts of several cases of a year, of whatever district. Two queries."""
    found = ALSO.objects.filter(contact__fiscal_year=fiscal_year, contact__deleted_at=None)
    return Several(found.values("contact").distinct().count(), counts_each_case(fiscal_year))


def counts_each_case(fiscal_year: int) -> bool:
    """Whether a contact of several cases counts once for each in a fiscal year. One query."""
    with connection.cursor() as cursor:
        return bool(rows(cursor, _DO_THEY, fiscal_year))


def rule_over(years: Sequence[tuple[int, Several]]) -> str:
    """The rule of several fiscal years in a sentence, the oldest first; "" where no year has any."""
    if not any(several.rule for _, several in years):
        return ""
    ways = [(way, [year for year, _ in some]) for way, some in groupby(years, key=lambda each: each[1].way)]
    if len(ways) == 1:
        return f"{_SUBJECT}{ways[0][0]}と数えています。"
    (first, until), *later = ways
    told = [f"{fiscal_year_label(until[-1])}まで{first}", *(f"{fiscal_year_label(since[0])}から{way}" for way, since in later)]
    return f"{_SUBJECT}{'、'.join(told)}と数えています。"


def of_any_case(to: str = "", **case) -> Q:
    """The contacts (`to` leads to them) one of whose cases is so: household__is_outside=True."""
    also = ALSO.objects.filter(**{f"case__{name}": value for name, value in case.items()}).values("contact")
    return Q(**{f"{to}case__{name}": value for name, value in case.items()}) | Q(**{f"{to}pk__in": also})


def outside_by_contact(contacts: Iterable[int]) -> dict[int, list[bool]]:
    """By the contact's id, for each of its cases whether its household is 地区外: cases out of anybody's sight count all the same. Two queries."""
    ids, found = list(contacts), {}
    own = Contact.objects.filter(pk__in=ids).exclude(case=None).order_by().values_list("pk", "case__household__is_outside")
    for contact, is_outside in [*own, *ALSO.objects.filter(contact__in=ids).values_list("contact", "case__household__is_outside")]:
        found.setdefault(contact, []).append(bool(is_outside))
    return found


def times(codings: QuerySet[ContactCategory], **case) -> int:
    """How often codings count where each case does: once for every case that is so, or without a condition once without a case, too."""
    own = codings.filter(**{f"contact__case__{name}": value for name, value in case.items()})
    return own.count() + codings.filter(contact__also_cases__isnull=False, **{
        f"contact__also_cases__{name}": value for name, value in case.items()}).count()

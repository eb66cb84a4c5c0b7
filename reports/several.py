"""Contacts of several cases (ほかのケース): how often they count (Council.several_cases), and the rows that they add to a figure."""
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases.models import Contact, ContactCategory, Council

ALSO = Contact.also_cases.through  # a row (contact, case) for each case besides the contact's own
_TABLE, _CODINGS, _CONTACTS = (model._meta.db_table for model in (ALSO, ContactCategory, Contact))
EACH_CASE = f"EXISTS (SELECT 1 FROM {Council._meta.db_table} WHERE several_cases = '{Council.Several.EACH_CASE}')"  # noqa: S608 (no input)

# The list of other cases is short, and everything is looked up from it (CROSS JOIN keeps SQLite to that): where there
# are none, and where they do not count, nothing is read.
AGAIN = f"""COUNT(*) FROM {_TABLE} also CROSS JOIN {_CODINGS} coding
WHERE coding.contact_id = also.contact_id AND {EACH_CASE} AND coding.fiscal_year = %s"""  # noqa: S608
HOW_MANY = f"""COUNT(DISTINCT contact.id) FROM {_TABLE} also CROSS JOIN {_CONTACTS} contact
WHERE contact.id = also.contact_id AND contact.deleted_at IS NULL AND contact.fiscal_year = %s"""  # noqa: S608


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
        return f"1回の対応を複数のケースに記録したものは、{'ケースごとに1件' if self.each_case else '1件'}と数えています。"

    @property
    def rule_of_ones(self) -> str:
        """The same of people and households; "" where there are none."""
        return "1回の対応を複数のケースに記録したものは、それぞれのケースの人や世帯を数えています。" if self.contacts else ""


NONE = Several()


def several_in(fiscal_year: int) -> Several:
    """The contacts of several cases of a year, of whatever district. Two queries."""
    found = ALSO.objects.filter(contact__fiscal_year=fiscal_year, contact__deleted_at=None)
    return Several(found.values("contact").distinct().count(), counts_each_case())


def counts_each_case() -> bool:
    """Whether a contact of several cases counts once for each."""
    return Council.objects.filter(several_cases=Council.Several.EACH_CASE).exists()


def of_any_case(to: str = "", **case) -> Q:
    """The contacts (`to` leads to them) one of whose cases is so: household__is_outside=True."""
    also = ALSO.objects.filter(**{f"case__{name}": value for name, value in case.items()}).values("contact")
    return Q(**{f"{to}case__{name}": value for name, value in case.items()}) | Q(**{f"{to}pk__in": also})


def times(codings: QuerySet[ContactCategory], **case) -> int:
    """How often codings count where each case does: once for every case that is so, or without a condition once without a case, too."""
    own = codings.filter(**{f"contact__case__{name}": value for name, value in case.items()})
    return own.count() + codings.filter(contact__also_cases__isnull=False, **{
        f"contact__also_cases__{name}": value for name, value in case.items()}).count()

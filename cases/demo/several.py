"""A few contacts of the demo that are of two cases: what was said in one call or round of visits concerned both."""
from cases.models import Case, Contact
from cases.models.axes import KIND

MANY = 3
SENTENCE = "同じ機会に、もう一つのケースのことも話し合った。"


def write_several(fiscal_year: int) -> None:
    """Give the latest contacts of MANY cases of the year another open case of their district. Counted once, they change no figure."""
    rows = Contact.objects.filter(fiscal_year=fiscal_year, codings__axis__code=KIND, codings__category__code="case", case__closed_on=None)
    latest: dict[int, Contact] = {}
    for contact in rows.exclude(case=None).order_by("-date", "-pk").select_related("case")[:200]:
        latest.setdefault(contact.case_id, contact)
    for place, contact in enumerate(list(latest.values())[:MANY]):
        others = Case.objects.open().filter(district=contact.case.district_id, opened_on__lte=contact.date).exclude(
            pk=contact.case_id).order_by("number")[place:place + 1]
        for other in others:
            contact.also_cases.set([other])
            Contact.objects.filter(pk=contact.pk).update(text=f"{contact.text}{SENTENCE}")

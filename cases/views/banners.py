"""What the page of a record says above everything else, and which buttons it may show."""
from django.utils import timezone

from cases import access
from cases.models import Case, Contact, Household, Member


def permissions(user, record) -> dict:
    """Flags for the template: whether the record may be changed here, and who sees it be decided."""
    may_change = access.may_change(user, record)
    if isinstance(record, Contact) or not may_change:
        return {"may_change": may_change}
    return {"may_change": may_change, "may_restrict": access.may_restrict(user, record)}


def banners(user, record) -> dict:
    """The restrictions (制限付き) on the record and what it belongs to, and the protections (支援措置) in force."""
    cases = record.cases if isinstance(record, Contact) else [record] if isinstance(record, Case) else []
    of = [record] if isinstance(record, Household) else [each.household for each in cases or [record] if getattr(each, "household", None)]
    homes = list(dict.fromkeys(of))
    chain = [*homes, *cases, *([record] if isinstance(record, Member) else [])]
    return {"restrictions": [(each._meta.verbose_name, list(each.named.all())) for each in chain
                             if each.pk and each.is_restricted],
            "protections": access.protections_of(user, *homes), "protected_household": homes[0] if homes else None, "names_homes": len(homes) > 1,
            "today": timezone.localdate()}

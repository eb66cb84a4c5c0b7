"""Protection of whereabouts (支援措置): ending it, and changing an address that is hidden."""
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from cases import audit
from cases.models import Household, Member, Protection, User

from .saving import save_versioned


@transaction.atomic
def end_protection(*, protection: Protection, reason: str, version: int | None, by: User) -> None:
    """End a protection: from now on the address is shown again, unless another protection stands. Raises Conflict."""
    protection.ended_at, protection.ended_by, protection.ended_reason = timezone.now(), by, reason
    save_versioned(instance=protection, version=version)
    audit.event("protection.ended", objects=[protection, protection.household], purpose=reason)


@transaction.atomic
def move_household(*, household: Household, version: int | None, phones: Mapping[Member, tuple[str, int | None]], by: User) -> None:
    """Save a protected household's new whereabouts and its members' (phone, opened version). Raises Conflict."""
    save_versioned(instance=household, version=version)
    for member, (phone, opened) in phones.items():
        if member.phone != phone:
            member.phone = phone
            save_versioned(instance=member, version=opened)

"""Deleting a record and bringing it back. Figures follow at once: a deleted contact has no codings to count."""
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from cases import audit
from cases.models import Case, Category, Contact, ContactCategory, Household, Member, Protection, User

from .contacts import Conflict


class Refused(Exception):
    """The record cannot be deleted or brought back. Nothing was changed; the message is Japanese."""


@transaction.atomic
def delete_record(*, record: models.Model, version: int | None, reason: str, by: User) -> None:
    """Put a record out of sight and out of every figure, with a reason.

    Raises Conflict when `version` is no longer the stored one, Refused while other records need this one.
    """
    if needed_by := _needed_by(record):
        raise Refused(f"{needed_by}があるため、削除できません。先に、それらを別の記録に移すか、削除してください。")
    _claim(record, version, deleted_at=timezone.now(), deleted_by=by, deletion_reason=reason)
    if isinstance(record, Contact):
        _put_codings_away(record)
    audit.event("record.deleted", user=by, objects=[record], purpose=reason)


@transaction.atomic
def restore_record(*, record: models.Model, version: int | None, by: User) -> None:
    """Bring a deleted record back as it was. Raises Conflict; Refused where what it belongs to is deleted itself."""
    if parent := _deleted_parent(record):
        raise Refused(f"{parent}が削除されているため、元に戻せません。先に、そちらを元に戻してください。")
    _claim(record, version, deleted_at=None, deleted_by=None, deletion_reason="")
    if isinstance(record, Contact):
        _take_codings_back(record)
    audit.event("record.restored", user=by, objects=[record])


def _claim(record: models.Model, version: int | None, **state) -> None:
    rows = type(record).everything.filter(pk=record.pk, version=version,
                                          deleted_at__isnull=state["deleted_at"] is not None)
    if not rows.update(version=F("version") + 1, **state):
        raise Conflict


def _needed_by(record: models.Model) -> str:
    """In words that do not tell which record it is: it may be restricted, and out of sight of whoever asks."""
    if isinstance(record, Case) and Contact.objects.of_cases([record]).exists():
        return "このケースの対応記録"
    if isinstance(record, Case) and Case.objects.filter(conferences__cases=record).exclude(pk=record.pk).exists():
        return "ほかのケースと一緒に話し合った会議の記録"
    if isinstance(record, Member) and (_is_named_in_a_protection(record) or Case.objects.filter(person=record).exists()):
        return "この世帯員を指しているほかの記録（支援措置など）"
    if isinstance(record, Household) and Case.objects.filter(household=record).exists():
        return "この世帯を指しているほかの記録"
    return ""


def _is_named_in_a_protection(member: Member) -> bool:
    """Whether a standing protection is of this member or against it: without the name the banner would warn of nobody."""
    return Protection.objects.standing().filter(Q(member=member) | Q(from_member=member)).exists()


def _deleted_parent(record: models.Model) -> str:
    if isinstance(record, Contact) and record.also_cases.through.objects.filter(contact=record).exclude(case__deleted_at=None).exists():
        return "ケース"
    for name, words in (("case", "ケース"), ("household", "世帯")):
        parent = getattr(record, name, None)
        if parent is not None and parent.deleted_at:
            return words
    return ""


def _put_codings_away(contact: Contact) -> None:
    kept = [list(each) for each in contact.codings.order_by("id").values_list("category_id", "is_main")]
    Contact.everything.filter(pk=contact.pk).update(deleted_codings=kept)
    contact.codings.all().delete()


def _take_codings_back(contact: Contact) -> None:
    contact.refresh_from_db(from_queryset=Contact.everything.all())
    categories = Category.objects.select_related("axis").in_bulk([pk for pk, _ in contact.deleted_codings])
    try:
        with transaction.atomic():
            ContactCategory.objects.bulk_create(
                ContactCategory.of(contact, categories[pk], categories[pk].axis, main) for pk, main in contact.deleted_codings)
    except (IntegrityError, KeyError) as error:
        raise Refused("分類表がその後に変わり、この記録の分類が使えなくなったため、元に戻せません。") from error
    Contact.everything.filter(pk=contact.pk).update(deleted_codings=[])

"""Saving a contact: the row, its coordinators and its codings, in one transaction."""
from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import F

from cases.models import Case, Category, Contact, ContactCategory, Household, Member, User

from .new_homes import open_case


class Conflict(Exception):
    """Someone else saved the same record since it was opened. Nothing was changed."""


@transaction.atomic
def create_contact(*, contact: Contact, categories: Mapping[str, Sequence[Category]], coordinators: Iterable[User],
                   by: User, main: Iterable[Category] = (), also_cases: Iterable[Case] | None = None,
                   new_home: tuple[Household, Case, Member | None] | None = None) -> Contact:
    """Save a new contact and return it; the same form token again returns the contact already saved.

    `new_home`: a household, its case and its person that are not stored yet; they are with the contact, or none is.
    """
    contact.created_by = by
    try:
        with transaction.atomic():
            if new_home:
                contact.case = open_case(*new_home, coordinator=[*coordinators][0], by=by)
            contact.save(force_insert=True)
    except IntegrityError:
        saved = Contact.objects.filter(form_token=contact.form_token).first() if contact.form_token else None
        if saved is None:
            raise
        return saved
    contact.coordinators.set(coordinators)
    contact.also_cases.set(also_cases or ())
    _set_codings(contact, categories, set(main))
    return contact


@transaction.atomic
def update_contact(*, contact: Contact, version: int | None, categories: Mapping[str, Sequence[Category]],
                   coordinators: Iterable[User], by: User, main: Iterable[Category] = (), also_cases: Iterable[Case] | None = None) -> Contact:
    """Save an edited contact; without `also_cases` those stay. Raises Conflict when `version` is no longer the stored one."""
    claimed = Contact.objects.filter(pk=contact.pk, version=version).update(version=F("version") + 1)
    if not claimed:
        raise Conflict
    contact.version = version + 1
    # A coding must never disagree with its contact, not even between two statements.
    contact.codings.exclude(category__in=_all(categories)).delete()
    if also_cases is not None:  # nor may its case be one of the others
        contact.also_cases.through.objects.filter(contact=contact).exclude(case__in=(also_cases := [*also_cases])).delete()
    contact.save()
    contact.coordinators.set(coordinators)
    if also_cases is not None:
        contact.also_cases.set(also_cases)
    _set_codings(contact, categories, set(main))
    return contact


def _all(categories: Mapping[str, Sequence[Category]]) -> list[Category]:
    return [category for values in categories.values() for category in values]


def _set_codings(contact: Contact, categories: Mapping[str, Sequence[Category]], main: set[Category]) -> None:
    """Make the contact's codings exactly `categories`."""
    wanted = _all(categories)
    contact.codings.exclude(category__in=wanted).delete()
    kept = {coding.category_id: coding for coding in contact.codings.all()}
    for category in wanted:
        coding = kept.get(category.pk)
        if coding is None:
            ContactCategory.of(contact, category, category.axis, category in main).save()
        elif coding.is_main != (category in main):
            contact.codings.filter(pk=coding.pk).update(is_main=category in main)

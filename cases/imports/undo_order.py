"""Which later imports must be taken back before an earlier one: those that changed or use what it brought."""
from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from cases.models import Contact, ImportBatch


def changed_by(batch: ImportBatch, pks: Collection[int]) -> list[ImportBatch]:
    """The imports after `batch` that changed one of these rows, newest first: the order in which they are taken back."""
    wanted = set(map(str, pks))
    return [later for later in _later(batch) if wanted & {*(later.replaced or {})}]


def figures_changed_by(batch: ImportBatch) -> list[ImportBatch]:
    """The imports after `batch` that replaced one of its figures, or what another one had put in its place; newest first."""
    taken, found = set(), []
    for later in reversed([*_later(batch)]):
        replaced = later.replaced or {}
        mine = {pk for pk, before in replaced.items() if before["batch"] == batch.pk or pk in taken}
        if mine:
            taken |= mine
            found.insert(0, later)
    return found


def used_by(batch: ImportBatch, contacts: QuerySet[Contact]) -> list[ImportBatch]:
    """The imports that brought any of these contacts, newest first."""
    return [*ImportBatch.objects.filter(pk__in=contacts.exclude(batch=None).order_by().values("batch")).exclude(pk=batch.pk)]


def _later(batch: ImportBatch) -> Iterator[ImportBatch]:
    """Newest first; `replaced` is what each replaced, by id."""
    return ImportBatch.objects.filter(
        subject=batch.subject, state=ImportBatch.State.COMMITTED, pk__gt=batch.pk).defer(
        "content", "rejected", "summary").annotate(replaced=KeyTransform("replaced", "summary")).iterator()

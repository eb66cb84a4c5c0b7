"""Changes of stored rows as plain data: what a merge (統合) does, kept with it, so that it can be taken back exactly."""
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F


@dataclass(frozen=True)
class Change:
    """One row's columns before and after; a row that is taken away has no `after`."""

    model: str
    pk: int
    before: dict[str, Any]
    after: dict[str, Any] | None

    @property
    def table(self) -> type[models.Model]:
        """The model of the row."""
        return apps.get_model("cases", self.model)

    def reversed(self) -> "Change":
        """What takes the change back; of a row that was taken away see `apply`."""
        return Change(self.model, self.pk, self.after or {}, self.before)

    def stands(self, row: models.Model | None) -> bool:
        """Whether the row is still as the change has left it."""
        if self.after is None or row is None:
            return self.after is None and row is None
        return not self.differing(row)

    def differing(self, row: models.Model) -> list[str]:
        """The words of the columns that say something else now."""
        fields = {each.attname: each for each in row._meta.concrete_fields}
        return [str(fields[name].verbose_name) for name, value in (self.after or {}).items()
                if getattr(row, name) != fields[name].to_python(value)]


def change(row: models.Model, **after) -> Change:
    """The change that gives a row these columns (by attname)."""
    return Change(row._meta.model_name, row.pk, {name: getattr(row, name) for name in after}, after)


def removal(row: models.Model) -> Change:
    """The change that takes a row away."""
    columns = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key}
    return Change(row._meta.model_name, row.pk, columns, None)


def apply(changes: Sequence[Change]) -> None:
    """Make the changes, in one statement for all rows of a table that get the same; versions go up, as on every save."""
    for each in changes:
        if each.after is None:
            each.table._base_manager.filter(pk=each.pk).delete()
    alike = defaultdict(list)
    for each in changes:
        if each.after is not None:
            alike[each.model, tuple(sorted((name, str(value)) for name, value in each.after.items()))].append(each)
    for some in alike.values():
        _update(some[0], [each.pk for each in some])


def take_back(changes: Iterable[Change]) -> None:
    """Make every row what it was before the changes; rows that were taken away come back under their ids."""
    changes = list(changes)
    apply([each.reversed() for each in changes if each.after is not None])
    for each in changes:
        if each.after is None:
            each.table._base_manager.create(pk=each.pk, **each.before)


def stored(changes: Iterable[Change]) -> list[dict]:
    """The changes as JSON data."""
    return [asdict(each) for each in changes]


def read(data: Iterable[dict]) -> list[Change]:
    """The changes out of JSON data; dates are texts, which the columns understand."""
    return [Change(**each) for each in data]


def _update(like: Change, pks: list[int]) -> None:
    fields = {each.attname: each for each in like.table._meta.concrete_fields}
    values = {name: fields[name].to_python(value) for name, value in like.after.items()}
    if "version" in fields:
        values["version"] = F("version") + 1
    like.table._base_manager.filter(pk__in=pks).update(**values)

"""Keeping what the office chose on the mapping page, and forgetting it."""
from collections.abc import Mapping

from django.db import transaction

from cases.imports.choices import Key
from cases.models import ImportChoice, User

from .contacts import Conflict


@transaction.atomic
def save_choices(*, opened: Mapping[Key, str], answers: Mapping[Key, str], shown: Mapping[Key, str], by: User) -> int:
    """Keep the answers that differ from what the page opened; "" forgets one. How many changed.

    Raises Conflict where someone else has chosen otherwise for one of these words since.
    """
    changed = {key: target for key, target in answers.items() if opened.get(key, "") != target}
    kept = {(each.scope, each.said): each for each in ImportChoice.objects.select_for_update().filter(
        said__in={said for _, said in changed})}
    for key, target in changed.items():
        now = kept[key].target if key in kept else ""
        if now not in (opened.get(key, ""), target):
            raise Conflict
    for key, target in changed.items():
        _keep(key, target, shown[key], by)
    return len(changed)


def _keep(key: Key, target: str, shown: str, by: User) -> None:
    scope, said = key
    if not target:
        ImportChoice.objects.filter(scope=scope, said=said).delete()
        return
    ImportChoice.objects.update_or_create(scope=scope, said=said, defaults={
        "target": target, "shown": shown[:200], "chosen_by": by})

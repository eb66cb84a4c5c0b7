"""Saving what has tasks (やること) together with them."""
from django.db import models, transaction

from .saving import create_once, save_versioned


@transaction.atomic
def store_with_tasks(form, *, by) -> models.Model:
    """Save a valid form with its tasks, together or not at all. Raises Conflict.

    Another object than the form's: an earlier sending has made the row, and nothing is stored.
    """
    instance = form.save(commit=False)
    saved = create_once(instance=instance, by=by) if form.is_new else save_versioned(instance=instance, version=form.cleaned_data["version"])
    if saved is instance:
        form.save_lists(instance)
        form.save_tasks(instance)
    return saved

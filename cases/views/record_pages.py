"""The page of a RecordForm, the same for every noun: show, check, save once, never over someone else's change."""
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases import access
from cases.forms.base import RecordForm
from cases.services.saving import Conflict, create_once, save_versioned, saved_with


def needs_district(view):
    """Decorate a view that writes a new record: who is assigned to no district today is told so, with 403."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not access.visible_districts(request.user).exists():
            return render(request, "cases/no_district.html", status=403)
        return view(request, *args, **kwargs)

    return checked


def record_page(request, form: RecordForm, template: str, *, saved_words: str,
                address: Callable[[models.Model], str], **context) -> HttpResponse:
    """Answer GET with the form, POST with a redirect to `address` of the saved row.

    An invalid form is 422, a row that someone else saved meanwhile is 409 with both versions; typed text is kept.
    """
    if request.method != "POST":
        return render(request, template, {"form": form, **context})
    model = type(form.instance)
    if form.is_new and (saved := saved_with(model, form.posted_token)):
        return redirect(address(saved))
    if not form.is_valid():
        return render(request, template, {"form": form, **context}, status=422)
    try:
        saved = store(form, by=request.user)
    except Conflict:
        stored = model._default_manager.get(pk=form.instance.pk)
        conflict = {"conflict": form.differences(stored), "in_conflict": True, "form": form.reopened(stored)}
        return render(request, template, context | conflict, status=409)
    messages.success(request, saved_words)
    return redirect(address(saved))


def store(form: RecordForm, *, by) -> models.Model:
    """Save a valid form. Raises Conflict."""
    instance = form.save(commit=False)
    if form.is_new:
        return create_once(instance=instance, by=by)
    return save_versioned(instance=instance, version=form.cleaned_data["version"])

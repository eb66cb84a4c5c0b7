"""Texts that would like to be markup or script, and a council whose every text is one of them."""
from django.apps import apps
from django.db import models, transaction

from cases.models import Council, ImportBatch
from tests.objects import make_objects

MARK = "xq9"
PAYLOADS = [
    "<xq9>", "<xq9 onclick=xq9()>x</xq9>", "<script>window.__x='xq9'</script>", "<img src=x xq9 onerror=window.__x=1>",
    '"><svg xq9 onload=window.__x=1>', "' xq9='1", '" xq9="1" onfocus="window.__x=1" autofocus="', "`xq9 onclick=1`",
    "</title><xq9>", "</textarea><xq9>", "</option></select><xq9>", "--><xq9><!--", "]]><xq9>", "javascript:window.__x='xq9'",
    "data:text/html,<xq9>", "<a href=javascript:window.__x=1 xq9>", "<xq9 hx-get=/xq9 hx-trigger=load>", '" hx-get="/xq9" hx-trigger="load" x="',
    "<div data-hx-on:load='xq9' hx-on::load=xq9 xq9>", "<style xq9>@import '//xq9';*{color:red}</style>", "<link rel=stylesheet href=//xq9>",
    "<base href=//xq9/>", "<form action=//xq9><input name=xq9>", "{{ xq9 }}{% load xq9 %}{{ 7|add:'7' }}", "<iframe srcdoc='<xq9>'>",
    "&lt;xq9&gt;&#60;xq9&#62;", "\u202e<xq9>\u2066", "\u2028<xq9>\u2029", "<xq9\u3000/onload=1>", "👨‍👩‍👧<xq9>葛\U000e0100", "<math><xq9 href=javascript:1>",
]
LONG = "".join(PAYLOADS) + "<xq9>" * 200
# Words that code looks things up by, or that are no text of a person.
KEYS = {"password", "code", "form_token", "state", "content", "fingerprint", "detail", "objects"}


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """The columns of a model that hold text which somebody wrote."""
    return [field for field in model._meta.concrete_fields if type(field) in (models.CharField, models.TextField, models.EmailField)
            and not field.choices and field.name not in KEYS]


def text_models() -> list[type[models.Model]]:
    """Every model of ours; the audit is only ever added to."""
    return [model for model in apps.get_app_config("cases").get_models() if model.__module__ != "cases.models.audit" and text_fields(model)]


def make_hostile(small, user, shift: int) -> dict:
    """Objects for every address, in which every text is a payload; `shift` says which one goes where."""
    objects = make_objects(small, user)
    Council.objects.get_or_create(pk=1)
    ImportBatch.objects.update(summary=_summary(shift))
    filled = sum(_fill(model, field, shift + number) for model in text_models() for number, field in enumerate(text_fields(model)))
    return objects | {"filled": filled}


def _fill(model, field, number: int) -> int:
    """One column of every row; each row its own payload. What a database refuses (a unique text twice) stays."""
    filled = 0
    for place, row in enumerate(model._default_manager.all()):
        text = LONG if isinstance(field, models.TextField) else PAYLOADS[(number + place) % len(PAYLOADS)]
        text = f"{text}{place}" if field.unique else text
        with transaction.atomic():
            filled += model._default_manager.filter(pk=row.pk).update(**{field.name: text[:field.max_length]})
    return filled


def _summary(shift: int) -> dict:
    text = PAYLOADS[shift % len(PAYLOADS)]
    problem = {"row": 1, "column": text, "value": text, "reason": text, "sheet": text}
    return {"read": 1, "created": 1, "updated": 1, "unchanged": 0, "batch": "1", "errors": [problem], "warnings": [problem],
            "changes": [{"row": 1, "record": text, "columns": [text]}], "sheets": [text]}

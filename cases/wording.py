"""Words of Django's own refusals, said as the house says them: in one place, for every form and every row."""
from django import forms
from django.db import models

NOT_OFFERED = "選んだものは、候補にありません。選び直してください。"
TAKEN = "この%(field_label)sは、すでに使われています。別の%(field_label)sにしてください。"
_CHOICES = (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)


def reword() -> None:
    """A choice that is not there is not told by its id or code, and a value that is taken in plain words."""
    for field in _CHOICES:
        for code in {"invalid_choice", "invalid_pk_value"} & {*field.default_error_messages}:
            field.default_error_messages[code] = NOT_OFFERED
    models.Field.default_error_messages["unique"] = TAKEN

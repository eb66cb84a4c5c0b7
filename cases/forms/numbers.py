"""What every number of a form has: an upper limit, and a refusal in the words of the house."""
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

MOST = 999_999  # of a whole number without a limit of its own (並び順), as in the files
NUMBER_WORDS = {"min_value": "%(limit_value)s以上の数にしてください。", "max_value": "%(limit_value)s以下の数にしてください。",
                "max_digits": "全部で%(max)s桁までにしてください。", "max_whole_digits": "小数点より上は%(max)s桁までにしてください。",
                "max_decimal_places": "小数は%(max)s桁までにしてください。"}


def word_number(field: forms.IntegerField) -> None:
    """Give the field the words, where it has none of its own, and the limit."""
    field.error_messages = NUMBER_WORDS | field.error_messages
    if not isinstance(field, (forms.DecimalField, forms.FloatField)) and not any(isinstance(each, MaxValueValidator) for each in field.validators):
        field.validators.append(MaxValueValidator(MOST))


def take_limits(field: forms.IntegerField, column: models.Field) -> None:
    """Make the limits of the column the field's own, where they are the stricter ones.

    The column is asked after the field, whose own limit for a column without negative numbers is 0: the refusal would
    name a limit that is not the real one.
    """
    for kind, name, strictest in ((MinValueValidator, "min", max), (MaxValueValidator, "max", min)):
        found = [each for each in (*field.validators, *column.validators) if isinstance(each, kind)]
        if found:
            best = strictest(found, key=lambda each: each.limit_value)
            field.validators = [*(each for each in field.validators if not isinstance(each, kind)), best]
            if name in field.widget.attrs:
                field.widget.attrs[name] = best.limit_value

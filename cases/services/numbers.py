"""Numbers proposed for new rows: S-0001, S-0002, … Offices may write their own instead."""
import re

from django.db import models

HOUSEHOLDS, CASES = "S-", "C-"


def next_number(model: type[models.Model], prefix: str, field: str = "number") -> str:
    """The number after the highest one that begins with `prefix`; numbers of other shapes are passed over."""
    taken = model._default_manager.filter(**{f"{field}__startswith": prefix}).values_list(field, flat=True)
    counts = [int(number[len(prefix):]) for number in taken if re.fullmatch(r"\d{1,9}", number[len(prefix):])]
    return f"{prefix}{max(counts, default=0) + 1:04d}"

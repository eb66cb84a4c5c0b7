"""Columns that follow the note of an age (年齢・年代), so that the database can count by them."""
from django.db import models

from cases.ages import read_ages


class YoungestField(models.PositiveSmallIntegerField):
    """The lowest age that the row's `age_text` allows; None where it cannot be read. Kept in step as FiscalYearField is."""

    end = 0

    def pre_save(self, instance, add):
        ages = read_ages(instance.age_text)
        value = ages[self.end] if ages else None
        setattr(instance, self.attname, value)
        return value


class OldestField(YoungestField):
    """The highest age that the row's `age_text` allows."""

    end = 1

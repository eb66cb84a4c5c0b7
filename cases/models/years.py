"""Rows that are valid for a run of fiscal years."""
from django.db import models
from django.db.models import F, Q


class YearlyQuerySet(models.QuerySet):
    """Named conditions on what is valid by fiscal year."""

    def in_year(self, fiscal_year: int):
        """Rows valid in the fiscal year; first and last year are inclusive."""
        return self.filter(Q(first_year=None) | Q(first_year__lte=fiscal_year),
                           Q(last_year=None) | Q(last_year__gte=fiscal_year))


class Yearly(models.Model):
    """First and last fiscal year, both included; blank is open."""

    first_year = models.PositiveSmallIntegerField("開始年度", null=True, blank=True)
    last_year = models.PositiveSmallIntegerField("終了年度", null=True, blank=True)

    class Meta:
        abstract = True

    def valid_in(self, fiscal_year: int) -> bool:
        """Whether it exists in the fiscal year."""
        return (self.first_year or fiscal_year) <= fiscal_year <= (self.last_year or fiscal_year)


def years_in_order(name: str) -> models.CheckConstraint:
    """No row ends before it begins."""
    return models.CheckConstraint(
        condition=Q(last_year__gte=F("first_year")) | Q(first_year=None) | Q(last_year=None), name=name)


def trend_of_several_years(name: str) -> models.CheckConstraint:
    """No 年度推移, or one of 2 to 10 fiscal years."""
    return models.CheckConstraint(condition=Q(trend_years=0) | Q(trend_years__range=(2, 10)), name=name)

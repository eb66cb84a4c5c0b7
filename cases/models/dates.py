"""Dated rows and the columns that follow a date."""
from django.db import models
from django.db.models import F, Q

from cases import periods


def valid_on(day, path: str = "") -> Q:
    """That the dated row at `path` ("assignments__") is valid on `day`; its first and last day count."""
    return Q(Q(**{f"{path}ends_on": None}) | Q(**{f"{path}ends_on__gte": day}), **{f"{path}starts_on__lte": day})


class DatedQuerySet(models.QuerySet):
    """Rows with `starts_on` and `ends_on`, both inclusive; no end means still valid."""

    def on(self, day):
        """Rows valid on `day`."""
        return self.filter(valid_on(day))

    def from_day(self, day):
        """Rows valid on `day` or on one after it."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def in_year(self, fiscal_year: int):
        """Rows valid on at least one day of the fiscal year."""
        start, end = periods.fiscal_year_span(fiscal_year)
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=start), starts_on__lt=end)


class Dated(models.Model):
    """A row valid from `starts_on` to `ends_on`, both days included."""

    starts_on = models.DateField("開始日")
    ends_on = models.DateField("終了日", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(
            condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="%(class)s_ends_after_start",
            violation_error_message="終了日は開始日より後にしてください。")]


class FiscalYearField(models.PositiveSmallIntegerField):
    """The fiscal year (年度) of the row's `date`, kept in step on every save and bulk insert."""

    def pre_save(self, instance, add):
        value = periods.fiscal_year_of(instance.date)
        setattr(instance, self.attname, value)
        return value


class MonthField(models.PositiveSmallIntegerField):
    """The calendar month (1-12) of the row's `date`, kept in step on every save and bulk insert."""

    def pre_save(self, instance, add):
        setattr(instance, self.attname, instance.date.month)
        return instance.date.month

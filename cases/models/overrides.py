"""Percentages set by hand (割合の調整), so that a report equals a past print whose shares no rule gives."""
from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from .axes import Axis, Category
from .districts import District

SHARE = {"max_digits": 4, "decimal_places": 1}


class ShareOverrideQuerySet(models.QuerySet):
    """Named conditions on percentages set by hand."""

    def standing(self):
        """Those that have not been revoked."""
        return self.exclude(printed=None)


class ShareOverride(models.Model):
    """One printed percentage of a year's report; `printed` is None once it was revoked.

    No district means the report of all districts, no category the row 合計. `calculated`, `count` and `base` are what
    the rule gave when it was set: where count or base are others now, the rule is printed again and the cell reported.
    """

    fiscal_year = models.PositiveSmallIntegerField("年度")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区")
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="+", verbose_name="表")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="項目")
    printed = models.DecimalField("印刷する割合（％）", null=True, **SHARE)
    calculated = models.DecimalField("計算した割合（％）", null=True, **SHARE)
    count = models.IntegerField("件数", null=True)
    base = models.IntegerField("割合の元の数", null=True)
    reason = models.CharField("理由", max_length=200)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = ShareOverrideQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year", "axis__order", "category__order", "id"]
        verbose_name = verbose_name_plural = "割合の調整"
        constraints = [
            models.UniqueConstraint("fiscal_year", Coalesce("district", Value(0)), "axis", Coalesce("category", Value(0)),
                                    name="share_override_once"),
            models.CheckConstraint(condition=Q(printed=None) | Q(printed__range=(0, 999)), name="share_override_is_a_share")]

    def __str__(self):
        return f"{self.fiscal_year} {self.axis_id} {self.category_id} {self.printed}"


class ShareOverrideEntry(models.Model):
    """One line of the log of a percentage set by hand; `printed` is None where it was revoked. Never edited."""

    override = models.ForeignKey(ShareOverride, models.PROTECT, related_name="entries", verbose_name="割合の調整")
    at = models.DateTimeField("日時", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="利用者")
    printed = models.DecimalField("印刷する割合（％）", null=True, **SHARE)
    calculated = models.DecimalField("計算した割合（％）", null=True, **SHARE)
    count = models.IntegerField("件数", null=True)
    base = models.IntegerField("割合の元の数", null=True)
    reason = models.CharField("理由", max_length=200)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "割合の調整の記録"

    def __str__(self):
        return f"{self.override_id} {self.printed}"

"""Published figures (公表値): totals of past years, kept as printed and never recomputed."""
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce

from .axes import Axis, Category
from .districts import District
from .imports import ImportBatch


class PublishedFigure(models.Model):
    """One printed cell. No district means 全体, no category means 合計, no month means the whole year."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="figures",
                                 verbose_name="地区")
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="figures", verbose_name="軸")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="figures",
                                 verbose_name="分類")
    month = models.PositiveSmallIntegerField("月", null=True, blank=True)
    value = models.IntegerField("件数", null=True, blank=True, help_text="空欄は「不明」です。0 とは違います。")
    note = models.CharField("注記", max_length=300, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="figures",
                              editable=False)

    class Meta:
        ordering = ["fiscal_year", "axis__order", "category__order", "id"]
        verbose_name = verbose_name_plural = "公表値"
        constraints = [
            models.UniqueConstraint(
                "fiscal_year", Coalesce("district", Value(0)), "axis", Coalesce("category", Value(0)),
                Coalesce("month", Value(0, output_field=models.PositiveSmallIntegerField())), name="figure_once"),
            models.CheckConstraint(condition=models.Q(month=None) | models.Q(month__range=(1, 12)),
                                   name="figure_month_is_a_month"),
        ]

    def __str__(self):
        return f"{self.fiscal_year} {self.axis_id} {self.category_id} {self.value}"

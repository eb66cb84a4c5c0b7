"""What the codebook said before: names and rules of earlier fiscal years, so that old reports stay as printed.

A row holds up to and including its `last_year`, from the year after the next earlier row's. The latest years have
no row here; theirs stand in the axis, category or district itself.
"""
from django.db import models
from django.db.models import Q

from .axes import Axis, Category
from .districts import District
from .years import trend_of_several_years


class EarlierLabel(models.Model):
    """The name of an axis, a category or a district until a fiscal year, and whether a kind had a monthly table.

    Where it is `defined`, it also says what a category was until then (DEFINITION), or at which place an axis stood;
    else that is as in the next later row which says it, or as it is now.
    """

    DEFINITION = ("parent_id", "recount", "note", "aliases", "order")

    axis = models.ForeignKey(Axis, models.CASCADE, null=True, blank=True, related_name="earlier_labels", verbose_name="軸")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="earlier_labels",
                                 verbose_name="分類")
    district = models.ForeignKey(District, models.CASCADE, null=True, blank=True, related_name="earlier_labels",
                                 verbose_name="地区")
    last_year = models.PositiveSmallIntegerField("最終年度")
    label = models.CharField("名称", max_length=100)
    monthly = models.BooleanField("月別", default=False)
    defined = models.BooleanField("定義", default=False)
    parent = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="親")
    recount = models.BooleanField("再掲", default=False)
    note = models.CharField("注記", max_length=300, blank=True)
    aliases = models.CharField("別名", max_length=300, blank=True)
    order = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        ordering = ["last_year", "id"]
        verbose_name = verbose_name_plural = "旧名称"
        constraints = [
            models.UniqueConstraint(fields=[noun, "last_year"], name=f"earlier_label_once_per_{noun}")
            for noun in ("axis", "category", "district")] + [
            models.CheckConstraint(
                condition=Q(axis__isnull=False, category=None, district=None)
                | Q(axis=None, category__isnull=False, district=None) | Q(axis=None, category=None, district__isnull=False),
                name="earlier_label_of_one")]

    def __str__(self):
        return self.label


class EarlierRule(models.Model):
    """How an axis was asked and counted until a fiscal year."""

    axis = models.ForeignKey(Axis, models.CASCADE, related_name="earlier_rules", verbose_name="軸")
    last_year = models.PositiveSmallIntegerField("最終年度")
    answer = models.CharField("回答", max_length=20, choices=Axis.Answer.choices)
    asked_for = models.ManyToManyField(Category, verbose_name="対象", blank=True, related_name="+")
    unit = models.CharField("単位", max_length=10)
    percent_base = models.CharField("割合", max_length=20, choices=Axis.PercentBase.choices)
    rounding = models.CharField("端数", max_length=20, choices=Axis.Rounding.choices)
    counts = models.CharField("数え方", max_length=20, choices=Axis.Counts.choices, default=Axis.Counts.CONTACTS)
    prior_as = models.CharField("前年度", max_length=20, choices=Axis.PriorAs.choices, default=Axis.PriorAs.BRACKET)
    trend_years = models.PositiveSmallIntegerField("推移", default=0)
    trend_across = models.CharField("推移の並べ方", max_length=20, choices=Axis.TrendAcross.choices,
                                    default=Axis.TrendAcross.COLUMNS)

    class Meta:
        ordering = ["last_year", "id"]
        verbose_name = verbose_name_plural = "旧規則"
        constraints = [models.UniqueConstraint(fields=["axis", "last_year"], name="earlier_rule_once_per_axis"),
                       trend_of_several_years("earlier_trend_of_2_to_10_years")]

    def __str__(self):
        return f"{self.axis_id} {self.last_year}"

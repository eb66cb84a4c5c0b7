"""Footnotes (※) of a report's tables: only what a person changed or wrote. The rest the codebook writes anew each time."""
from django.conf import settings
from django.db import models

from .axes import Axis, Category
from .districts import District

LONGEST = 500


class Footnote(models.Model):
    """A note written by hand, bound to a table, a row or a cell of one fiscal year; or an edit of the codebook's.

    An edit names the codebook's note by its `key` and has no `part`. Its `text` is "" where the codebook's stands, its
    `system_text` what the codebook wrote when the text was edited. A row without category is 合計, a cell without
    district the column 合計. A note of a monthly table names its kind (対応実績).
    """

    class Part(models.TextChoices):
        TABLE = "table", "表"
        ROW = "row", "項目"
        COUNT = "count", "件数"
        PRIOR = "prior", "前年度の数"
        PERCENT = "percent", "割合"
        MONTHLY = "monthly", "月別の表"

    fiscal_year = models.PositiveSmallIntegerField("年度")
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="+", verbose_name="表")
    key = models.SlugField("自動の注の名前", max_length=80, blank=True)
    part = models.CharField("注を付けるところ", max_length=10, choices=Part.choices, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="項目")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区")
    text = models.CharField("注の文", max_length=LONGEST, blank=True)
    system_text = models.TextField("直す前の自動の文", blank=True, editable=False)
    is_hidden = models.BooleanField("この注を表示しない", default=False)
    hidden_reason = models.CharField("表示しない理由", max_length=200, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False,
                                   verbose_name="最後に直した人")
    changed_at = models.DateTimeField("最後に直した日時", auto_now=True)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["fiscal_year", "axis__order", "id"]
        verbose_name = verbose_name_plural = "表の注"
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "axis", "key"], condition=~models.Q(key=""), name="footnote_once"),
            models.CheckConstraint(condition=(models.Q(key="") & ~models.Q(part=""))
                                   | (~models.Q(key="") & models.Q(part="", category=None, district=None)),
                                   name="footnote_edit_or_by_hand")]

    def __str__(self):
        return f"{self.fiscal_year} {self.axis_id} {self.key or self.text}"

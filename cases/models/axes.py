"""Axes (分類軸) along which contacts are coded, and their categories (分類), as data of the council."""
from django.db import models
from django.db.models import F, Q

KIND = "kind"


class Axis(models.Model):
    """One question of the codebook, such as 相談内容. The axis `kind` (対応実績) always exists."""

    class Answer(models.TextChoices):
        SINGLE = "single", "単一"
        MULTIPLE = "multiple", "複数"
        MULTIPLE_MAIN = "multiple_main", "複数＋主"

    class PercentBase(models.TextChoices):
        NONE = "none", "なし"
        MENTIONS = "mentions", "延べ"
        RECORDS = "records", "件数"

    class Rounding(models.TextChoices):
        PLAIN = "plain", "四捨五入"
        SUM100 = "sum100", "合計100"

    code = models.SlugField("軸コード", max_length=40, unique=True)
    name = models.CharField("軸名", max_length=60, unique=True)
    answer = models.CharField("回答", max_length=20, choices=Answer.choices)
    asked_for = models.ManyToManyField("Category", verbose_name="対象", blank=True, related_name="asks")
    unit = models.CharField("単位", max_length=10, default="件")
    percent_base = models.CharField("割合", max_length=20, choices=PercentBase.choices, default=PercentBase.NONE)
    rounding = models.CharField("端数", max_length=20, choices=Rounding.choices, default=Rounding.SUM100)
    order = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = "分類軸"

    def __str__(self):
        return self.name

    @property
    def single(self) -> bool:
        """Whether a contact has exactly one value here."""
        return self.answer == self.Answer.SINGLE


class CategoryQuerySet(models.QuerySet):
    """Named conditions on categories."""

    def in_year(self, fiscal_year: int):
        """Categories valid in the fiscal year; first and last year are inclusive."""
        return self.filter(Q(first_year=None) | Q(first_year__lte=fiscal_year),
                           Q(last_year=None) | Q(last_year__gte=fiscal_year))

    def kinds(self):
        """Categories of the axis 対応実績."""
        return self.filter(axis__code=KIND)


class Category(models.Model):
    """One value of an axis, valid for a run of fiscal years; retired, never deleted."""

    axis = models.ForeignKey(Axis, models.PROTECT, related_name="categories", verbose_name="軸")
    code = models.SlugField("分類コード", max_length=40)
    label = models.CharField("名称", max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name="親")
    recount = models.BooleanField("再掲", default=False, help_text="表に示しますが、合計には含めません。")
    first_year = models.PositiveSmallIntegerField("開始年度", null=True, blank=True)
    last_year = models.PositiveSmallIntegerField("終了年度", null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed",
                                    verbose_name="統合先")
    note = models.CharField("注記", max_length=300, blank=True)
    aliases = models.CharField("別名", max_length=300, blank=True, help_text="「;」で区切ります。")
    monthly = models.BooleanField("月別", default=False)
    order = models.PositiveIntegerField("並び順", default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["axis__order", "order", "id"]
        verbose_name = verbose_name_plural = "分類"
        constraints = [
            models.UniqueConstraint(fields=["axis", "code"], name="category_code_once_per_axis"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")) | Q(first_year=None) | Q(last_year=None),
                                   name="category_ends_after_start"),
        ]

    def __str__(self):
        return self.label

    def valid_in(self, fiscal_year: int) -> bool:
        """Whether the category exists in the fiscal year."""
        return (self.first_year or fiscal_year) <= fiscal_year <= (self.last_year or fiscal_year)

    @property
    def names(self) -> list[str]:
        """Everything a file may call this category: label, code and aliases."""
        return [self.label, self.code, *(alias for alias in self.aliases.split(";") if alias)]


class CodebookChange(models.Model):
    """One line of the codebook's history: what a load changed, and when. Never edited."""

    changed_at = models.DateTimeField("変更日時", auto_now_add=True)
    text = models.CharField("内容", max_length=500)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "分類の変更履歴"

    def __str__(self):
        return self.text

"""Axes (分類軸) along which contacts are coded, and their categories (分類), as data of the council."""
from django.db import models
from django.db.models import F, Q

from .years import Yearly, YearlyQuerySet, trend_of_several_years, years_in_order

KIND = "kind"
WAY = "method"  # the axis whose category a list shows beside the kind
UNKNOWN = "unknown"  # the code of the category 不明 on an axis of people or households
REST = ("その他", "不明", "分からない", "わからない")  # how the labels begin of what takes in whatever no other category does
SEXES = {"male": 1, "female": 2, "other": 9, UNKNOWN: 0}  # codes of the categories of an axis of sexes, and Member.Sex


class Axis(Yearly):
    """One question of the codebook, such as 相談内容, asked in a run of fiscal years.

    The axis `kind` (対応実績) always exists. What a contact counts under is chosen on it, or told by the person or
    household of its case (`source`). Name and rules are those of the latest year; what held before stands in
    EarlierLabel and EarlierRule. `trend_years` is the number of fiscal years in its 年度推移, the report's own the last;
    0 is no such table.
    """

    class Source(models.TextChoices):
        CONTACT = "contact", "記録"
        AGE = "age", "年齢"
        SEX = "sex", "性別"
        HOUSEHOLD = "household", "世帯"

    class Counts(models.TextChoices):
        CONTACTS = "contacts", "延べ"
        PEOPLE = "people", "実人数"
        HOUSEHOLDS = "households", "実世帯数"

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

    class PriorAs(models.TextChoices):
        """How a table shows the previous year beside this one's figures."""

        BRACKET = "bracket", "（　）"
        DIFFERENCE = "difference", "増減"
        RATE = "rate", "増減率"
        RATIO = "ratio", "前年度比"

    class TrendAcross(models.TextChoices):
        """Where the fiscal years of a 年度推移 stand."""

        COLUMNS = "columns", "列"
        ROWS = "rows", "行"

    MOST_TREND_YEARS = 10
    # with asked_for, what an EarlierRule keeps
    RULES = ("answer", "unit", "percent_base", "rounding", "counts", "prior_as", "trend_years", "trend_across")

    code = models.SlugField("軸コード", max_length=40, unique=True)
    name = models.CharField("軸名", max_length=60, unique=True)
    answer = models.CharField("回答", max_length=20, choices=Answer.choices)
    asked_for = models.ManyToManyField("Category", verbose_name="対象", blank=True, related_name="asks")
    source = models.CharField("出どころ", max_length=20, choices=Source.choices, default=Source.CONTACT)
    counts = models.CharField("数え方", max_length=20, choices=Counts.choices, default=Counts.CONTACTS)
    unit = models.CharField("単位", max_length=10, default="件")
    percent_base = models.CharField("割合", max_length=20, choices=PercentBase.choices, default=PercentBase.NONE)
    rounding = models.CharField("端数", max_length=20, choices=Rounding.choices, default=Rounding.SUM100)
    prior_as = models.CharField("前年度", max_length=20, choices=PriorAs.choices, default=PriorAs.BRACKET)
    trend_years = models.PositiveSmallIntegerField("推移", default=0)
    trend_across = models.CharField("推移の並べ方", max_length=20, choices=TrendAcross.choices, default=TrendAcross.COLUMNS)
    order = models.PositiveIntegerField("並び順", default=0)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = YearlyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = "分類軸"
        constraints = [years_in_order("axis_ends_after_start"), trend_of_several_years("axis_trend_of_2_to_10_years")]

    def __str__(self):
        return self.name

    @property
    def single(self) -> bool:
        """Whether a contact has exactly one value here."""
        return self.answer == self.Answer.SINGLE

    @property
    def is_chosen(self) -> bool:
        """Whether its categories are chosen on the contact itself."""
        return self.source == self.Source.CONTACT

    def counts_in(self, fiscal_year: int) -> str:
        """What the axis counted in a fiscal year."""
        earlier = self.earlier_rules.filter(last_year__gte=fiscal_year).order_by("last_year").first()
        return (earlier or self).counts

    def use_name(self, earlier) -> None:
        """Go by an EarlierLabel, to be shown and not to be saved."""
        self.name = earlier.label

    def use_rules(self, earlier) -> None:
        """Go by the rules of an EarlierRule, to be shown and not to be saved. Its kinds stand in its own `asked_for`."""
        for rule in self.RULES:
            setattr(self, rule, getattr(earlier, rule))


class CategoryQuerySet(YearlyQuerySet):
    """Named conditions on categories."""

    def kinds(self):
        """Categories of the axis 対応実績."""
        return self.filter(axis__code=KIND)


class Category(Yearly):
    """One value of an axis, valid for a run of fiscal years; retired, never deleted once it is used.

    `merged_into` is where its meaning went, `split_from` the older category of which it was a part.
    """

    axis = models.ForeignKey(Axis, models.PROTECT, related_name="categories", verbose_name="軸")
    code = models.SlugField("分類コード", max_length=40)
    label = models.CharField("名称", max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name="親")
    recount = models.BooleanField("再掲", default=False, help_text="表に示しますが、合計には含めません。")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed",
                                    verbose_name="統合先")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="split_into",
                                   verbose_name="分割元")
    note = models.CharField("注記", max_length=300, blank=True)
    aliases = models.CharField("別名", max_length=300, blank=True, help_text="「;」で区切ります。")
    monthly = models.BooleanField("月別", default=False)
    age_from = models.PositiveSmallIntegerField("年齢から", null=True, blank=True)
    age_to = models.PositiveSmallIntegerField("年齢まで", null=True, blank=True,
                                              help_text="この年齢も含みます。空欄は上限なしです。")
    order = models.PositiveIntegerField("並び順", default=0)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["axis__order", "order", "id"]
        verbose_name = verbose_name_plural = "分類"
        constraints = [
            models.UniqueConstraint(fields=["axis", "code"], name="category_code_once_per_axis"),
            years_in_order("category_ends_after_start"),
            models.CheckConstraint(condition=Q(age_to__gte=F("age_from")) | Q(age_from=None) | Q(age_to=None),
                                   name="category_ages_in_order"),
        ]

    def __str__(self):
        return self.label

    def use_name(self, earlier) -> None:
        """Go by an EarlierLabel, to be shown and not to be saved."""
        self.label, self.monthly = earlier.label, earlier.monthly

    def use_definition(self, earlier) -> None:
        """Go by what a `defined` EarlierLabel says, to be shown and not to be saved."""
        for name in earlier.DEFINITION:
            setattr(self, name, getattr(earlier, name))

    @property
    def is_rest(self) -> bool:
        """Whether it says only that no other category fits, or that nothing is known (その他, その他の…, 不明)."""
        return self.code == UNKNOWN or self.label.strip().startswith(REST)

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

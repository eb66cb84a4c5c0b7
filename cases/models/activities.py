"""The register of work with groups and places (地域支援): meetings, exchange, training, publicity, 相談サロン, groups that begin."""
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .audit import Personal
from .dates import FiscalYearField, MonthField
from .deletion import Deletable, undeleted
from .districts import District
from .resources import Resource
from .years import Yearly, YearlyQuerySet, years_in_order

AMOUNTS = ("visitors", "consultations", "copies", "issues")  # what an entry may count, each None where nobody counted
MOST_OF = {"visitors": 99_999, "consultations": 9_999, "copies": 9_999_999, "issues": 999}  # more is a slip of the keys


class ActivityKind(Yearly):
    """A kind of entry, the council's own, valid by fiscal year. `chapter` is where the annual report tells of it.

    The `asks_…` say which amounts make sense for it; an entry of another kind has none.
    """

    class Chapter(models.TextChoices):
        MEETINGS = "meetings", "会議体への参加"
        EXCHANGE = "exchange", "他機関との情報交換"
        TRAINING = "training", "研修体制"
        PUBLICITY = "publicity", "広報"
        OTHER = "other", "その他の地域支援"

    code = models.SlugField("種別コード", max_length=40, unique=True)
    name = models.CharField("種別の名称", max_length=60)
    chapter = models.CharField("報告書の章", max_length=20, choices=Chapter.choices, default=Chapter.OTHER)
    asks_visitors = models.BooleanField("来場・参加者数を書く", default=False)
    asks_consultations = models.BooleanField("相談件数を書く", default=False)
    asks_copies = models.BooleanField("部数と発行回数を書く", default=False)
    order = models.PositiveIntegerField("並び順", default=0)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = YearlyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = "地域支援の種別"
        constraints = [years_in_order("activity_kind_ends_after_start")]

    def __str__(self):
        return self.name

    @property
    def asked(self) -> tuple[str, ...]:
        """The amounts that an entry of this kind may have."""
        copies = ("copies", "issues") if self.asks_copies else ()
        return (*(name for name in AMOUNTS[:2] if getattr(self, f"asks_{name}")), *copies)


class NoEntries(models.Model):
    """Somebody said that there was nothing of a kind in a district and fiscal year (実績なし); an entry made later speaks louder."""

    kind = models.ForeignKey(ActivityKind, models.CASCADE, related_name="+", verbose_name="種別")
    district = models.ForeignKey(District, models.CASCADE, related_name="+", verbose_name="地区")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="確かめた人")
    said_at = models.DateTimeField("確かめた日時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "地域支援の実績なし"
        constraints = [models.UniqueConstraint(fields=["kind", "district", "fiscal_year"], name="no_entries_said_once")]

    def __str__(self):
        return f"{self.kind}（実績なし）"


class ActivityQuerySet(models.QuerySet):
    """Named conditions on entries of the register."""

    def in_year(self, fiscal_year: int):
        """Entries of a fiscal year, 1 April to 31 March, both included."""
        return self.filter(fiscal_year=fiscal_year)

    def due(self, day):
        """Entries whose next date is on or before `day` and still open.

        It is done with a later entry of the same kind and district that is of the same title or resource.
        """
        same = Q(title=models.OuterRef("title")) | Q(resource=models.OuterRef("resource"))
        later = Activity.objects.filter(same, kind=models.OuterRef("kind"), district=models.OuterRef("district"), date__gt=models.OuterRef("date"))
        return self.filter(next_on__lte=day).exclude(models.Exists(later))

    def listed(self):
        """Entries with all that a list line prints, in a constant number of queries."""
        return self.select_related("kind", "district", "resource").prefetch_related("coordinators")


class Activity(Personal, Deletable):
    """One entry: what was done on a day with a group, an agency or at a place. Counted once, under the coordinator's `district`.

    `contacts` are those of the log that were logged from here; they count as contacts, whatever amounts are written here.
    """

    date = models.DateField("日付")
    fiscal_year = FiscalYearField(editable=False)
    month = MonthField(editable=False)
    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="activities", verbose_name="種別")
    title = models.CharField("件名", max_length=120, help_text="会議・研修・たよりなどの名称です。例: ほのぼのネット定例会（わかば班）")
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="activities",
                                 verbose_name="団体・機関・場所（社会資源）")
    place = models.CharField("場所", max_length=100, blank=True, help_text="会場などを書きます。例: 大沢地区公会堂、オンライン")
    district = models.ForeignKey(District, models.PROTECT, related_name="activities", verbose_name="地区",
                                 help_text="集計する地区（担当者の地区）です。")
    is_citywide = models.BooleanField("全市にわたる取組", default=False, help_text="報告書の一覧で「全市」にまとめます。件数は上の地区で数えます。")
    coordinators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="activities", verbose_name="担当者", blank=True)
    visitors = models.PositiveIntegerField("来場・参加者数（人）", null=True, blank=True, help_text="数えていないときは空欄にします。0人とは異なります。")
    consultations = models.PositiveIntegerField("相談件数（件）", null=True, blank=True, help_text="数えていないときは空欄にします。")
    copies = models.PositiveIntegerField("部数（部）", null=True, blank=True)
    issues = models.PositiveIntegerField("発行・掲載回数（回）", null=True, blank=True)
    text = models.TextField("内容", blank=True)
    next_on = models.DateField("次回予定日", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                   verbose_name="登録者")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = undeleted(ActivityQuerySet)
    everything = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = verbose_name_plural = "地域支援の記録"
        indexes = [models.Index(fields=["fiscal_year", "district", "deleted_at"], name="activity_year_district"),
                   models.Index(fields=["district", "date"], name="activity_district_date")]
        constraints = [models.CheckConstraint(
            condition=Q(next_on=None) | Q(next_on__gte=F("date")), name="activity_next_after_date",
            violation_error_message="次回予定日は、日付より後にしてください。")]

    def __str__(self):
        return self.title

    @property
    def asks_more_than_came(self) -> bool:
        """Whether more consultations are written down than people who came: mostly a slip, and possible all the same."""
        return None not in (self.visitors, self.consultations) and self.consultations > self.visitors

    @property
    def amounts(self) -> list[tuple[str, int | None]]:
        """(words, figure) of the amounts that its kind asks for; None where nobody counted."""
        return [(_AMOUNT_WORDS[name], getattr(self, name)) for name in self.kind.asked]


_AMOUNT_WORDS = {"visitors": "来場・参加", "consultations": "相談", "copies": "部数", "issues": "発行・掲載"}

"""Cases (ケース): the work for one household, one group or one place over time."""
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from .audit import Personal
from .deletion import Deletable, undeleted
from .districts import District, names_of_district
from .households import Household, Member
from .resources import Resource
from .restricted import Restricted, RestrictedQuerySet, restricted_index


def names_of_case(path: str = "") -> list[str]:
    """The columns that name the case at `path` ("goal__plan__case__") and its household, and say whether they are restricted."""
    names = ("number", "title", "is_restricted", "household__number", "household__name", "household__is_restricted")
    return [f"{path}{name}" for name in names]


class CaseQuerySet(RestrictedQuerySet):
    """Named conditions on cases."""

    def open(self):
        """Cases that are not closed."""
        return self.filter(closed_on=None)

    def named(self):
        """Cases with their household, and of both no more than names them and says whether they are restricted."""
        return self.select_related("household").only(*names_of_case())

    def in_lines(self, *more: str):
        """Named cases (`named`), with all that a line of a table prints besides and `more` columns."""
        return self.select_related("household", "district", "coordinator").only(
            *names_of_case(), *more, "subject_name", *names_of_district(), "coordinator__name")


class Case(Personal, Restricted, Deletable):
    """A case of a household, or of a group or place (地域支援)."""

    class Subject(models.TextChoices):
        HOUSEHOLD = "household", "世帯"
        GROUP = "group", "団体・グループ"
        PLACE = "place", "場所・居場所"

    number = models.CharField("ケース番号", max_length=40, unique=True)
    title = models.CharField("題名", max_length=120)
    subject = models.CharField("対象", max_length=20, choices=Subject.choices, default=Subject.HOUSEHOLD)
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="cases",
                                  verbose_name="世帯")
    person = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="本人",
                               help_text="年齢や性別の集計に使う世帯員です。分からないときは選ばなくて構いません。")
    subject_name = models.CharField("団体・場所の名称", max_length=100, blank=True)
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="社会資源",
                                 help_text="対象の団体・場所が社会資源の台帳にあるときに選びます。")
    district = models.ForeignKey(District, models.PROTECT, related_name="cases", verbose_name="担当地区")
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
                                    related_name="cases", verbose_name="担当者")
    opened_on = models.DateField("開始日")
    closed_on = models.DateField("終結日", null=True, blank=True)
    closing_reason = models.CharField("終結の理由", max_length=200, blank=True)
    summary = models.TextField("概要・主訴", blank=True)
    promises = models.TextField("約束していること", blank=True, help_text="本人や関係者と約束した、これからすることを書きます。引き継ぎの資料に載ります。")
    quiet_days = models.PositiveSmallIntegerField(
        "連絡が空いたら知らせる日数", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text="この日数のあいだ対応記録がないと「今日」に表示します。空欄なら知らせません。例: 30")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = undeleted(CaseQuerySet)
    everything = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-id"]
        verbose_name = verbose_name_plural = "ケース"
        indexes = [restricted_index("case")]
        constraints = [
            models.CheckConstraint(condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                                   name="case_closes_after_opening",
                                   violation_error_message="終結日は開始日より後にしてください。"),
            models.CheckConstraint(
                condition=Q(subject="household", household__isnull=False) | (
                    ~Q(subject="household") & Q(household=None)),
                name="case_subject_matches",
                violation_error_message="対象が「世帯」のときは世帯を選び、それ以外のときは世帯を空欄にしてください。"),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

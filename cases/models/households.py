"""Households (世帯) and their members (世帯員). Anonymous callers are normal: nothing personal is required."""
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .ages import OldestField, YoungestField
from .audit import Personal
from .axes import Axis, Category
from .deletion import Deletable, undeleted
from .districts import District, names_of_district
from .restricted import Restricted, RestrictedQuerySet, restricted_index


class HouseholdQuerySet(RestrictedQuerySet):
    """Named conditions on households."""

    def in_lines(self):
        """Households with their district, and no more than a line of a table prints."""
        return self.select_related("district").only("number", "name", "is_restricted", "is_outside", *names_of_district())


class Household(Personal, Restricted, Deletable):
    """People who live or are helped together; its number is its handle where no name is known."""

    number = models.CharField("世帯番号", max_length=40, unique=True)
    name = models.CharField("世帯の呼び名", max_length=60, blank=True, help_text="例: 世帯主の氏名。匿名の場合は空欄で構いません。")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="households",
                                 verbose_name="住所の地区", help_text="地区外・不明の場合は空欄にします。")
    is_outside = models.BooleanField("地区外", default=False,
                                     help_text="どの地区にも住んでいない世帯です。まだ分からないときは付けません。")
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=40, blank=True)
    contact_care = models.TextField("連絡の注意", blank=True, help_text="避ける連絡の仕方などを書きます。例: 夜は電話しない、長男には知らせない")
    note = models.TextField("備考", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False,
                                   related_name="+", verbose_name="登録者")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = undeleted(HouseholdQuerySet)
    everything = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = verbose_name_plural = "世帯"
        indexes = [restricted_index("household")]
        constraints = [models.CheckConstraint(
            condition=Q(is_outside=False) | Q(district=None), name="household_outside_has_no_district",
            violation_error_message="「地区外」の世帯には、住所の地区を選べません。")]

    def __str__(self):
        return f"{self.number} {self.name or '（氏名不明）'}"

    @property
    def place(self) -> str:
        """The district of the address in words: 大沢, 地区外, or 不明."""
        return "地区外" if self.is_outside else self.district.name if self.district else "不明"


class HouseholdType(models.Model):
    """What a household is on an axis of households (世帯類型), from a fiscal year on until its next row.

    For the years before its first row nothing is known.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="types", verbose_name="世帯")
    category = models.ForeignKey(Category, models.PROTECT, related_name="household_types", verbose_name="分類")
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="+", verbose_name="軸")
    from_year = models.PositiveSmallIntegerField("年度から")

    class Meta:
        ordering = ["from_year", "id"]
        verbose_name = verbose_name_plural = "世帯の分類"
        constraints = [models.UniqueConstraint(fields=["household", "axis", "from_year"], name="household_type_once")]

    def __str__(self):
        return f"{self.household_id} {self.category_id} {self.from_year}"


class Member(Personal, Restricted, Deletable):
    """A person of a household, from one day to another where the days are known."""

    class Sex(models.IntegerChoices):
        UNKNOWN = 0, "不明"
        MALE = 1, "男性"
        FEMALE = 2, "女性"
        OTHER = 9, "その他"

    household = models.ForeignKey(Household, models.CASCADE, related_name="members", verbose_name="世帯")
    family_name = models.CharField("氏", max_length=40, blank=True)
    given_name = models.CharField("名", max_length=40, blank=True)
    kana = models.CharField("ふりがな", max_length=80, blank=True)
    relation = models.CharField("続柄", max_length=40, blank=True, help_text="例: 本人、妻、長男、母")
    sex = models.PositiveSmallIntegerField("性別", choices=Sex.choices, default=Sex.UNKNOWN)
    birth_date = models.DateField("生年月日", null=True, blank=True)
    age_text = models.CharField("年齢・年代", max_length=20, blank=True, help_text="生年月日が分からないとき。例: 80代")
    youngest = YoungestField(editable=False, null=True)
    oldest = OldestField(editable=False, null=True)
    phone = models.CharField("電話番号", max_length=40, blank=True)
    is_key_person = models.BooleanField("キーパーソン", default=False)
    lives_together = models.BooleanField("同居", default=True)
    is_deceased = models.BooleanField("死亡", default=False)
    died_on = models.DateField("死亡日", null=True, blank=True, help_text="分からないときは空欄にします。")
    starts_on = models.DateField("世帯に入った日", null=True, blank=True)
    ends_on = models.DateField("世帯を離れた日", null=True, blank=True)
    contact_care = models.TextField("連絡の注意", blank=True, help_text="避ける連絡の仕方などを書きます。例: 夜は電話しない、長男には知らせない")
    note = models.TextField("備考", blank=True)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = undeleted(RestrictedQuerySet)
    everything = RestrictedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "世帯員"
        indexes = [restricted_index("member")]
        constraints = [models.CheckConstraint(
            condition=Q(ends_on__gte=F("starts_on")) | Q(starts_on=None) | Q(ends_on=None),
            name="member_ends_after_start", violation_error_message="離れた日は入った日より後にしてください。")]

    def __str__(self):
        return self.full_name or self.relation or "（氏名不明）"

    @property
    def full_name(self) -> str:
        """Family and given name with one space, as far as they are known."""
        return f"{self.family_name} {self.given_name}".strip()

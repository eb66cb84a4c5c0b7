"""Relations (関係) between members, and ties (つながり) of a household to what is around it: what the family figures draw."""
from django.db import models
from django.db.models import F, Q

from .households import Household, Member
from .resources import Resource


class Drawn(models.Model):
    """A line of a figure, from one day to another where the days are known.

    Withdrawn is what was entered by mistake: it stays, is drawn nowhere, and can be taken back.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="%(class)ss", verbose_name="世帯", editable=False)
    starts_on = models.DateField("始まった日", null=True, blank=True)
    ends_on = models.DateField("終わった日", null=True, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    is_withdrawn = models.BooleanField("取り消す（誤って入れたもの）", default=False, help_text="図にも文にも出なくなります。あとで戻せます。")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [models.CheckConstraint(
            condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")), name="%(class)s_ends_after_start",
            violation_error_message="終わった日は始まった日以降にしてください。")]


class Relation(Drawn):
    """What two members of a household are to each other. Of parent and child, the parent is the first."""

    class Kind(models.TextChoices):
        BLOOD = "blood", "親と子（実子）"
        ADOPTED = "adopted", "親と子（養子）"
        FOSTER = "foster", "親と子（里子）"
        STEP = "step", "親と子（継子）"
        MARRIED = "married", "夫婦（婚姻）"
        COHABITING = "cohabiting", "内縁・事実婚"
        SEPARATED = "separated", "夫婦（別居）"
        DIVORCED = "divorced", "離婚"
        SIBLINGS = "siblings", "きょうだい"
        TWINS = "twins", "双子（ふたご）"

    PARENTAGES = (Kind.BLOOD, Kind.ADOPTED, Kind.FOSTER, Kind.STEP)
    COUPLES = (Kind.MARRIED, Kind.COHABITING, Kind.SEPARATED, Kind.DIVORCED)
    SIBLINGS = (Kind.SIBLINGS, Kind.TWINS)

    first = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="1人目（親と子では親）")
    kind = models.CharField("関係", max_length=20, choices=Kind.choices)
    second = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="2人目（親と子では子）")

    class Meta(Drawn.Meta):
        verbose_name = verbose_name_plural = "世帯員の関係"
        constraints = [*Drawn.Meta.constraints, models.CheckConstraint(
            condition=~Q(first=F("second")), name="relation_of_two", violation_error_message="別の2人を選んでください。")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.first_id} {self.second_id}"


class Tie(Drawn):
    """What the household, or one member, is to an agency, a group or a person around it."""

    class Strength(models.TextChoices):
        STRONG = "strong", "強い"
        NORMAL = "normal", "通常"
        WEAK = "weak", "希薄"
        CONFLICT = "conflict", "対立・ストレス"

    class Direction(models.TextChoices):
        NONE = "none", "記載しない"
        TO = "to", "世帯から相手へ"
        FROM = "from", "相手から世帯へ"
        BOTH = "both", "双方向"

    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="だれの",
                               help_text="世帯全体のつながりのときは空欄にします。")
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="社会資源")
    name = models.CharField("社会資源にない相手", max_length=60, blank=True, help_text="例: 近所の人、別居の長女、職場")
    strength = models.CharField("関係の強さ", max_length=20, choices=Strength.choices, default=Strength.NORMAL)
    direction = models.CharField("働きかけの向き", max_length=20, choices=Direction.choices, default=Direction.NONE)

    class Meta(Drawn.Meta):
        verbose_name = verbose_name_plural = "周囲とのつながり"
        constraints = [*Drawn.Meta.constraints, models.CheckConstraint(
            condition=Q(resource=None) ^ Q(name=""), name="tie_has_one_end",
            violation_error_message="相手は、社会資源から選ぶか、「社会資源にない相手」に入力するか、どちらか一方にしてください。")]

    def __str__(self):
        return f"つながり {self.household_id}"

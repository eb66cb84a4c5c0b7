"""Protection of whereabouts (支援措置): where someone lives must not be learned by a certain person."""
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .households import Household, Member
from .relations import Tie

# What tells where a protected household is. Hidden on every page but the one that asks for a purpose.
WHEREABOUTS = {Household: ("address", "phone", "district", "is_outside"), Member: ("phone",),
               Tie: ("resource", "name", "note")}  # an agency's name can tell where someone is


class ProtectionQuerySet(models.QuerySet):
    """Named conditions on protections."""

    def standing(self):
        """Protections that nobody has ended. One whose period is over stands until a person ends it."""
        return self.filter(ended_at=None)


class Protection(models.Model):
    """A household, or one member of it, whose whereabouts are hidden from the day this is entered."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="protections", verbose_name="世帯",
                                  editable=False)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="protections",
                               verbose_name="守られる人", help_text="世帯全体のときは空欄にします。")
    reason = models.CharField("理由", max_length=200, help_text="例: 配偶者からの暴力。住民票の支援措置あり")
    starts_on = models.DateField("開始日")
    ends_on = models.DateField("終了日", null=True, blank=True,
                               help_text="決まっていないときは空欄にします。過ぎても、終了の手続きをするまで住所は表示されません。")
    from_member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+",
                                    verbose_name="知らせてはいけない相手（世帯員）")
    from_text = models.CharField("知らせてはいけない相手（世帯員以外）", max_length=200, blank=True,
                                 help_text="例: 元夫。氏名が分からないときは続柄だけでも構いません。")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False,
                               verbose_name="登録者")
    ended_at = models.DateTimeField("終了の手続き", null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
                                 verbose_name="終了した人")
    ended_reason = models.CharField("終了の理由", max_length=200, blank=True, editable=False)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = ProtectionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        verbose_name = verbose_name_plural = "支援措置"
        indexes = [models.Index(fields=["household"], name="protection_standing", condition=Q(ended_at=None))]
        constraints = [models.CheckConstraint(
            condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="protection_ends_after_start",
            violation_error_message="終了日は開始日より後にしてください。")]

    def __str__(self):
        return f"支援措置 {self.household_id}"

    def is_over(self, day) -> bool:
        """Whether the period has run out before `day`, so that it has to be renewed or ended."""
        return self.ends_on is not None and self.ends_on < day

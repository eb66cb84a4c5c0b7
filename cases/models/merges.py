"""Merges (統合) of two records of the same household or person, and pairs that were said to be different (別の世帯・別人)."""
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from .households import Household, Member


class MergeQuerySet(models.QuerySet):
    """Named conditions on merges."""

    def standing(self):
        """Merges that nobody has undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """Two households made one, or two members of `household` made one; the record that is gone is deleted and led on from.

    `changes` holds every value that was replaced, before and after, so that the merge can be undone.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="merges", verbose_name="残した世帯", editable=False)
    gone_household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="merged_into",
                                       verbose_name="統合した世帯", editable=False)
    kept_member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="merges", verbose_name="残した世帯員",
                                    editable=False)
    gone_member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="merged_into",
                                    verbose_name="統合した世帯員", editable=False)
    reason = models.CharField("統合の理由", max_length=200)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="統合した人",
                                editable=False)
    made_at = models.DateTimeField("統合日時", auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
                                  verbose_name="取り消した人", editable=False)
    undone_at = models.DateTimeField("取消日時", null=True, editable=False)
    undone_reason = models.CharField("取消しの理由", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = verbose_name_plural = "統合"
        constraints = [
            models.CheckConstraint(name="merge_of_one_kind", condition=(
                Q(gone_household__isnull=False, kept_member=None, gone_member=None)
                | Q(gone_household=None, kept_member__isnull=False, gone_member__isnull=False))),
            models.UniqueConstraint(fields=["gone_household"], condition=Q(undone_at=None), name="household_merged_once"),
            models.UniqueConstraint(fields=["gone_member"], condition=Q(undone_at=None), name="member_merged_once"),
        ]

    def __str__(self):
        return f"統合 {self.pk}"

    @property
    def kept(self) -> Household | Member:
        """The record that stayed."""
        return self.kept_member or self.household

    @property
    def gone(self) -> Household | Member:
        """The record that was merged away."""
        return self.gone_member or self.gone_household


class KeptApart(models.Model):
    """Two records of a kind that someone looked at and found to be different; `first_id` is the lower id."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", "別の世帯"
        MEMBER = "member", "別人"

    kind = models.CharField("種類", max_length=20, choices=Kind.choices)
    first_id = models.BigIntegerField("1件目")
    second_id = models.BigIntegerField("2件目")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="判断した人")
    set_at = models.DateTimeField("判断した日時", auto_now_add=True)

    class Meta:
        ordering = ["-set_at", "-id"]
        verbose_name = verbose_name_plural = "別の世帯・別人"
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_id", "second_id"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(first_id__lt=models.F("second_id")), name="kept_apart_in_order"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.first_id} {self.second_id}"

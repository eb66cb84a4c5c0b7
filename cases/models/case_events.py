"""What happens to a case besides its contacts (ケースの経過): 受付, 終結, 再開 and 担当の引き継ぎ, each with its day.

A 担当の引き継ぎ may be entered ahead of its day: until then it is of a kind of its own, which nothing but the course of the case tells.
"""
from django.conf import settings
from django.db import models
from django.db.models import Q

from .audit import Personal
from .cases import Case
from .districts import District
from .withdrawable import Withdrawable, WithdrawableQuerySet


class CaseEvent(Personal, Withdrawable):
    """One event of a case. Whoever sees the case sees it. It is counted in no figure: a 再開 is never a 新規相談.

    Words of the council's lists (経路, 緊急度, 終結の理由) are kept as they were when they were chosen.
    A 担当の引き継ぎ into another district says from which, and takes the earliest open 次回予定日 along (`next_on`): the
    contacts that it comes from stay where they were counted.
    """

    class Kind(models.TextChoices):
        INTAKE = "intake", "受付"
        CLOSED = "closed", "終結"
        REOPENED = "reopened", "再開"
        HANDED_OVER = "handed_over", "担当の引き継ぎ"
        TO_HAND_OVER = "to_hand_over", "担当の引き継ぎ（予定）"

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name="ケース", editable=False)
    kind = models.CharField("種類", max_length=20, choices=Kind.choices, editable=False)
    date = models.DateField("日付")
    route = models.CharField("受付の経路", max_length=60, blank=True)
    referrer = models.CharField("紹介元", max_length=100, blank=True, help_text="例: 民生委員の見本さん、地域包括支援センター")
    complaint = models.TextField("主訴", blank=True, help_text="だれが、何に困っていると話したかを、本人の言葉に近い形で書きます。")
    urgency = models.CharField("緊急度", max_length=60, blank=True)
    reason = models.CharField("終結の理由", max_length=200, blank=True, editable=False)
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                  verbose_name="前の担当者")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                verbose_name="新しい担当者")
    to_district = models.ForeignKey(District, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="新しい担当地区")
    from_district = models.ForeignKey(District, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="前の担当地区")
    next_on = models.DateField("引き継いだ次回予定日", null=True, editable=False)
    handed_at = models.DateTimeField("引き継いだ日時", null=True, editable=False)
    note = models.TextField("事情・申し送り", blank=True)
    watch = models.TextField("気をつけること", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                   verbose_name="登録者")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        ordering = ["date", "id"]
        verbose_name = verbose_name_plural = "ケースの経過"
        constraints = [
            models.CheckConstraint(condition=~Q(kind__in=["handed_over", "to_hand_over"]) | Q(to_user__isnull=False), name="case_event_handed_to_someone"),
            models.UniqueConstraint(fields=["case"], condition=Q(kind="to_hand_over", is_withdrawn=False), name="case_event_one_handover_to_come")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

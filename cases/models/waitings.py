"""返事待ち: someone else is to answer or to do something first; until then the case waits."""
from django.db import models
from django.db.models import F, Q

from .audit import Personal
from .cases import Case
from .contacts import Contact


class WaitingQuerySet(models.QuerySet):
    """Named conditions on waitings."""

    def open(self):
        """Those that nobody has answered or given up."""
        return self.filter(ended_on=None)


class Waiting(Personal):
    """For whom and what a case waits, or a contact of no case, since a day. Whoever sees that record sees this."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="waitings", verbose_name="ケース", editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="waitings", verbose_name="対応記録", editable=False)
    whom = models.CharField("だれの返事", max_length=100, help_text="例: 地域包括支援センター、長男、市の生活福祉課")
    what = models.CharField("何の返事", max_length=200, help_text="例: 訪問に同行できる日、サービスの利用の可否")
    since = models.DateField("待ち始めた日")
    ended_on = models.DateField("待ち終わった日", null=True, blank=True)
    result = models.CharField("結果", max_length=200, blank=True, help_text="例: 来週の水曜に同行できる。返事がないため取りやめ")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        verbose_name = verbose_name_plural = "返事待ち"
        indexes = [models.Index(fields=["since"], name="waiting_open", condition=Q(ended_on=None))]
        constraints = [
            models.CheckConstraint(condition=Q(case=None) ^ Q(contact=None), name="waiting_of_one_record",
                                   violation_error_message="返事待ちは、ケースか対応記録のどちらか一方のものです。"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(ended_on__gte=F("since")), name="waiting_ends_after_start",
                                   violation_error_message="待ち終わった日は、待ち始めた日以降にしてください。"),
        ]

    def __str__(self):
        return f"返事待ち {self.pk}"

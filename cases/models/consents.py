"""同意: what a member of a household allows to be told to whom, since when, and until when."""
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .audit import Personal
from .households import Member
from .withdrawable import Withdrawable, WithdrawableQuerySet


class Consent(Personal, Withdrawable):
    """A member's consent to share information with agencies. A withdrawn one stays, as withdrawn. Whoever sees the member sees it."""

    class Method(models.TextChoices):
        WRITTEN = "written", "書面"
        ORAL = "oral", "口頭"

    member = models.ForeignKey(Member, models.PROTECT, related_name="consents", verbose_name="世帯員", editable=False)
    scope = models.CharField("同意した範囲（機関）", max_length=300, help_text="例: 地域包括支援センター、市の生活福祉課、主治医")
    content = models.CharField("伝えてよい内容", max_length=300, blank=True, help_text="例: 健康と家計のこと。病名は伝えない。")
    given_on = models.DateField("同意日")
    method = models.CharField("同意の方法", max_length=10, choices=Method.choices)
    withdrawn_on = models.DateField("撤回日", null=True, blank=True, help_text="本人が同意を取り消した日。撤回した同意も、撤回済みとして残ります。")
    note = models.TextField("備考", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                   verbose_name="登録者")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-id"]
        verbose_name = verbose_name_plural = "同意"
        constraints = [models.CheckConstraint(condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                                              name="consent_withdrawn_after_given",
                                              violation_error_message="撤回日は、同意日以降にしてください。")]

    def __str__(self):
        return f"同意 {self.pk}"

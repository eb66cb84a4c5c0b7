"""支援会議 and 重層的支援会議: two different meetings about cases, with what was decided."""
from django.conf import settings
from django.db import models
from django.db.models import Q

from .audit import Personal
from .cases import Case
from .resources import Resource
from .withdrawable import Withdrawable, WithdrawableQuerySet


class Conference(Personal, Withdrawable):
    """A meeting about one case or several. Whoever sees all of these cases sees it, or has handed those on since that are out of sight.

    Where one other district sees all of them by now, it is that district's alone.
    """

    class Kind(models.TextChoices):
        SUPPORT = "support", "支援会議"
        MULTILAYERED = "multilayered", "重層的支援会議"

    class Method(models.TextChoices):
        WRITTEN = "written", "書面"
        ORAL = "oral", "口頭"

    kind = models.CharField("会議の種類", max_length=20, choices=Kind.choices)
    date = models.DateField("開催日")
    cases = models.ManyToManyField(Case, related_name="conferences", verbose_name="話し合うケース")
    host = models.CharField("主催", max_length=100, blank=True, help_text="例: 市 地域福祉課、多機関協働事業者")
    place = models.CharField("場所", max_length=100, blank=True)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="参加した職員")
    agencies = models.ManyToManyField(Resource, blank=True, related_name="conferences", verbose_name="参加した機関")
    others = models.TextField("そのほかの参加者", blank=True, help_text="例: 本人、長女、民生委員2名、社会資源に登録していない機関")
    consent_on = models.DateField("本人の同意日", null=True, blank=True)
    consent_method = models.CharField("同意の方法", max_length=10, choices=Method.choices, blank=True)
    talk = models.TextField("話し合ったこと", blank=True)
    decisions = models.TextField("決まったこと", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                   verbose_name="登録者")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = verbose_name_plural = "会議"
        constraints = [models.CheckConstraint(
            condition=(Q(kind="multilayered", consent_on__isnull=False) & ~Q(consent_method="")) | Q(kind="support", consent_on=None, consent_method=""),
            name="conference_consent_by_kind",
            violation_error_message="重層的支援会議には本人の同意の日と方法を入れ、支援会議では空欄にしてください。")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

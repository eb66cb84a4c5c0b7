"""The codebook of a coming fiscal year while it is being prepared (年度更新)."""
from django.conf import settings
from django.db import models
from django.db.models import Q


class CodebookPlan(models.Model):
    """Changes of the codebook that hold from 1 April of `fiscal_year`, kept apart until they are put in force.

    `changes` are rows of the codebook as services.codebook_plan writes them: what each was, and what it will be.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "作成中"
        IN_FORCE = "in_force", "確定"
        CANCELLED = "cancelled", "取りやめ"

    fiscal_year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状態", max_length=20, choices=State.choices, default=State.DRAFT)
    changes = models.JSONField("変更", default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="作成者")
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    decided_at = models.DateTimeField("確定・取りやめの日時", null=True, editable=False)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-fiscal_year", "-id"]
        verbose_name = verbose_name_plural = "年度更新"
        constraints = [models.UniqueConstraint(fields=["fiscal_year"], condition=~Q(state="cancelled"),
                                               name="codebook_plan_once_per_year")]

    def __str__(self):
        return f"{self.fiscal_year} {self.get_state_display()}"

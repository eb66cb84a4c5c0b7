"""支援計画: what a case aims at, how far it has come, and when somebody looks again."""
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .audit import Personal
from .cases import Case
from .withdrawable import Withdrawable, WithdrawableQuerySet


class SupportPlan(Personal, Withdrawable):
    """A plan of a case, from a day on. A case has one that is in force after the other. Whoever sees the case sees it."""

    class State(models.TextChoices):
        DRAFT = "draft", "作成中"
        ACTIVE = "active", "実施中"
        ENDED = "ended", "終了"

    case = models.ForeignKey(Case, models.PROTECT, related_name="support_plans", verbose_name="ケース", editable=False)
    made_on = models.DateField("作成日")
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.ACTIVE)
    wish = models.TextField("本人・家族の希望", blank=True)
    policy = models.TextField("支援の方針", blank=True)
    starts_on = models.DateField("計画の開始日", null=True, blank=True)
    ends_on = models.DateField("計画の終了日", null=True, blank=True)
    agreed_on = models.DateField("本人が内容に同意した日", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                   verbose_name="作成者")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-id"]
        verbose_name = verbose_name_plural = "支援計画"
        constraints = [models.CheckConstraint(condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                                              name="support_plan_ends_after_start",
                                              violation_error_message="計画の終了日は、開始日以降にしてください。")]

    def __str__(self):
        return f"支援計画 {self.pk}"


class Goal(Personal):
    """One aim (目標) of a plan; who does what for it by when are its tasks."""

    class State(models.TextChoices):
        DOING = "doing", "取組中"
        REACHED = "reached", "達成"
        REVISED = "revised", "見直し"
        STOPPED = "stopped", "中止"

    plan = models.ForeignKey(SupportPlan, models.PROTECT, related_name="goals", verbose_name="支援計画", editable=False)
    aim = models.TextField("目標", help_text="本人がどうなることを目指すかを書きます。例: 週に1度は外に出て、人と話す。")
    until = models.DateField("いつまでに", null=True, blank=True)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.DOING)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "目標"

    def __str__(self):
        return f"目標 {self.pk}"


class Monitoring(Personal):
    """How far a plan had come on a day (モニタリング), and when somebody looks again."""

    plan = models.ForeignKey(SupportPlan, models.PROTECT, related_name="monitorings", verbose_name="支援計画", editable=False)
    date = models.DateField("日付")
    progress = models.TextField("どこまで進んだか")
    voice = models.TextField("本人・家族の受け止め", blank=True)
    next_on = models.DateField("次に確かめる日", null=True, blank=True, help_text="この日が近づくと「今日」に表示します。")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                   verbose_name="記録者")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = verbose_name_plural = "モニタリング"
        indexes = [models.Index(fields=["next_on"], name="monitoring_next")]

    def __str__(self):
        return f"モニタリング {self.pk}"

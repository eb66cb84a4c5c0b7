"""Long work on one import, done by the background worker: what is asked for, how far it is, how it ended."""
from django.conf import settings
from django.db import models

from .imports import ImportBatch


class ImportJob(models.Model):
    """Checking, importing or taking back one file in the background; a batch has one at most.

    `preview` (as services/previews.py makes it) says what the import would do, until it is imported. How far a running
    job is stands in no table: the worker says it beside its hold (cases/holds.py), also while it writes.
    """

    class Work(models.TextChoices):
        CHECK = "check", "内容の確認"
        COMMIT = "commit", "取込み"
        UNDO = "undo", "取消し"

    class State(models.TextChoices):
        WAITING = "waiting", "順番待ち"
        RUNNING = "running", "実行中"
        DONE = "done", "完了"
        REFUSED = "refused", "取り込めません"
        CANCELLED = "cancelled", "中止しました"
        FAILED = "failed", "失敗"

    batch = models.OneToOneField(ImportBatch, models.CASCADE, related_name="job", verbose_name="取込")
    work = models.CharField("内容", max_length=10, choices=Work.choices, default=Work.CHECK)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="依頼者")
    shown = models.CharField("確かめた内容", max_length=64, blank=True)
    cancelling = models.BooleanField("中止の求め", default=False)
    preview = models.JSONField("確認の内容", null=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    attempts = models.PositiveSmallIntegerField("開始の回数", default=0)
    task = models.CharField("待ち行列の番号", max_length=40, blank=True)
    queued_at = models.DateTimeField("依頼日時", auto_now_add=True)
    ended_at = models.DateTimeField("終了日時", null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "取込みの作業"

    def __str__(self):
        return f"{self.pk} {self.work} {self.state}"

    @property
    def is_active(self) -> bool:
        """Whether it waits for the worker or is being done."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

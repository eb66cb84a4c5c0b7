"""One import of a file: what was read, by whom, and whether it still stands."""
from django.conf import settings
from django.db import models


class ImportBatch(models.Model):
    """A file on its way in (preview), loaded (committed), or taken back (undone)."""

    class Subject(models.TextChoices):
        RECORDS = "records", "対応記録"
        FIGURES = "figures", "公表値"

    class State(models.TextChoices):
        PREVIEW = "preview", "確認待ち"
        COMMITTED = "committed", "取込済み"
        UNDONE = "undone", "取消済み"

    subject = models.CharField("種類", max_length=20, choices=Subject.choices)
    state = models.CharField("状態", max_length=20, choices=State.choices, default=State.PREVIEW)
    file_name = models.CharField("ファイル名", max_length=255)
    content = models.BinaryField("内容", blank=True, help_text="確認が済むまでの間だけ保管します。")
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    sheet = models.CharField("シート", max_length=100, blank=True)
    summary = models.JSONField("結果", default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
                                   verbose_name="取込者")
    created_at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "取込"

    def __str__(self):
        return f"{self.get_subject_display()} {self.file_name}"

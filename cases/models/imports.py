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
    rejected = models.BinaryField("除いた行", blank=True, help_text="誤りで除いた行のファイル。数日だけ保管します。")
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


class ImportChoice(models.Model):
    """How the office reads a word of its files that the codebook does not know; kept for the next file.

    `scope` says what kind of word it is: `column` for a heading, `axis:<code>` for a value on an axis, `district`,
    `coordinators`. `said` is the word, folded, `shown` as it was first written. `target` is what it stands for: a
    category's, district's or user's code or name, or, of a heading, what cases/imports/choices.py says.
    """

    scope = models.CharField("種類", max_length=60)
    said = models.CharField(max_length=200, editable=False)
    shown = models.CharField("ファイルの言葉", max_length=200)
    target = models.CharField("読み取り方", max_length=200)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
                                  verbose_name="選んだ人")

    class Meta:
        ordering = ["scope", "said"]
        verbose_name = verbose_name_plural = "取込みの読み替え"
        constraints = [models.UniqueConstraint(fields=["scope", "said"], name="import_choice_once")]

    def __str__(self):
        return self.shown

"""アセスメント: a case looked at on a day by the council's own questions, which are data with years of their own."""
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from .audit import Personal
from .cases import Case
from .withdrawable import Withdrawable, WithdrawableQuerySet

LONGEST, MOST = 60, 40  # characters of a choice, choices of a question
IS_ANSWERED = "この項目には答えがあるため、答え方は変えられません。「終了年度」を入れてこの項目を終え、新しい項目を追加してください。"
YEAR = [MinValueValidator(1950), MaxValueValidator(2200)]


class QuestionQuerySet(models.QuerySet):
    """Named conditions on questions."""

    def in_year(self, fiscal_year: int):
        """Those that are asked in a fiscal year; the first and the last year are included."""
        return self.filter(Q(first_year=None) | Q(first_year__lte=fiscal_year), Q(last_year=None) | Q(last_year__gte=fiscal_year))


class Question(models.Model):
    """One question (項目) of the council's assessment. Never deleted: its last year ends it, and answers keep it."""

    class Kind(models.TextChoices):
        TEXT = "text", "文章"
        CHOICE = "choice", "1つ選ぶ"
        SEVERAL = "several", "いくつでも選ぶ"
        DATE = "date", "日付"
        NUMBER = "number", "数"

    code = models.CharField("コード", max_length=40, unique=True, help_text="ファイルで出し入れするときの目印です。例: Q-0001")
    section = models.CharField("まとまり", max_length=60, help_text="画面と印刷での見出しです。例: 健康、住まい、家計、人とのつながり")
    label = models.CharField("項目", max_length=100)
    kind = models.CharField("答え方", max_length=10, choices=Kind.choices, default=Kind.TEXT)
    choices = models.TextField("選択肢", blank=True, help_text="「1つ選ぶ」「いくつでも選ぶ」のとき、1行に1つ書きます。変えても、すでに書いた答えは変わりません。")
    hint = models.CharField("説明", max_length=200, blank=True, help_text="記入する人に見せる説明です。")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    first_year = models.PositiveSmallIntegerField("開始年度", null=True, blank=True, validators=YEAR)
    last_year = models.PositiveSmallIntegerField("終了年度", null=True, blank=True, validators=YEAR)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = "アセスメントの項目"
        constraints = [models.CheckConstraint(condition=Q(first_year=None) | Q(last_year=None) | Q(last_year__gte=F("first_year")),
                                              name="question_years", violation_error_message="終了年度は、開始年度以降にしてください。")]

    def __str__(self):
        return self.label

    def clean(self):
        """One choice a line, each once; what is chosen among choices has some; what is answered is answered in one way.

        Raises ValidationError.
        """
        words = self.words
        if len(words) > MOST or any(len(word) > LONGEST for word in words):
            raise ValidationError({"choices": f"1行は{LONGEST}字まで、{MOST}行までにしてください。"})
        if not words and self.kind in (self.Kind.CHOICE, self.Kind.SEVERAL):
            raise ValidationError({"choices": "選択肢を1行に1つ入力してください。"})
        self.choices = "\n".join(words)
        if self.pk and Answer.objects.filter(question=self.pk).exclude(question__kind=self.kind).exists():
            raise ValidationError({"kind": IS_ANSWERED})

    @property
    def words(self) -> list[str]:
        """The choices, in their order."""
        return list(dict.fromkeys(line.strip() for line in self.choices.splitlines() if line.strip()))


class Assessment(Personal, Withdrawable):
    """The answers of a day, and what the worker makes of them. Whoever sees the case sees it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments", verbose_name="ケース", editable=False)
    date = models.DateField("アセスメントの日")
    view = models.TextField("総合的な見立て", blank=True, help_text="職員の判断として書きます。本人の言葉や事実は、上の項目に書きます。")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                   verbose_name="記入者")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = verbose_name_plural = "アセスメント"

    def __str__(self):
        return f"アセスメント {self.pk}"


class Answer(models.Model):
    """What an assessment says to one question. Several choices stand in a line each, a date as 2021-04-05."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers", verbose_name="アセスメント")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name="項目")
    value = models.TextField("答え")

    class Meta:
        ordering = ["question__order", "question_id"]
        verbose_name = verbose_name_plural = "アセスメントの答え"
        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="answer_once")]

    def __str__(self):
        return f"答え {self.pk}"

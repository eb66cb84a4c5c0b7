"""What was learnt from past records (分類の候補): which words speak for which category of this office."""
from django.db import models


class LearntWords(models.Model):
    """One row, written by the command train_suggestions and replaced by it as a whole.

    `words`: category id -> its threshold, its prior and the weight of each word (cases.suggestions.scoring.Voice).
    `quality`: what the command printed of records that were kept apart, by axis code.
    """

    words = models.JSONField(default=dict)
    quality = models.JSONField(default=dict)
    contacts = models.PositiveIntegerField("学んだ対応記録の件数")
    learnt_at = models.DateTimeField("学んだ日時", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "分類の候補"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="learnt_words_are_one_row")]

    def __str__(self):
        return f"{self.contacts}件から学んだ言葉"

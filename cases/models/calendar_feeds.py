"""予定の配信: an address under which a calendar program reads a user's next dates, without a word about anyone helped."""
from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """A user's feed. Only the hash of its secret is kept; one that ended is answered no more and never comes back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name="利用者")
    secret_hash = models.CharField(max_length=64, unique=True)
    with_numbers = models.BooleanField("ケース番号を入れる", default=False,
                                       help_text="予定表を見る人には、ケース番号も見えます。氏名や内容は入りません。")
    made_at = models.DateTimeField("作成日時", auto_now_add=True)
    ended_at = models.DateTimeField("終了日時", null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = verbose_name_plural = "予定の配信"
        constraints = [models.UniqueConstraint(fields=["user"], condition=models.Q(ended_at=None), name="calendar_feed_one_open")]

    def __str__(self):
        return f"予定の配信 {self.pk}"

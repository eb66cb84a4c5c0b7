"""Saved searches (保存した条件): what a user asks a list for again and again, under a name. Nobody's but the user's."""
from django.conf import settings
from django.db import models


class SavedSearch(models.Model):
    """The fields of a list's filter as they were sent, `q` among them; `words` say them as they were read then.

    Access is not kept: what is found is asked anew each time it is opened.
    """

    class Page(models.TextChoices):
        CONTACTS = "contact_list", "対応記録"
        HOUSEHOLDS = "household_list", "世帯"
        CASES = "case_list", "ケース"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", verbose_name="保存した人")
    page = models.CharField("一覧", max_length=20, choices=Page.choices)
    name = models.CharField("名前", max_length=60, help_text="例: 大沢の新規相談、今年度の食事の相談")
    conditions = models.JSONField("条件", default=dict)
    words = models.TextField("条件の説明", blank=True)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("保存した日時", auto_now_add=True)

    class Meta:
        ordering = ["page", "name", "id"]
        verbose_name = verbose_name_plural = "保存した条件"

    def __str__(self):
        return self.name

"""Local resources (社会資源): agencies, groups and places that coordinators turn to."""
from django.db import models

from .districts import District


class Resource(models.Model):
    """An entry of the directory. Groups and agencies, not clients: nothing here is a record of a person helped."""

    code = models.CharField("番号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    category = models.CharField("種別", max_length=60, blank=True, help_text="例: 行政、医療機関、自主グループ、居場所")
    districts = models.ManyToManyField(District, blank=True, related_name="resources", verbose_name="地区",
                                       help_text="いくつでも選べます。市内全域・地区外のときは選びません。")
    address = models.CharField("所在地", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=40, blank=True)
    contact_person = models.CharField("連絡の宛先", max_length=100, blank=True,
                                      help_text="電話や手紙の宛先にする部署や係です。代表者や窓口の人は、登録したあとに「代表者・窓口」に期間とともに入れます。")
    since = models.DateField("活動開始日", null=True, blank=True)
    note = models.TextField("備考", blank=True)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "社会資源"

    def __str__(self):
        return self.name

"""Who leads a local resource (社会資源), or answers for it, from one day to another."""
from django.db import models
from django.db.models import F, Q

from .resources import Resource


class LeaderQuerySet(models.QuerySet):
    """Named conditions on leaders."""

    def on(self, day):
        """Those who are it on a day, as far as the days are known."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))


class Leader(models.Model):
    """A leader or contact person (代表者・窓口) of an agency, a group or a place, with the days as far as they are known."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="leaders", verbose_name="社会資源", editable=False)
    name = models.CharField("氏名・名称", max_length=100)
    role = models.CharField("役割", max_length=60, blank=True, help_text="例: 代表、世話人、窓口の担当")
    phone = models.CharField("電話番号", max_length=40, blank=True)
    starts_on = models.DateField("いつから", null=True, blank=True)
    ends_on = models.DateField("いつまで", null=True, blank=True, help_text="今も務めているときは空欄にします。")
    note = models.CharField("備考", max_length=200, blank=True, help_text="例: 連絡は平日の午前中がよい")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LeaderQuerySet.as_manager()

    class Meta:
        ordering = [F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True), "id"]
        verbose_name = verbose_name_plural = "代表者・窓口"
        constraints = [models.CheckConstraint(
            condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="leader_ends_after_start",
            violation_error_message="「いつまで」は「いつから」以降の日付にしてください。")]

    def __str__(self):
        return self.name

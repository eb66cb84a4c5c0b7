"""Joint districts (合同地区): districts that a report shows together, in a run of fiscal years."""
from django.db import models

from .years import Yearly, YearlyQuerySet, years_in_order


class JointDistrict(Yearly):
    """A column of reports for several districts together. Nothing is counted for it: contacts belong to its members.

    `members` are the codes of the districts, `;` between, which never change; those that a year does not have are
    passed over.
    """

    class Shown(models.TextChoices):
        REPLACE = "replace", "代わりに"
        BESIDE = "beside", "並べて"

    code = models.SlugField("合同地区コード", max_length=40, unique=True)
    name = models.CharField("合同地区名", max_length=60)
    members = models.CharField("構成地区", max_length=500)
    shown = models.CharField("表示", max_length=20, choices=Shown.choices, default=Shown.REPLACE)
    order = models.PositiveIntegerField("並び順", default=0)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = YearlyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = "合同地区"
        constraints = [years_in_order("joint_district_ends_after_start")]

    def __str__(self):
        return self.name

    @property
    def codes(self) -> list[str]:
        """The codes of its members."""
        return self.members.split(";")

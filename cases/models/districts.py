"""Districts (地区) and the 町丁目 they hold."""
from django.db import models

from .dates import Dated, DatedQuerySet

NO_DISTRICT, NO_DISTRICT_NAME = "none", "地区なし"  # code and name of the district without 町丁目, for who works in none


def names_of_district(path: str = "district__") -> list[str]:
    """The columns that name the district at `path`, with the years that tell it from another one of its name."""
    return [f"{path}{name}" for name in ("code", "name", "starts_on", "ends_on")]


class District(Dated):
    """An area that coordinators work in and figures are counted for. Re-cut districts are new rows."""

    code = models.SlugField("地区コード", max_length=40, unique=True)
    name = models.CharField("地区名", max_length=60)
    towns_text = models.CharField("町丁目", max_length=500, blank=True, help_text="例: 大沢1〜6丁目、新川1・4〜6丁目")
    order = models.PositiveIntegerField("並び順", default=0)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DatedQuerySet.as_manager()
    shown_name = ""  # with its years, on a page where another district bears its name (cases/district_names.py)

    class Meta(Dated.Meta):
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = "地区"

    def __str__(self):
        return self.shown_name or self.name


class Town(models.Model):
    """One 町丁目 of a district, spelled out of the district's notation."""

    district = models.ForeignKey(District, models.CASCADE, related_name="towns", verbose_name="地区")
    name = models.CharField("町丁目", max_length=60)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "町丁目"
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="town_once_per_district")]

    def __str__(self):
        return self.name

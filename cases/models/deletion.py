"""Deletion as a state (削除): a deleted record is out of sight and in no figure, and can be brought back."""
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

TAKEN = "この番号は、削除した記録で使われています。別の番号にしてください。"


class Undeleted(models.Manager):
    """The manager of records that are not deleted."""

    def get_queryset(self):
        return super().get_queryset().filter(deleted_at=None)


class Deletable(models.Model):
    """Can be deleted and brought back. `objects` knows only what is not deleted, `everything` all.

    Relations followed to a deleted record still find it; the services let nothing be deleted that another needs.
    """

    deleted_at = models.DateTimeField("削除日時", null=True, editable=False)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
                                   verbose_name="削除した人")
    deletion_reason = models.CharField("削除の理由", max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    def validate_unique(self, exclude=None):
        """As Django does, and refuse a number that a deleted record still has."""
        super().validate_unique(exclude)
        taken = {}
        for field in self._meta.local_concrete_fields:
            value = getattr(self, field.attname)
            if not field.unique or not field.editable or field.primary_key or field.name in (exclude or ()) or not value:
                continue
            if type(self).everything.exclude(deleted_at=None).exclude(pk=self.pk).filter(**{field.name: value}).exists():
                taken[field.name] = TAKEN
        if taken:
            raise ValidationError(taken)


def undeleted(queryset_class: type[models.QuerySet] = models.QuerySet) -> models.Manager:
    """The default manager of a deletable model, with the model's own named conditions."""
    return Undeleted.from_queryset(queryset_class)()

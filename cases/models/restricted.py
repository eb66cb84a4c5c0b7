"""Records that only named users may know of (閲覧の制限)."""
from django.conf import settings
from django.db import models


class RestrictedQuerySet(models.QuerySet):
    """Named conditions on records that can be restricted."""

    def restricted(self):
        """Records that only their named users may know of."""
        return self.filter(is_restricted=True)

    def closed_to(self, user):
        """Restricted records that do not name the user."""
        return self.restricted().exclude(pk__in=self.model._base_manager.filter(named=user).order_by().values("pk"))


class Restricted(models.Model):
    """Can be restricted: unfindable for everyone but the named, counted in every statistic all the same.

    Being named narrows who sees a record and never widens it: the district must be the user's, too.
    """

    is_restricted = models.BooleanField("制限付き", default=False, editable=False)
    restriction_reason = models.CharField("制限の理由", max_length=200, blank=True, editable=False)
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="named_%(class)ss", editable=False,
                                   verbose_name="見ることができる利用者")

    class Meta:
        abstract = True


def restricted_index(noun: str) -> models.Index:
    """The index that finds the few restricted rows among many."""
    return models.Index(fields=["is_restricted"], name=f"{noun}_restricted", condition=models.Q(is_restricted=True))

"""Who saw this record (誰がこの記録を見たか)."""
import datetime

from django.db import models
from django.utils import timezone

from cases.models import AuditEntry, AuditObject

DAYS = 90


def readings(record: models.Model, *, days: int = DAYS, with_lists: bool = False) -> models.QuerySet[AuditEntry]:
    """Entries that name the record in the last `days`, newest first; those of lists only where asked for."""
    since = int((timezone.now() - datetime.timedelta(days=days)).timestamp() * 1e6)
    named = AuditObject.objects.filter(kind=record._meta.model_name, object_id=record.pk)
    if not with_lists:
        named = named.filter(listed=False)
    return AuditEntry.objects.filter(seq__in=named.values("seq"), at__gte=since)

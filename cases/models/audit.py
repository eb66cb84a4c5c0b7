"""The audit (閲覧・操作の記録): entries that can only be added, chained by their hashes, and the changes they stand for.

Rows are written by the database itself (cases/audit): nothing here is saved through the ORM.
"""
import datetime
import json

from django.db import models

from cases import trail


class Personal(models.Model):
    """A record about people: whatever is read of it is known to the audit."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        trail.loaded(cls._meta.model_name, instance.pk)
        return instance


class AuditHead(models.Model):
    """The last entry's number and hash: one row, locked by whoever adds an entry."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = verbose_name_plural = "監査の末尾"

    def __str__(self):
        return f"{self.seq} {self.hash}"


class AuditEntry(models.Model):
    """One event: who saw, changed or was refused what, when and from where. `at` is in microseconds of UTC.

    No foreign keys: an entry outlives whatever it names.
    """

    class Outcome(models.TextChoices):
        OK = "ok", "可"
        DENIED = "denied", "不可"
        REFUSED = "refused", "差し戻し"
        FAILED = "failed", "失敗"

    seq = models.BigIntegerField(primary_key=True)
    at = models.BigIntegerField("日時")
    user_id = models.BigIntegerField(null=True)
    username = models.CharField("利用者名", max_length=150, blank=True)
    role = models.CharField("役割", max_length=20, blank=True)
    action = models.CharField("操作", max_length=60)
    outcome = models.CharField("結果", max_length=20, choices=Outcome.choices, default=Outcome.OK)
    route = models.CharField("画面", max_length=100, blank=True)
    request_id = models.CharField("要求番号", max_length=40, blank=True)
    address = models.CharField("接続元", max_length=60, blank=True)
    purpose = models.TextField("目的", blank=True)
    objects_text = models.TextField("対象", default="{}", db_column="objects")
    detail = models.TextField("詳細", default="{}")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ["-seq"]
        verbose_name = verbose_name_plural = "監査の記録"
        indexes = [models.Index(fields=["user_id", "seq"], name="audit_user"),
                   models.Index(fields=["at"], name="audit_at")]

    def __str__(self):
        return f"{self.seq} {self.action}"

    @property
    def moment(self) -> datetime.datetime:
        """When it happened, in UTC."""
        return datetime.datetime.fromtimestamp(self.at / 1e6, datetime.UTC)

    @property
    def details(self) -> dict:
        """The details as data."""
        return json.loads(self.detail)


class AuditObject(models.Model):
    """A record that an entry names, for the question who saw it. Derived from the entry by the database."""

    seq = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    listed = models.BooleanField()

    class Meta:
        verbose_name = verbose_name_plural = "監査の対象"
        indexes = [models.Index(fields=["kind", "object_id", "seq"], name="audit_object"),
                   models.Index(fields=["seq"], name="audit_object_seq")]

    def __str__(self):
        return f"{self.seq} {self.kind} {self.object_id}"


class Revision(models.Model):
    """What one change did to one row: {"column": [before, after]}. The entry `seq` holds the digest of `changes`."""

    class Action(models.TextChoices):
        CREATED = "created", "登録"
        CHANGED = "changed", "変更"
        DELETED = "deleted", "消去"

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)
    changes = models.TextField()

    class Meta:
        ordering = ["-seq"]
        verbose_name = verbose_name_plural = "変更の内容"
        indexes = [models.Index(fields=["kind", "object_id", "seq"], name="revision_object")]

    def __str__(self):
        return f"{self.seq} {self.kind} {self.object_id}"

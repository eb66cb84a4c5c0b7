"""What guards the log-in: counted failures, addresses that users have, invitations, and second factors taken back."""
import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .users import User

LOCK_FOR = datetime.timedelta(minutes=30)


class LoginLimits(models.QuerySet):
    """Counters of failures."""

    def locked(self):
        """Those that refuse every attempt now."""
        full = Q()
        for kind, allowed in LoginLimit.ALLOWED.items():
            full |= Q(kind=kind, failures__gte=allowed)
        return self.filter(full, counted_from__gt=timezone.now() - LOCK_FOR)

    def forgotten(self):
        """Those that no longer count."""
        return self.filter(counted_from__lte=timezone.now() - LOCK_FOR)


class LoginLimit(models.Model):
    """How often something was got wrong in a row: a password for a user name, from an address, or a code."""

    class Kind(models.TextChoices):
        NAME = "name", "利用者名"
        ADDRESS = "address", "接続元"
        CODE = "code", "確認コード"

    ALLOWED = {Kind.NAME: 5, Kind.ADDRESS: 50, Kind.CODE: 6}

    kind = models.CharField("種類", max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=80)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="login_limits", verbose_name="利用者")
    failures = models.PositiveIntegerField("失敗", default=0)
    counted_from = models.DateTimeField(default=timezone.now)

    objects = LoginLimits.as_manager()

    class Meta:
        ordering = ["-counted_from", "id"]
        verbose_name = verbose_name_plural = "ログインの制限"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="login_limit_once")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.user or self.key}"

    @property
    def locked_until(self) -> datetime.datetime:
        """When an untouched lock ends."""
        return self.counted_from + LOCK_FOR

    @property
    def is_locked(self) -> bool:
        """Whether every attempt is refused now."""
        return self.failures >= self.ALLOWED[self.kind] and self.locked_until > timezone.now()

    def count(self) -> None:
        """One attempt more. Of a person and of a code 30 quiet minutes are forgotten, of an address 30 minutes."""
        now = timezone.now()
        if self.locked_until <= now:
            self.failures, self.counted_from = 0, now
        self.failures += 1
        if self.kind != self.Kind.ADDRESS or self.failures == self.ALLOWED[self.kind]:
            self.counted_from = now
        self.save()


class KnownAddress(models.Model):
    """An address from which a user has logged in; there the user may go on although strangers have failed."""

    KEPT_FOR = datetime.timedelta(days=90)

    user = models.ForeignKey(User, models.CASCADE, related_name="known_addresses", verbose_name="利用者")
    address = models.CharField("接続元", max_length=64)
    used_at = models.DateTimeField("最後の利用", default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "使われた接続元"
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="known_address_once")]

    def __str__(self):
        return f"{self.user} {self.address}"


class Invitation(models.Model):
    """A code with which a user sets the own password, once. Only its hash is kept."""

    VALID_FOR = datetime.timedelta(days=3)

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations", verbose_name="利用者")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="作成者")
    made_at = models.DateTimeField("作成日時", default=timezone.now)
    ended_at = models.DateTimeField("終了日時", null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = verbose_name_plural = "招待コード"

    def __str__(self):
        return f"{self.user}の招待コード"

    @property
    def expires_at(self) -> datetime.datetime:
        """The end of its three days."""
        return self.made_at + self.VALID_FOR

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.ended_at is None and timezone.now() < self.expires_at


class MfaResets(models.QuerySet):
    """Second factors asked to be taken back."""

    def open(self):
        """Those that wait for the second person."""
        since = timezone.now() - MfaReset.VALID_FOR
        return self.filter(confirmed_at=None, withdrawn_at=None, asked_at__gt=since)


class MfaReset(models.Model):
    """A lost device: one person asks for the second factor to be taken back, another one confirms."""

    VALID_FOR = datetime.timedelta(days=3)

    user = models.ForeignKey(User, models.PROTECT, related_name="mfa_resets", verbose_name="利用者")
    reason = models.CharField("理由", max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申請者")
    asked_at = models.DateTimeField("申請日時", default=timezone.now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="確認者")
    confirmed_at = models.DateTimeField("確認日時", null=True)
    withdrawn_at = models.DateTimeField("取り下げ日時", null=True)
    shown_at = models.DateTimeField("本人への表示", null=True)

    objects = MfaResets.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = verbose_name_plural = "二段階認証の解除"
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=models.F("confirmed_by")), name="mfa_reset_by_two"),
            models.CheckConstraint(condition=~Q(asked_by=models.F("user")) & ~Q(confirmed_by=models.F("user")),
                                   name="mfa_reset_by_others"),
        ]

    def __str__(self):
        return f"{self.user}の二段階認証の解除"

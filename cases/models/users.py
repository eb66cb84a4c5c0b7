"""People who log in, and the districts they are assigned to."""
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.crypto import salted_hmac

from .dates import Dated, DatedQuerySet, valid_on
from .districts import District


class Users(UserManager):
    """Makes users; the first one of a new installation is made by `manage.py createsuperuser`."""

    use_in_migrations = False

    def create_superuser(self, username, email=None, password=None, **fields):
        """A system administrator (システム管理者), who then enters everyone else on screen."""
        return super().create_superuser(username, email, password, **{"role": User.Role.ADMIN} | fields)


class User(AbstractUser):
    """A coordinator, a supervisor or an admin of the council."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", "地域福祉コーディネーター"
        SUPERVISOR = "supervisor", "統括者"
        ADMIN = "admin", "システム管理者"

    first_name = last_name = None
    username = models.CharField("利用者名", max_length=150, unique=True, validators=[AbstractUser.username_validator],
                                help_text="半角の英字・数字と @ . + - _ が使えます。",
                                error_messages={"unique": "この利用者名は、すでに使われています。別の名前にしてください。"})
    name = models.CharField("氏名", max_length=60)
    role = models.CharField("役割", max_length=20, choices=Role.choices, default=Role.COORDINATOR)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    form_token = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Users()
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "利用者"

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def _get_session_auth_hash(self, secret=None):
        """What a session must agree with at every request: a new password, role or epoch ends the older ones."""
        bound_to = f"{self.password}|{self.role}|{self.session_epoch}"
        return salted_hmac("cases.models.users.session", bound_to, secret=secret, algorithm="sha256").hexdigest()

    def end_sessions(self) -> None:
        """End every session of this user at its next request."""
        type(self).objects.filter(pk=self.pk).update(session_epoch=models.F("session_epoch") + 1)
        self.refresh_from_db(fields=["session_epoch"])

    @property
    def is_admin(self) -> bool:
        """Whether this user keeps users, districts and imports."""
        return self.role == self.Role.ADMIN

    def districts_on(self, day):
        """Districts this user is assigned to on `day`; the first and last day count."""
        return District.objects.filter(valid_on(day, "assignments__"), assignments__user=self).distinct()


class Assignment(Dated):
    """A user works in a district from one day to another. A user may have several, or none."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name="利用者")
    district = models.ForeignKey(District, models.PROTECT, related_name="assignments", verbose_name="地区")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["starts_on", "id"]
        verbose_name = verbose_name_plural = "担当地区"

    def __str__(self):
        return f"{self.user}・{self.district}"

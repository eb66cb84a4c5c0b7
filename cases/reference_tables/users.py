"""Users (利用者) as a table, with their districts of today."""
import datetime

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone
from import_export.fields import Field

from cases.forms.users import NAME_WAS_USED, NO_SECOND_ADMIN
from cases.models import Assignment, District, User
from cases.services.users import had_name

from .base import ReferenceResource
from .cells import Choice, DistrictCodes, Text, YesNo


class UserResource(ReferenceResource):
    """Users (利用者) with the districts they are assigned to today."""

    username = Field("username", "利用者名", Text())
    name = Field("name", "氏名", Text())
    role = Field("role", "役割", Choice(User.Role.choices))
    is_active = Field("is_active", "有効", YesNo())
    districts = Field("district_codes", "担当地区", DistrictCodes())

    class Meta(ReferenceResource.Meta):
        model = User
        import_id_fields = ["username"]
        fields = ["username", "name", "role", "is_active", "districts"]

    def get_queryset(self):
        today = Assignment.objects.on(timezone.localdate()).select_related("district").order_by("district__order")
        return super().get_queryset().prefetch_related(Prefetch("assignments", today, to_attr="current"))

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """As elsewhere; and nobody new gets a log-in name that someone had before."""
        errors = dict(import_validation_errors or {})
        if instance._state.adding and "username" not in errors and had_name(instance.username):
            errors["username"] = ValidationError(NAME_WAS_USED)
        super().validate_instance(instance, errors, validate_unique)

    def dehydrate_districts(self, user) -> str:
        """The codes of today's districts, or those that an import is giving."""
        given = getattr(user, "district_codes", None)
        return ";".join(_codes(user) if given is None else given)

    def after_init_instance(self, instance, new, row, **kwargs):
        instance.district_codes = () if new else _codes(instance)
        if new:
            instance.set_unusable_password()

    def after_save_instance(self, instance, row, **kwargs):
        if instance.district_codes != _codes(instance):
            _assign(instance, set(instance.district_codes))

    def after_import(self, dataset, result, **kwargs):
        super().after_import(dataset, result, **kwargs)
        if not User.objects.filter(role=User.Role.ADMIN, is_active=True).exists():
            raise ValueError(NO_SECOND_ADMIN)


def _codes(user: User) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.district.code for each in getattr(user, "current", ())))


def _assign(user: User, codes: set[str]) -> None:
    """Make these the user's districts from today: others end yesterday, new ones begin today."""
    today = timezone.localdate()
    for assignment in Assignment.objects.on(today).filter(user=user).exclude(district__code__in=codes):
        if assignment.starts_on == today:
            assignment.delete()
        else:
            assignment.ends_on = today - datetime.timedelta(days=1)
            assignment.save(update_fields=["ends_on"])
    present = set(user.districts_on(today).values_list("code", flat=True))
    Assignment.objects.bulk_create(
        Assignment(user=user, district=district, starts_on=today)
        for district in District.objects.filter(code__in=codes - present))

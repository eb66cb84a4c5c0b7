"""Districts, users, local resources and the questions of the assessment as tables in and out (django-import-export).

The key is the office's own: a code or a user name. What a file has no column for stays as it is; nothing is deleted.
Passwords go neither in nor out: a new user cannot log in before an admin sets one.
"""
import datetime
import re
import unicodedata
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from cases.forms.users import NAME_WAS_USED, NO_SECOND_ADMIN
from cases.imports.cells import cell_text, read_date, split_values
from cases.models import Assignment, District, Question, Resource, User
from cases.periods import parse_fiscal_year
from cases.services.district_checks import clashes, stored_areas
from cases.services.districts import save_district
from cases.services.users import had_name
from cases.text import ONE_WAVE, fold_label, fold_phone
from cases.towns import parse_towns


class Text(Widget):
    """Text without spaces around it and with plain line breaks."""

    def clean(self, value, row=None, **kwargs):
        return cell_text(value).replace("\r\n", "\n")

    def render(self, value, obj=None, **kwargs):
        return (value or "").replace("\r\n", "\n").strip()


class Phone(Text):
    """A telephone number, kept in half width."""

    def clean(self, value, row=None, **kwargs):
        return fold_phone(super().clean(value, row, **kwargs))


class Towns(Text):
    """町丁目 in the printed notation. Raises TownError (a ValueError) for what cannot be read."""

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        parse_towns(text)
        return text.translate(ONE_WAVE)


class Date(Widget):
    """A date in any spelling; written as 2021-04-01."""

    def clean(self, value, row=None, **kwargs):
        return read_date(value)

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


class Whole(Widget):
    """A whole number from 0; blank is 0."""

    def clean(self, value, row=None, **kwargs):
        text = unicodedata.normalize("NFKC", cell_text(value))
        if not re.fullmatch(r"\d{0,6}", text):
            raise ValueError("0以上の整数で書いてください。")
        return int(text or 0)

    def render(self, value, obj=None, **kwargs):
        return str(value)


class Year(Widget):
    """A fiscal year in any spelling, or none; written as 2021."""

    def clean(self, value, row=None, **kwargs):
        text = cell_text(value)
        return parse_fiscal_year(text) if text else None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class YesNo(Widget):
    """1 or 0."""

    def clean(self, value, row=None, **kwargs):
        text = fold_label(cell_text(value)).casefold()
        if text not in ("1", "0", "true", "false"):
            raise ValueError("1（利用できる）か0（停止）で書いてください。")
        return text in ("1", "true")

    def render(self, value, obj=None, **kwargs):
        return "1" if value else "0"


class Choice(Widget):
    """One of a field's choices, by its Japanese label or its code."""

    def __init__(self, choices):
        super().__init__()
        self.labels = dict(choices)

    def clean(self, value, row=None, **kwargs):
        text = cell_text(value)
        for code, label in self.labels.items():
            if fold_label(text) in (fold_label(code), fold_label(label)):
                return code
        raise ValueError(f"「{'」「'.join(self.labels.values())}」のどれかを書いてください。")

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, "")


def district_called(name: str) -> District:
    """The district with this code, or the only one with this name. Raises ValueError."""
    known = list(District.objects.all())
    found = [each for each in known if each.code == name] or [
        each for each in known if fold_label(each.name) == fold_label(name)]
    if len(found) != 1:
        raise ValueError(f"「{name}」という地区が2つ以上あります。地区コードで書いてください。" if found
                         else f"「{name}」という地区は登録されていません。地区コードで書いてください。")
    return found[0]


class DistrictCodes(Widget):
    """Districts by their codes, `;` between, as a tuple of codes in the order of districts."""

    def clean(self, value, row=None, **kwargs):
        found = {district_called(each.label) for each in split_values(value, ())}
        return tuple(each.code for each in sorted(found, key=lambda each: (each.order, each.pk)))

    def render(self, value, obj=None, **kwargs):
        return ";".join(value or ())


class RowError(ValueError):
    """What is wrong with the row at a `place` of the file as it stands beside the others: which field, its value, and why."""

    def __init__(self, place: int, field: str, value: str, reason: str):
        super().__init__(reason)
        self.place, self.field, self.value = place, field, value


class ReferenceResource(ModelResource):
    """What the tables share. Rows that say nothing new are skipped; errors are gathered, not raised.

    `earlier_headings`: what files of earlier releases call a column; it is read as ever.
    """

    earlier_headings: ClassVar[dict[str, str]] = {}

    @property
    def headings(self) -> dict[str, str]:
        """Heading by attribute, in the order of the columns."""
        return {field.attribute: field.column_name for field in self.get_export_fields()}

    @property
    def readable(self) -> dict[str, str]:
        """The heading of today by every folded heading that a file may have."""
        named = {heading: heading for heading in self.headings.values()} | self.earlier_headings
        return {fold_label(heading): today for heading, today in named.items()}

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Check the columns of the table only: what it does not hold, a password for one, is none of its business."""
        errors = dict(import_validation_errors or {})
        ours = {each.attribute for each in self.get_import_fields()} - set(errors)
        others = [each.name for each in instance._meta.fields if each.name not in ours]
        try:
            instance.full_clean(exclude=others, validate_unique=validate_unique)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Whether the row says nothing new: line breaks and spaces around a text are nothing new."""
        return not import_validation_errors and all(
            self.export_field(each, instance) == self.export_field(each, original) for each in self.get_export_fields())

    def before_save_instance(self, instance, row, **kwargs):
        """A row changed by a file is a new version: a form opened before must not be saved over it."""
        if not instance._state.adding and hasattr(instance, "version"):
            instance.version += 1

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True


class DistrictResource(ReferenceResource):
    """Districts (地区), those of the past too."""

    code = Field("code", "地区コード", Text())
    name = Field("name", "地区名", Text())
    starts_on = Field("starts_on", "開始日", Date())
    ends_on = Field("ends_on", "終了日", Date())
    towns_text = Field("towns_text", "町丁目", Towns())
    order = Field("order", "並び順", Whole())

    class Meta(ReferenceResource.Meta):
        model = District
        import_id_fields = ["code"]
        fields = ["code", "name", "starts_on", "ends_on", "towns_text", "order"]

    def after_save_instance(self, instance, row, **kwargs):
        save_district(district=instance, towns=parse_towns(instance.towns_text), by=kwargs.get("user"))

    def after_import(self, dataset, result, **kwargs):
        """Districts that the file makes clash are told when all rows are in: two rows may swap a 町丁目."""
        super().after_import(dataset, result, **kwargs)
        areas = {each.code: each for each in stored_areas()}
        said = [(place, row.instance) for place, row in enumerate(result.rows) if row.is_new() or row.is_update()]
        for place, instance in reversed(said):  # the later one of two rows is told of both
            for field, reason in clashes(areas.pop(instance.code), areas.values()) if instance.code in areas else ():
                result.append_base_error(self.get_error_result_class()(RowError(place, field, getattr(instance, field), reason)))


class ResourceResource(ReferenceResource):
    """Local resources (社会資源). Who leads them is a ledger (cases/ledgers/leaders.py): there are several in time."""

    earlier_headings = {"窓口・代表者": "連絡の宛先"}
    code = Field("code", "番号", Text())
    name = Field("name", "名称", Text())
    category = Field("category", "種別", Text())
    districts = Field("district_codes", "地区", DistrictCodes())
    address = Field("address", "所在地", Text())
    phone = Field("phone", "電話番号", Phone())
    contact_person = Field("contact_person", "連絡の宛先", Text())
    since = Field("since", "活動開始日", Date())
    note = Field("note", "備考", Text())

    class Meta(ReferenceResource.Meta):
        model = Resource
        import_id_fields = ["code"]
        fields = ["code", "name", "category", "districts", "address", "phone", "contact_person", "since", "note"]

    def get_queryset(self):
        return super().get_queryset().prefetch_related("districts")

    def dehydrate_districts(self, resource) -> str:
        """The codes of its districts, or those that an import is giving."""
        given = getattr(resource, "district_codes", None)
        return ";".join(_codes_of(resource) if given is None else given)

    def after_init_instance(self, instance, new, row, **kwargs):
        instance.district_codes = () if new else _codes_of(instance)

    def after_save_instance(self, instance, row, **kwargs):
        instance.districts.set(District.objects.filter(code__in=instance.district_codes))


class QuestionResource(ReferenceResource):
    """The council's questions for an assessment (アセスメントの項目)."""

    code = Field("code", "項目コード", Text())
    section = Field("section", "まとまり", Text())
    label = Field("label", "項目", Text())
    kind = Field("kind", "答え方", Choice(Question.Kind.choices))
    choices = Field("choices", "選択肢", Text())
    hint = Field("hint", "説明", Text())
    order = Field("order", "並び順", Whole())
    first_year = Field("first_year", "開始年度", Year())
    last_year = Field("last_year", "終了年度", Year())

    class Meta(ReferenceResource.Meta):
        model = Question
        import_id_fields = ["code"]
        fields = ["code", "section", "label", "kind", "choices", "hint", "order", "first_year", "last_year"]


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


def _codes_of(resource: Resource) -> tuple[str, ...]:
    return tuple(each.code for each in resource.districts.all())


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

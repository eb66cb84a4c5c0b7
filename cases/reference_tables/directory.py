"""Local resources (社会資源) as a table."""
from import_export.fields import Field

from cases.models import District, Resource

from .base import ReferenceResource
from .cells import Date, DistrictCodes, Phone, Text


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


def _codes_of(resource: Resource) -> tuple[str, ...]:
    return tuple(each.code for each in resource.districts.all())

"""Districts (地区) as a table."""
from import_export.fields import Field

from cases.models import District
from cases.services.district_checks import clashes, stored_areas
from cases.services.districts import save_district
from cases.towns import parse_towns

from .base import ReferenceResource, RowError
from .cells import Date, Text, Towns, Whole


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

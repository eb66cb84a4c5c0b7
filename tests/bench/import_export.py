"""The same import by django-import-export with its default settings, as its documentation shows.

In its favour: the cases exist already, and it runs once, where its pages run it twice (a preview, then the import).
"""
import tablib
from import_export import fields, resources
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget

from cases.models import Axis, Case, Category, Contact, ContactCategory, District, Household, User
from cases.periods import fiscal_year_of

from .import_files import YEAR


class _Named(ForeignKeyWidget):
    def clean(self, value, row=None, **kwargs):
        return super().clean(value, row, **kwargs) if value else None


class Contacts(resources.ModelResource):
    """Contacts with district, coordinators and case by name; their categories are saved after each."""

    record_number = fields.Field("record_number", "記録番号")
    date = fields.Field("date", "日付")
    time = fields.Field("time", "時刻")
    minutes = fields.Field("minutes", "所要分")
    district = fields.Field("district", "地区", widget=ForeignKeyWidget(District, "name"))
    coordinators = fields.Field("coordinators", "担当者", widget=ManyToManyWidget(User, field="name", separator=";"))
    case = fields.Field("case", "世帯番号", widget=_Named(Case, "number"))
    text = fields.Field("text", "記録")

    class Meta:
        model = Contact
        import_id_fields = ["record_number"]
        fields = ["record_number", "date", "time", "minutes", "district", "coordinators", "case", "text"]

    def before_import_row(self, row, **kwargs):
        row["日付"] = row["日付"].date()

    def init_instance(self, row=None):
        return Contact(date=row["日付"])  # a contact without a date has no name, which a result wants

    def before_save_instance(self, instance, row, **kwargs):
        instance.fiscal_year, instance.month = fiscal_year_of(instance.date), instance.date.month

    def after_save_instance(self, instance, row, **kwargs):
        for axis in Axis.objects.all():
            for label in filter(None, (row[axis.name] or "").split(";")):
                category = Category.objects.in_year(YEAR).get(axis=axis, label=label)
                ContactCategory.of(instance, category, axis).save()


def make_cases(content: bytes) -> None:
    """The cases that the file names."""
    for number in sorted({row["世帯番号"] for row in _dataset(content).dict} - {None, ""}):
        household = Household.objects.create(number=number)
        Case.objects.create(number=number, household=household, district=District.objects.first(), opened_on=f"{YEAR}-04-01",
                            title=number)


def import_as_import_export(content: bytes) -> None:
    """Import the workbook; raises where a row has an error."""
    result = Contacts().import_data(_dataset(content), raise_errors=True)
    assert not result.has_errors() and result.totals["new"]


def _dataset(content: bytes) -> tablib.Dataset:
    return tablib.Dataset().load(content, format="xlsx")

"""What the tables of reference data share."""
from typing import ClassVar

from django.core.exceptions import ValidationError
from import_export.resources import ModelResource

from cases.text import fold_label


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

"""Forms whose row has rows of its own, which are typed and saved with it."""
from django import forms
from django.forms.utils import ErrorDict

from .base import RecordForm


class WithRows(RecordForm):
    """Mixin of a form with a formset (`rows`)."""

    rows: forms.BaseFormSet

    def is_valid(self):
        """Whether the row and every row of it can be saved."""
        return all([super().is_valid(), self.rows.is_valid()])

    def as_typed(self):
        """As in RecordForm, the rows too."""
        self.rows._errors, self.rows._non_form_errors = [], self.rows.error_class()
        for row in self.rows:
            row._errors = ErrorDict()
        return super().as_typed()

    def read_typed(self) -> None:
        """As in RecordForm, the rows too."""
        super().read_typed()
        for row in self.rows:
            row.full_clean()

"""Choosing a file of reference data."""
from django import forms

from cases.imports.limits import Limits, SheetError

from .base import HouseForm
from .imports import SPREADSHEETS
from .sealed import LARGEST


class ReferenceUploadForm(HouseForm, forms.Form):
    """A file with one table of reference data."""

    file = forms.FileField(
        label="ファイル", max_length=255, allow_empty_file=True,
        help_text="Excelブック（xlsx・xls・ods）かCSV（UTF-8またはShift_JIS）。1MBまで。",
        widget=forms.FileInput(attrs={"accept": SPREADSHEETS, "class": "form-control"}))

    refused = ""  # why the file cannot be read, for the audit

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        try:
            Limits(upload=LARGEST).check_upload(uploaded.size)
        except SheetError as error:
            self.refused = str(error)
            raise forms.ValidationError(self.refused) from error
        self.content = uploaded.read()
        return uploaded

"""Choosing a file of reference data, and confirming what was understood of it."""
import base64

from django import forms
from django.core import signing

from cases.imports.limits import MIB, Limits, SheetError

from .base import HouseForm
from .imports import SPREADSHEETS

LARGEST = MIB
SALT = "cases.reference"
KEPT_SECONDS = 60 * 60


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


def seal(content: bytes, file_name: str, *, table: str, user_pk: int, version: str) -> str:
    """The file as a signed text that the page carries to its confirmation, so that the server keeps nothing.

    `version` is that of the changes shown with it.
    """
    said = {"file": base64.b64encode(content).decode(), "name": file_name, "table": table, "user": user_pk,
            "version": version}
    return signing.dumps(said, salt=SALT, compress=True)


def unseal(text: str, *, table: str, user_pk: int) -> tuple[bytes, str, str] | None:
    """Content, name and version of a file that `seal` gave to the same user for the same table within the last hour."""
    try:
        said = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    if (said["table"], said["user"]) != (table, user_pk):
        return None
    return base64.b64decode(said["file"]), said["name"], said["version"]

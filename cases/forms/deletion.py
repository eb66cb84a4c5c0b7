"""The form that deletes a record: a reason, and the version that was opened."""
from django import forms

from .base import VersionedForm


class DeletionForm(VersionedForm):
    """Why a record is deleted."""

    reason = forms.CharField(label="削除の理由", max_length=200, help_text="例: 二重に登録した、別の世帯の記録だった",
                             widget=forms.TextInput(attrs={"autocomplete": "off"}))

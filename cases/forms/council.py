"""The form of the council's names."""
from django import forms

from cases.models import Council

from .base import HouseForm


class CouncilForm(HouseForm, forms.ModelForm):
    """The names that head every page and the report's cover."""

    class Meta:
        model = Council
        fields = ["name", "programme"]
        help_texts = {"name": "画面の上と報告書の表紙に表示します。", "programme": "ログイン画面と報告書の表紙に表示します。"}

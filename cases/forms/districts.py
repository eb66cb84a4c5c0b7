"""The form of a district (地区) with its 町丁目."""
from django import forms

from cases.models import District
from cases.services.district_checks import Area, clashes, stored_areas
from cases.text import ONE_WAVE
from cases.towns import TownError, as_printed, parse_towns

from .base import japanese_dates
from .codebook import CODE_STAYS
from .dated import DatedForm


class DistrictForm(DatedForm):
    """A district. Its code stays as it is once it exists, because files refer to it."""

    dated = ("name",)

    class Meta:
        model = District
        fields = ["code", "name", "starts_on", "ends_on", "towns_text", "order"]
        help_texts = {
            "code": "半角の英字・数字・ハイフン・下線です。ファイルの取り込みで使うため、後から変えられません。例: osawa",
            "ends_on": "区割りを改めるときは、この地区を終えて、新しい地区を登録します。過去の集計は変わりません。",
            "order": "小さい順に並びます。",
        }
        widgets = {"code": forms.TextInput(attrs={"class": "input-medium", "autocapitalize": "none"}),
                   "name": forms.TextInput(attrs={"class": "input-medium"}),
                   "towns_text": forms.Textarea(attrs={"rows": 3}),
                   "order": forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric"})}
        formfield_callback = japanese_dates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.towns: list[str] = []
        if not self.is_new:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = CODE_STAYS
            self.fields["from_year"].help_text = "地区名を変えるときに選びます。選んだ年度より前の報告書は、前の名称のまま残ります。"
        self.fields["code"].error_messages["unique"] = "この地区コードは、すでに使われています。別のコードにしてください。"

    def clean_name(self):
        return self.cleaned_data["name"].translate(ONE_WAVE)

    def clean_towns_text(self):
        try:
            self.towns = parse_towns(self.cleaned_data["towns_text"])
        except TownError as error:
            raise forms.ValidationError(str(error)) from error
        return as_printed(self.cleaned_data["towns_text"])

    def clean(self):
        super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "開始日より前の日付です。開始日以降の日付にしてください。")
        if start and not self.errors and any(name in self.changed_data for name in Area._fields):
            self._check_others()
        return self.cleaned_data

    def _check_others(self) -> None:
        area = Area(*(self.cleaned_data.get(name) or None for name in Area._fields))._replace(
            towns_text=self.cleaned_data["towns_text"])
        for name, reason in clashes(area, stored_areas()):
            self.add_error(name, reason)

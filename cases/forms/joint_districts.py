"""The form of a joint district (合同地区)."""
from django import forms

from cases.district_names import told_apart
from cases.imports.codebook_file import JOINT_DISTRICTS
from cases.models import District, JointDistrict
from cases.services.codebook_edit import problems_of

from .base import RecordForm
from .codebook import YearField
from .widgets import ChipCheckbox, ChipRadio


class JointDistrictForm(RecordForm):
    """Districts that reports show together. Checked by the rules that a codebook's file is held to."""

    members = forms.MultipleChoiceField(label="構成地区", widget=ChipCheckbox, help_text="2つ以上選びます。", error_messages={
        "invalid_choice": "選んだ地区は登録されていません。選び直してください。"})
    first_year = YearField(label="開始年度", help_text="空欄なら、どの年度でも示します。例: 令和5年度")
    last_year = YearField(label="終了年度", help_text="この年度まで示します。空欄なら続きます。")

    class Meta:
        model = JointDistrict
        fields = ["code", "name", "members", "shown", "first_year", "last_year", "order"]
        labels = {"shown": "示し方"}
        help_texts = {"code": "半角の英字・数字・ハイフン・下線です。ファイルで使うため、後から変えられません。例: tobu",
                      "order": "小さい順に並びます。"}
        widgets = {"code": forms.TextInput(attrs={"class": "input-medium", "autocapitalize": "none"}),
                   "name": forms.TextInput(attrs={"class": "input-medium"}), "shown": ChipRadio,
                   "order": forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [*told_apart(District.objects.all()).items()]
        self.fields["shown"].choices = [(JointDistrict.Shown.REPLACE, "構成地区の代わりに示す"), (JointDistrict.Shown.BESIDE, "構成地区と並べて示す")]
        self.fields["code"].error_messages["unique"] = "このコードは、すでに使われています。別のコードにしてください。"
        if not self.is_new:
            self.fields["code"].disabled = True
            self.initial["members"] = self.instance.codes

    def clean_members(self):
        codes = self.cleaned_data["members"]
        if len(codes) < 2:  # noqa: PLR2004 (of one there is nothing to put together)
            raise forms.ValidationError("構成地区を2つ以上選んでください。")
        return ";".join(sorted(codes))  # as a file writes them

    def clean(self):
        super().clean()
        first, last = self.cleaned_data.get("first_year"), self.cleaned_data.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", "開始年度より前です。開始年度以降にしてください。")
        if not self.errors:
            self._hold_to_the_rules()
        return self.cleaned_data

    def _hold_to_the_rules(self) -> None:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        for name, reason in problems_of(JOINT_DISTRICTS, (values["code"],), values):
            self.add_error(name if name in self.fields else None, reason)

    def _words(self, name: str, value) -> str:
        if name == "members":
            names = dict(self.fields["members"].choices)
            return "・".join(names.get(code, code) for code in (value or "").split(";"))
        return super()._words(name, value)

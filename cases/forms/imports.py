"""Choosing a file to import, and confirming that an import is taken back."""
from django import forms

from cases.imports.decisions import ALL, CHOSEN, NONE, Decision
from cases.imports.limits import LARGE, MIB, SheetError
from cases.models import ImportBatch
from cases.periods import PeriodError, parse_fiscal_year
from cases.services.imports import Source, is_long

from .base import HouseForm
from .widgets import ChipRadio

SPREADSHEETS = ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"


class FiscalYearField(forms.CharField):
    """A fiscal year as people write it: 2021, R3, 令和3年度; the value is its number, or None."""

    def clean(self, value):
        """The year's number, None for nothing, or ValidationError with the words of PeriodError."""
        text = super().clean(value)
        try:
            return parse_fiscal_year(text) if text else None
        except PeriodError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class UploadForm(HouseForm, forms.Form):
    """A file of contact records or published figures. What cannot be read is refused beside the file."""

    subject = forms.ChoiceField(label="種類", choices=ImportBatch.Subject.choices, widget=ChipRadio)
    file = forms.FileField(
        label="ファイル", max_length=255, allow_empty_file=True,
        help_text=f"Excelブック（xlsx・xls・ods）かCSV（UTF-8またはShift_JIS）。{LARGE.upload // MIB}MB、{LARGE.rows:,}行、{LARGE.columns}列、"
                  f"1つのセルは{LARGE.characters:,}文字まで（Excelブックは展開して{LARGE.unpacked // MIB}MBまで）。行が多いときは、進み具合を見ながら待てます。",
        widget=forms.FileInput(attrs={"accept": SPREADSHEETS, "class": "form-control"}))
    fiscal_year = FiscalYearField(
        label="年度", required=False, max_length=20, widget=forms.TextInput(attrs={"class": "input-short"}),
        help_text="「4/5」のように年のない日付がある場合に入力します。例: 令和3年度、R3、2021。この年度の外の日付は誤りになります。公表値の表に年度が書かれていない場合にも入力します。")
    sheet = forms.CharField(
        label="シート", required=False, max_length=100, widget=forms.TextInput(attrs={"class": "input-medium"}),
        help_text="1枚のシートだけを読み取る場合に、その名前を入力します。空欄なら、見出しの分かるシートを全部読み取ります。")

    is_long = False  # whether the worker has to do it
    refused = ""  # why the file cannot be read, for the audit

    def clean(self):
        super().clean()
        if uploaded := self.cleaned_data.get("file"):
            self._read(uploaded)
        return self.cleaned_data

    def _read(self, uploaded) -> None:
        chosen = {name: self.cleaned_data.get(name) for name in ("subject", "fiscal_year", "sheet")}
        try:
            LARGE.check_upload(uploaded.size)
            self.source = Source(file_name=uploaded.name, content=uploaded.read(), **chosen)
            self.is_long = is_long(self.source)
        except SheetError as error:
            self.refused = str(error)
            self.add_error("file", self.refused)


class DecisionForm(HouseForm, forms.Form):
    """What to do with rows that have errors, and with rows that differ from their record."""

    skip_errors = forms.BooleanField(label="誤りのない行だけを取り込む", required=False)
    changes = forms.ChoiceField(label="変わった行をどうしますか", required=False, widget=forms.RadioSelect(
        attrs={"class": "form-check-input", "form": "commit"}), choices=[
        (ALL, "すべて更新する"), (CHOSEN, "下の表で印を付けた行だけ更新する"), (NONE, "更新しない（新しい行だけ取り込む）")])

    def decision(self, rows: list[str]) -> Decision:
        """The decision, with the rows ticked in the table."""
        return Decision(self.cleaned_data["skip_errors"], self.cleaned_data["changes"], tuple(rows))


class UndoForm(HouseForm, forms.Form):
    """One tick that says the whole import is meant."""

    confirmed = forms.BooleanField(
        label="この取込みの全部を取り消します",
        error_messages={"required": "取り消してよければ、印を付けてください。"})

"""Choosing a file to import, and confirming that an import is taken back."""
from collections.abc import Iterable

from django import forms
from django.core.files.base import ContentFile

from cases.imports.decisions import ADD, CHANGED, KEEP, SIMILAR, UPDATE, Decision
from cases.imports.limits import LARGE, MIB, SheetError
from cases.imports.prior_figures import ALL, GAPS, NONE
from cases.models import ImportBatch
from cases.periods import PeriodError, parse_fiscal_year
from cases.services.imports import Source, is_long

from .base import CHOOSE, HouseForm
from .sealed import LARGEST, seal, unseal
from .widgets import ChipRadio

ANSWER = "answer-"  # before the key of a row
ANSWERS = {CHANGED: [("", "上で選んだとおり"), (UPDATE, "更新する"), (KEEP, "更新しない")],
           SIMILAR: [("", "上で選んだとおり"), (UPDATE, "更新する"), (ADD, "別の記録として加える"), (KEEP, "取り込まない")]}
CHOOSE_AGAIN = "このファイルは大きいため、残していません。ほかの項目を直すときは、ファイルももう一度選んでください。"
ARRIVED = "「{name}」は届いています。別のファイルにするときだけ、選び直してください。"
_CARRIED_AS = "import"
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


def _radios() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "form-check-input", "form": "commit"})


class UploadForm(HouseForm, forms.Form):
    """A file of contact records or published figures. What cannot be read is refused beside the file.

    Where another field is wrong, the page carries a small file (`kept`) on: no browser sends a file again by itself.
    """

    subject = forms.ChoiceField(label="種類", choices=ImportBatch.Subject.choices, widget=ChipRadio)
    file = forms.FileField(
        label="ファイル", max_length=255, allow_empty_file=True, required=False,
        help_text=f"Excelブック（xlsx・xls・ods）かCSV（UTF-8またはShift_JIS）。{LARGE.upload // MIB}MB、{LARGE.rows:,}行、{LARGE.columns}列、"
                  f"1つのセルは{LARGE.characters:,}文字まで（Excelブックは展開して{LARGE.unpacked // MIB}MBまで）。行が多いときは、進み具合を見ながら待てます。",
        widget=forms.FileInput(attrs={"accept": SPREADSHEETS, "class": "form-control"}))
    fiscal_year = FiscalYearField(
        label="年度", required=False, max_length=20, widget=forms.TextInput(attrs={"class": "input-short"}),
        help_text="「4/5」のように年のない日付がある場合に入力します。例: 令和3年度、R3、2021。この年度の外の日付は誤りになります。公表値の表に年度が書かれていない場合にも入力します。")
    sheet = forms.CharField(
        label="シート", required=False, max_length=100, widget=forms.TextInput(attrs={"class": "input-medium"}),
        help_text="1枚のシートだけを読み取る場合に、その名前を入力します。空欄なら、見出しの分かるシートを全部読み取ります。")

    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    is_long = False  # whether the worker has to do it
    refused = ""  # why the file cannot be read, for the audit

    def __init__(self, *args, user_pk: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.user_pk = user_pk
        self.fields["file"].mandatory = True  # one way or the other

    def clean(self):
        super().clean()
        if sent := self.cleaned_data.get("file") or self._carried():
            self._read(sent)
        elif "file" not in self.errors:
            self.add_error("file", CHOOSE.format(label=self.fields["file"].label))
        if self.errors:
            self._carry_on()
        return self.cleaned_data

    def _carried(self) -> ContentFile | None:
        found = unseal(self.cleaned_data.get("kept") or "", table=_CARRIED_AS, user_pk=self.user_pk)
        return found and ContentFile(found[0], found[1])

    def _carry_on(self) -> None:
        self.data = self.data.copy()
        self.data["kept"] = ""
        if "file" in self.errors:
            return
        if len(self.source.content) > LARGEST:
            self.add_error("file", CHOOSE_AGAIN)
            return
        self.data["kept"] = seal(self.source.content, self.source.file_name, table=_CARRIED_AS, user_pk=self.user_pk)
        self.fields["file"].mandatory = False
        self["file"].help_text = ARRIVED.format(name=self.source.file_name)

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
    """What to do with rows that have errors, that differ from their record, or that are similar to one.

    For all rows at once, and for single ones in the fields `answer-KEY`. The page shows a part of them: what was chosen on
    others comes back in `chosen`.
    """

    skip_errors = forms.BooleanField(label="誤りのない行だけを取り込む", required=False)
    similar = forms.ChoiceField(label="似た記録がある行をどうしますか", required=False, widget=_radios(), choices=[
        (UPDATE, "登録されている記録を、ファイルの内容で更新する"), (ADD, "別の記録として加える"), (KEEP, "取り込まない")])
    changes = forms.ChoiceField(label="変わった行をどうしますか", required=False, widget=_radios(), choices=[
        (UPDATE, "すべて更新する"), (KEEP, "更新しない（新しい内容だけ取り込む）")])
    priors = forms.ChoiceField(label="前年度の数をどうしますか", required=False, initial=GAPS, widget=_radios(), choices=[
        (GAPS, "対応記録から数えている地区・軸では取り込まない"), (ALL, "すべて取り込む（報告書は、数えた件数に代えてこの数を表示します）"),
        (NONE, "取り込まない")])
    chosen = forms.JSONField(required=False)

    def clean_chosen(self) -> dict[str, str]:
        """What was chosen for single rows, by their keys; those of the page come last."""
        kept = self.cleaned_data["chosen"] or {}
        if not isinstance(kept, dict):
            raise forms.ValidationError("この画面を開き直してください。")
        here = {name.removeprefix(ANSWER): self.data[name] for name in self.data if name.startswith(ANSWER)}
        return {str(key): answer for key, answer in (kept | here).items() if answer in (UPDATE, ADD, KEEP)}

    def decision(self) -> Decision:
        """The decision that the valid form says."""
        said = self.cleaned_data
        return Decision(said["skip_errors"], said["changes"], said["similar"], said["chosen"], said["priors"])

    def choices_for(self, rows: Iterable[dict]) -> list[dict]:
        """Described rows with `choices` for each: (value, words, whether it was chosen)."""
        chosen = self.chosen_so_far
        return [row | {"choices": [(value, words, value == chosen.get(row["key"], "")) for value, words in ANSWERS[row["kind"]]]}
                for row in rows]

    @property
    def chosen_so_far(self) -> dict[str, str]:
        """What was chosen for single rows, on this page and others."""
        return (self.is_valid() and self.cleaned_data["chosen"]) or {}


class UndoForm(HouseForm, forms.Form):
    """One tick that says the whole import is meant."""

    confirmed = forms.BooleanField(
        label="この取込みの全部を取り消します",
        error_messages={"required": "取り消してよければ、印を付けてください。"})

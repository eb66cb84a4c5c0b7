"""The form of a kind (種別) of the register of work with groups and places."""
from django import forms

from cases.models import ActivityKind

from .base import RecordForm
from .codebook import YearField
from .widgets import ChipRadio


class ActivityKindForm(RecordForm):
    """A kind of entry: its name, its chapter of the report, its years and what it counts."""

    first_year = YearField(label="開始年度", help_text="空欄なら、どの年度でも選べます。例: 令和5年度")
    last_year = YearField(label="終了年度", help_text="この年度まで選べます。空欄なら続きます。使わなくなった種別は、消さずに終了年度を入れます。")

    class Meta:
        model = ActivityKind
        fields = ["code", "name", "chapter", "asks_visitors", "asks_consultations", "asks_copies", "first_year", "last_year", "order"]
        help_texts = {"code": "半角の英字・数字・ハイフン・下線です。ファイルで使うため、後から変えられません。例: salon",
                      "name": "名称を変えると、過去の年度の表も新しい名称になります。意味が変わるときは、終了年度を入れて新しい種別を登録します。",
                      "order": "小さい順に並びます。"}
        widgets = {"code": forms.TextInput(attrs={"class": "input-medium", "autocapitalize": "none"}), "chapter": ChipRadio,
                   "order": forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["unique"] = "このコードは、すでに使われています。別のコードにしてください。"
        if not self.is_new:
            self.fields["code"].disabled = True

    def clean(self):
        super().clean()
        first, last = self.cleaned_data.get("first_year"), self.cleaned_data.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", "開始年度より前です。開始年度以降にしてください。")
        if self.instance.pk and not self.errors:
            self._keep_what_is_used(first, last)
        return self.cleaned_data

    def _keep_what_is_used(self, first: int | None, last: int | None) -> None:
        """No entry may fall outside the years of its kind, or have an amount that the kind does not ask for."""
        entries = self.instance.activities(manager="everything")
        if (first and entries.filter(fiscal_year__lt=first).exists()) or (last and entries.filter(fiscal_year__gt=last).exists()):
            self.add_error("last_year" if last else "first_year", "この種別の記録が、その年度の外にあります。年度を広げるか、先に記録を直してください。")
        for name, amounts in (("asks_visitors", ["visitors"]), ("asks_consultations", ["consultations"]), ("asks_copies", ["copies", "issues"])):
            if not self.cleaned_data[name] and any(entries.exclude(**{amount: None}).exists() for amount in amounts):
                self.add_error(name, "この数を書いた記録があるため、外せません。")

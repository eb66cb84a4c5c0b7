"""The form of a percentage set by hand (割合の調整)."""
import unicodedata

from django import forms

from cases.models import ShareOverride

from .base import RecordForm

ALL, MOST = 100, 999  # the most that a share is, and what fits where the figures themselves are more than their base
REVOKE = "revoke"  # the name of the button that makes the percentage the rule's again


class ShareField(forms.DecimalField):
    """A percentage as it is typed: 1.5, １．５, 1.5%, (1.5%)."""

    def to_python(self, value):
        """The number, or ValidationError."""
        text = unicodedata.normalize("NFKC", str(value or "")).strip("()% \t")
        return super().to_python(text)


class ShareForm(RecordForm):
    """What is printed in one cell, and why. The button 取り消す needs the reason only.

    No share is above 100 unless the cell's own figure is more than the base, as a 合計 of several answers a record is.
    """

    only_one_row = True  # of each cell

    printed = ShareField(label="印刷する割合（％）", max_digits=4, decimal_places=1,
                         help_text="公表した報告書のとおりに入力します。例: 1.5",
                         error_messages={"invalid": "割合として読めません。1.5 のように入力してください。",
                                         **dict.fromkeys(("max_digits", "max_whole_digits"), "けたが多すぎます。1.5 のように入力してください。"),
                                         "max_decimal_places": "小数は1けたで入力してください。"},
                         widget=forms.TextInput(attrs={"class": "input-short", "inputmode": "decimal"}))

    class Meta:
        model = ShareOverride
        fields = ["printed", "reason"]
        help_texts = {"reason": "例: 合計を100.0％にするため、公表時に直した。記録に残ります。"}
        widgets = {"reason": forms.TextInput}

    def __init__(self, *args, is_above_base: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = MOST if is_above_base else ALL
        if self.is_bound and REVOKE in self.data:
            self.fields["printed"].required = False
        elif not self.is_bound:
            self.initial["reason"] = ""

    def clean_printed(self):
        """Between 0 and the most that the cell can be."""
        share = self.cleaned_data["printed"]
        if share is not None and not 0 <= share <= self.most:
            raise forms.ValidationError(f"割合は、0から{self.most}までの数で入力してください。")
        return share

    def clean(self):
        super().clean()
        if REVOKE in self.data:
            self.cleaned_data["printed"] = None
            self._errors.pop("printed", None)
        return self.cleaned_data

"""The form of the council's names, policies and lists of words."""
from django import forms

from cases.models import Council

from .base import RecordForm

LISTS = ("closing_reasons", "intake_routes", "urgencies")
LONGEST, MOST = 60, 40  # characters of a word, words of a list
SIGNS = ("death_sign", "unknown_sign", "divorce_sign")


class CouncilForm(RecordForm):
    """The names that head every page and the report's cover, and who may read what."""

    only_one_row = True

    class Meta:
        model = Council
        fields = ["name", "programme", "reads_elsewhere", "counts_outside", "several_cases", "suggests", "mask_below", *SIGNS, *LISTS]
        widgets = {name: forms.Textarea(attrs={"rows": 8}) for name in LISTS}
        help_texts = {"name": "画面の上と報告書の表紙に表示します。", "programme": "ログイン画面と報告書の表紙に表示します。",
                      "counts_outside": "報告書の対応実績の表の下に、地区外（どの地区にも住んでいない）の世帯への対応が何件あったかを書きます。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("several_cases", *SIGNS, *LISTS):  # what is not sent stays as it is
            self.fields[name].required, self.fields[name].mark = False, ""
        for name in LISTS:
            self.fields[name].help_text = "1行に1つ書きます。上から順に表示します。変えても、すでに選んだ記録の言葉は変わりません。"

    def clean(self):
        """Lists of words that can be chosen; a list that is not sent, or blank, stays as it is."""
        super().clean()
        for name in LISTS:
            words = [line.strip() for line in (self.cleaned_data.get(name) or "").splitlines() if line.strip()]
            if len(words) > MOST or any(len(word) > LONGEST for word in words):
                self.add_error(name, f"1行は{LONGEST}字まで、{MOST}行までにしてください。")
            elif name in self.cleaned_data:
                self.cleaned_data[name] = "\n".join(dict.fromkeys(words)) or getattr(self.instance, name)
        return self.cleaned_data

"""The form of the council's names, policies and lists of words."""
from functools import cached_property

from django import forms

from cases.models import Council

from .dated import DatedForm

LISTS = ("closing_reasons", "intake_routes", "urgencies")
LONGEST, MOST = 60, 40  # characters of a word, words of a list
SIGNS = ("death_sign", "unknown_sign", "divorce_sign")


class CouncilForm(DatedForm):
    """The names that head every page and the report's cover, who may read what, and how contacts of several cases count."""

    only_one_row = True
    dated = ("several_cases",)

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
        self.fields["from_year"].label = "数え方をいつから変えるか"
        self.fields["from_year"].help_text = "複数のケースの対応の数え方を変えるときに選びます。選んだ年度より前の報告書は、前の数え方のまま残ります。"
        for name in LISTS:
            self.fields[name].help_text = "1行に1つ書きます。上から順に表示します。変えても、すでに選んだ記録の言葉は変わりません。"

    @cached_property
    def changed_data(self):
        """What differs from the stored row; a rule that is not sent stays as it is."""
        return [name for name in super().changed_data if name not in self.dated or self.data.get(self.add_prefix(name))]

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

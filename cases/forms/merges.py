"""Forms of a merge (統合) of two records: a choice for each line that differs, and the form that takes it back."""
from collections.abc import Mapping, Sequence

from django import forms

from cases.merge_choices import BOTH, GONE, KEPT, Choice

from .base import HouseForm, VersionedForm, VersionField

REASON = {"max_length": 200, "widget": forms.TextInput(attrs={"autocomplete": "off"})}


class MergeForm(VersionedForm):
    """Which value stays for each line that differs, why, and both versions that were opened."""

    other_version = VersionField(required=False)
    reason = forms.CharField(label="統合の理由", initial="二重に登録していた", help_text="監査の記録に残ります。", **REASON)

    def __init__(self, data=None, *, choices: Sequence[Choice], versions: tuple[int, int]):
        super().__init__(data, initial={"version": versions[0], "other_version": versions[1]})
        self.lines = choices
        for choice in choices:
            if choice.differs:
                self.fields[choice.name] = forms.ChoiceField(
                    label=choice.label, initial=choice.proposed, required=False, widget=forms.RadioSelect,
                    error_messages={"invalid_choice": "どちらかを選んでください。"},
                    choices=[(KEPT, choice.kept), (GONE, choice.gone), *([(BOTH, "両方をつなげる")] if choice.may_join else [])])

    @property
    def rows(self) -> list[dict]:
        """Every line with its two radio buttons, and a third where both may be joined; none where both say the same."""
        return [{"line": each, "buttons": list(self[each.name]) if each.differs else [],
                 "errors": self.errors.get(each.name, ())} for each in self.lines]

    @property
    def chosen(self) -> Mapping[str, str]:
        """The side chosen for each line; what was not sent is as proposed. What is proposed, before the form is sent."""
        said = getattr(self, "cleaned_data", {})
        return {each.name: said.get(each.name) or each.proposed for each in self.lines}

    def refuse(self, wrong: Mapping[str, str]) -> None:
        """Put what cannot be beside its line, or above all of them where both records say the same."""
        for name, words in wrong.items():
            label = next(each.label for each in self.lines if each.name == name)
            self.add_error(*((name, words) if name in self.fields else (None, f"{label}：{words}先に世帯員を直してください。")))

    def based_on(self, versions: tuple[int, int]) -> str:
        """Base the typed text on the stored versions; returns the kind of conflict, for conflict.html."""
        known = None not in (self.cleaned_data.get("version"), self.cleaned_data.get("other_version"))
        self.data = self.data.copy()
        self.data["version"], self.data["other_version"] = versions
        return "changed" if known else "unversioned"


class UndoMergeForm(VersionedForm):
    """Why a merge is taken back."""

    reason = forms.CharField(label="取消しの理由", help_text="例: 別の世帯（別人）だった。監査の記録に残ります。", **REASON)


class PairForm(HouseForm, forms.Form):
    """Two records of a kind, by their ids."""

    kind = forms.ChoiceField(choices=[("household", ""), ("member", "")])
    first = forms.IntegerField(min_value=1, max_value=2 ** 62)
    second = forms.IntegerField(min_value=1, max_value=2 ** 62)

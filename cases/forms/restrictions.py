"""Forms of the restriction of a record (閲覧の制限)."""
from django import forms

from cases import access
from cases.models import Assignment, Case, Household, Member, User

from .base import HouseForm, VersionedForm
from .widgets import ChipCheckbox

KINDS = {"household": Household, "case": Case, "member": Member}


class RestrictionForm(VersionedForm):
    """Who besides the one who saves may know of the record, and why."""

    named = forms.ModelMultipleChoiceField(
        User.objects.none(), label="あなたのほかに見ることができる利用者", required=False, widget=ChipCheckbox,
        help_text="この記録の担当地区にいる利用者から選びます。保存した人は、必ず含まれます。",
        error_messages={"invalid_choice": "選べない利用者が含まれています。選び直してください。"})
    reason = forms.CharField(label="理由", max_length=200, help_text="例: 職員の親族のため、本人の強い希望のため。監査の記録に残ります。")

    def __init__(self, data=None, *, instance, user: User):
        record, self.user = instance, user
        super().__init__(data, initial={"version": record.version, "reason": record.restriction_reason,
                                        "named": record.named.all() if record.is_restricted else ()})
        chosen = record.named.all() if record.is_restricted else User.objects.none()
        possible = User.objects.filter(pk__in=access.readers_of(record).values("pk")) | User.objects.filter(pk__in=chosen)
        self.fields["named"].queryset = possible.exclude(pk=user.pk)

    def differences(self, stored: Household | Member | Case) -> list[dict]:
        """Where what was typed differs from what holds by now: label, stored and own words, for conflict.html."""
        there = stored.named.exclude(pk=self.user.pk) if stored.is_restricted else ()
        named, reason = self.cleaned_data.get("named", ()), self.cleaned_data.get("reason", self.data.get("reason", ""))
        rows = (("named", _names(there) if stored.is_restricted else "制限なし", _names(named)), ("reason", stored.restriction_reason, reason))
        return [{"label": self[name].label, "stored": kept, "own": typed} for name, kept, typed in rows if kept != typed]


def _names(users) -> str:
    return "、".join(sorted(user.name for user in users))


class HandOverForm(HouseForm, forms.Form):
    """A restricted record that nobody can open any more, by its number, and who is to see it from now on."""

    kind = forms.ChoiceField(label="種類", choices=[
        ("household", "世帯"), ("case", "ケース"), ("member", "世帯員（世帯番号で指定します）")])
    number = forms.CharField(label="番号", max_length=40, widget=forms.TextInput(
        attrs={"class": "input-short", "autocomplete": "off"}))
    to = forms.ModelChoiceField(User.objects.none(), label="引き継ぐ利用者", empty_label="選んでください",
                                help_text="その記録の担当地区に割り当てられている利用者を選びます。")
    reason = forms.CharField(label="理由", max_length=200, help_text="例: 担当者の退職のため。監査の記録に残ります。")

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["to"].queryset = User.objects.filter(is_active=True, pk__in=Assignment.objects.values("user"))

    @property
    def model(self):
        """The kind of record chosen."""
        return KINDS[self.cleaned_data["kind"]]

"""Forms of the protection of whereabouts (支援措置)."""
from django import forms
from django.core import signing
from django.db.models import Q
from django.utils import timezone

from cases import access
from cases.models import District, Household, Member, Protection, User

from .base import HouseForm, RecordForm, VersionedForm, VersionField, japanese_dates
from .households import OUTSIDE
from .widgets import PhoneField

OPENED_FOR = 30 * 60  # seconds in which an opened address can be changed
SALT = "whereabouts"


class ProtectionForm(RecordForm):
    """Whom to protect, from whom, why, and for how long."""

    class Meta:
        model = Protection
        fields = ["member", "reason", "starts_on", "ends_on", "from_member", "from_text"]
        widgets = {"reason": forms.TextInput(attrs={"autocomplete": "off"}),
                   "from_text": forms.TextInput(attrs={"autocomplete": "off"})}
        formfield_callback = japanese_dates

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        members = access.visible_members(user).filter(household=self.instance.household)
        self.fields["member"].queryset = self.fields["from_member"].queryset = members
        self.fields["member"].empty_label, self.fields["from_member"].empty_label = "世帯全体", "世帯員ではない"
        if self.instance.from_member_id and not members.filter(pk=self.instance.from_member_id).exists():
            del self.fields["from_member"]  # closed to the user: it stays as it is
        if self.is_new:
            self.initial["starts_on"] = timezone.localdate()
            self.instance.set_by = user

    def clean(self):
        super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "開始日より前の日付です。開始日以降の日付にしてください。")
        if self.cleaned_data.get("member") and self.cleaned_data["member"] == self.cleaned_data.get("from_member"):
            self.add_error("from_member", "守られる人と同じ人です。別の人を選んでください。")
        return self.cleaned_data


class ProtectionEndForm(VersionedForm):
    """Why the protection ends."""

    reason = forms.CharField(label="終了の理由", max_length=200, min_length=3,
                             help_text="例: 本人から終了の申し出があったため。監査の記録に残ります。")


class PurposeForm(HouseForm, forms.Form):
    """Why someone looks at hidden whereabouts."""

    only_shows = True

    purpose = forms.CharField(label="見る目的", max_length=200, min_length=5,
                              help_text="5文字以上。例: 本日の訪問のため。日時・氏名とともに監査の記録に残ります。",
                              widget=forms.TextInput(attrs={"autocomplete": "off"}))


class WhereaboutsForm(RecordForm):
    """The hidden fields of a protected household and its members' telephones; only for who has just opened them."""

    opened = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Household
        fields = ["address", "phone", "district", "is_outside"]
        widgets = {"address": forms.TextInput(attrs={"autocomplete": "off"}),
                   "phone": forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "input-medium"})}
        field_classes = {"phone": PhoneField}

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.key = [user.pk, self.instance.pk]
        self.initial["opened"] = signing.dumps(self.key, salt=SALT)
        self.fields["district"].queryset = District.objects.filter(
            Q(pk__in=access.changeable_districts(user)) | Q(pk=self.instance.district_id))
        self.fields["district"].empty_label = "担当地区の外・不明"
        self.members = list(access.visible_members(user).filter(household=self.instance))
        for member in self.members:
            self._add(member)

    def _add(self, member: Member) -> None:
        self.fields[f"phone_{member.pk}"] = PhoneField(
            label=f"{member}の電話番号", max_length=40, required=False, initial=member.phone,
            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "input-medium"}))
        self.fields[f"version_{member.pk}"] = VersionField(required=False, initial=member.version)

    def clean(self):
        super().clean()
        if self.cleaned_data.get("is_outside") and self.cleaned_data.get("district"):
            self.add_error("is_outside", OUTSIDE)
        return self.cleaned_data

    def clean_opened(self):
        try:
            if signing.loads(self.cleaned_data["opened"], salt=SALT, max_age=OPENED_FOR) == self.key:
                return self.cleaned_data["opened"]
        except signing.BadSignature:
            pass
        raise forms.ValidationError("開いてから時間がたちました。目的を入力して、開き直してください。", code="closed")

    def reopened(self, stored):
        """As in RecordForm, the members' versions too."""
        super().reopened(stored)
        for member in Member.objects.filter(pk__in=[each.pk for each in self.members]):
            self.data[f"version_{member.pk}"] = member.version
        return self

    @property
    def is_opened(self) -> bool:
        """Whether the form came from the opened page, so that it may be shown again."""
        return self.is_bound and not self.has_error("opened")

    @property
    def phones(self) -> dict[Member, tuple[str, int | None]]:
        """Each member's telephone as typed, with the version that was opened."""
        return {each: (self.cleaned_data[f"phone_{each.pk}"], self.cleaned_data[f"version_{each.pk}"])
                for each in self.members}

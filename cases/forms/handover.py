"""What a handover pack (引き継ぎの資料) is made of, and what for."""
from django import forms

from cases import access
from cases.models import District, User

from .base import HouseForm


class HandoverForm(HouseForm, forms.Form):
    """A district, a coordinator, or both; how many contacts of each case; and the purpose, which is kept."""

    only_shows = True

    district = forms.ModelChoiceField(District.objects.none(), label="地区", required=False, empty_label="選ばない",
                                      help_text="地区か担当者の、どちらかを選びます。両方を選ぶと、その地区でその人が担当するものだけが載ります。")
    coordinator = forms.ModelChoiceField(User.objects.none(), label="担当者", required=False, empty_label="選ばない")
    contacts = forms.TypedChoiceField(label="ケースごとの対応の経過", coerce=int, initial=5, choices=[(n, f"新しいものから{n}件") for n in (3, 5, 10, 20)])
    purpose = forms.CharField(label="目的", max_length=200, min_length=5, help_text="5文字以上。だれに何のために渡すかを書きます。記録に残ります。例: 4月の異動で大沢地区を引き継ぐため",
                              error_messages={"min_length": "目的を5文字以上で入力してください。"},
                              widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        districts = access.changeable_districts(user)
        self.fields["district"].queryset = districts
        self.fields["district"].mark = self.fields["coordinator"].mark = "※どちらか必須"
        self.fields["coordinator"].queryset = User.objects.filter(assignments__district__in=districts).distinct()

    def clean(self):
        """Something has to be chosen."""
        super().clean()
        if not any(self.cleaned_data.get(name) or name in self.errors for name in ("district", "coordinator")):
            self.add_error("district", "地区か担当者を選んでください。")
        return self.cleaned_data

    @property
    def of_what(self) -> str:
        """大沢地区, 見本 あおい, or both, for the heading."""
        return "　".join(str(self.cleaned_data[name]) for name in ("district", "coordinator") if self.cleaned_data[name])

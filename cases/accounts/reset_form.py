"""The form that asks for a second factor to be taken back."""
from django import forms

from cases.forms.base import HouseForm
from cases.models import User


class ResetForm(HouseForm, forms.Form):
    """Whose, and why."""

    user = forms.ModelChoiceField(User.objects.none(), label="利用者", empty_label="選んでください")
    reason = forms.CharField(label="理由", max_length=200, help_text="例: スマートフォンを紛失した。本人と対面で確認した。")

    def __init__(self, by, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(
            is_active=True, authenticator__type="totp").exclude(pk=by.pk).distinct()

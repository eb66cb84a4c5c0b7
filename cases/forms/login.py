"""The log-in form, with the words of the field."""
from django import forms
from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """User name and password; the same sentence for a wrong name and a wrong password."""

    username = forms.CharField(label="利用者名", widget=forms.TextInput(
        attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}))
    error_messages = {
        "invalid_login": "利用者名またはパスワードが正しくありません。もう一度入力してください。",
        "inactive": "この利用者は停止されています。管理者に連絡してください。",
    }

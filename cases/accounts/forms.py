"""Forms at the door: user name and password, code, new password, invitation."""
import unicodedata

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib.auth.password_validation import validate_password

from cases.forms.base import HouseForm
from cases.models import User

from . import codes
from .passwords import HELP, LONGEST

INVALID = "利用者名またはパスワードが正しくありません。もう一度入力してください。"
LOCKED = ("ログインの失敗が続いたため、しばらくログインできません。30分ほど待ってから、もう一度お試しください。"
          "急ぐときは、統括者かシステム管理者に「ログインの制限」の解除を頼んでください。")
WRONG_CODE = "確認コードが正しくないか、すでに使われています。アプリに表示されている新しいコードを入力してください。"
CODES_LOCKED = "確認コードの間違いが続いたため、しばらく入力できません。30分ほど待つか、統括者かシステム管理者に連絡してください。"
NOT_THE_SAME = "2回の入力が違います。同じパスワードを入力してください。"


def password_field(label: str, autocomplete: str, **kwargs) -> forms.CharField:
    """A field for a password; nothing is cut from what is typed."""
    return forms.CharField(label=label, strip=False, max_length=kwargs.pop("max_length", None), **kwargs, widget=forms.PasswordInput(
        attrs={"autocomplete": autocomplete, "class": "input-medium"}))


class LoginForm(HouseForm, forms.Form):
    """User name and password; the same sentence for a wrong name and a wrong password."""

    username = forms.CharField(label="利用者名", widget=forms.TextInput(
        attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}))
    password = password_field("パスワード", "current-password", max_length=4096)

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, None

    def clean(self):
        """Asks the backend once."""
        super().clean()
        if not self.errors:
            self.user = get_adapter(self.request).authenticate(
                self.request, username=self.cleaned_data["username"], password=self.cleaned_data["password"])
            if self.user is None:
                raise forms.ValidationError(LOCKED if self.is_locked else INVALID)
        return self.cleaned_data

    @property
    def is_locked(self) -> bool:
        """Whether the attempt was refused for the attempts before it."""
        return getattr(self.request, "login_is_locked", False)

    def log_in(self, redirect_url: str | None = None):
        """Go on through allauth's stages: the answer leads to the code page or in."""
        return perform_password_login(
            self.request, {"username": self.user.username}, Login(user=self.user, redirect_url=redirect_url))


class CodeForm(HouseForm, forms.Form):
    """A code of the authenticator app, or a recovery code."""

    otp = forms.CharField(
        label="確認コード", max_length=40,
        help_text="認証アプリに表示されている6桁の数字。スマートフォンが手元にないときは、控えておいた回復コード（12桁）。",
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "one-time-code", "class": "input-short"}))

    def __init__(self, request, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user, self.is_locked = request, user, False

    def clean_otp(self):
        """A right code is used up here."""
        try:
            if codes.accept(request=self.request, user=self.user, typed=self.cleaned_data["otp"]):
                return self.cleaned_data["otp"]
        except codes.CodesLocked:
            self.is_locked = True
            raise forms.ValidationError(CODES_LOCKED) from None
        raise forms.ValidationError(WRONG_CODE)


class OwnPasswordForm(HouseForm, forms.Form):
    """Asks for the own password again before the account is changed. Counted like a log-in."""

    password = password_field("今のパスワード", "current-password", max_length=4096)

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        """The password as typed."""
        typed = self.cleaned_data["password"]
        if not get_adapter(self.request).reauthenticate(self.request.user, typed):
            locked = getattr(self.request, "login_is_locked", False)
            raise forms.ValidationError(LOCKED if locked else "今のパスワードが正しくありません。")
        return typed


class NewPassword(forms.Form):
    """Two fields for a new password."""

    new_password = password_field("新しいパスワード", "new-password", max_length=LONGEST, help_text=HELP)
    repeated_password = password_field("新しいパスワード（もう一度）", "new-password", max_length=LONGEST)

    def check_for(self, user: User) -> None:
        """Add what speaks against the new password of this user."""
        typed, again = self.cleaned_data.get("new_password"), self.cleaned_data.get("repeated_password")
        if typed and again and typed != again:
            self.add_error("repeated_password", NOT_THE_SAME)
        try:
            if typed:
                validate_password(typed, user)
        except forms.ValidationError as error:
            self.add_error("new_password", error)


class PasswordChangeForm(OwnPasswordForm, NewPassword):
    """The own password, replaced."""

    field_order = ["password", "new_password", "repeated_password"]

    def clean(self):
        """Checks the new one."""
        super().clean()
        self.check_for(self.request.user)
        return self.cleaned_data


class SetUpForm(OwnPasswordForm):
    """The first code of the app, and the own password."""

    otp = forms.CharField(
        label="アプリに表示された確認コード", max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "input-short", "inputmode": "numeric"}))
    field_order = ["otp", "password"]


class StartForm(HouseForm, NewPassword):
    """An invitation code and the password that its owner chooses."""

    invitation_code = forms.CharField(label="招待コード", max_length=60, help_text="システム管理者から受け取った20文字のコード。ハイフンや空白はなくてもかまいません。",
                           widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "class": "input-medium"}))
    field_order = ["invitation_code", "new_password", "repeated_password"]

    @property
    def typed_code(self) -> str:
        """The code in its normal form."""
        text = unicodedata.normalize("NFKC", self.cleaned_data.get("invitation_code", "")).upper()
        return "".join(each for each in text if each.isalnum())

"""What allauth asks us: log-ins through its stages, no sign-up, no mail, secrets sealed."""
import base64
import hashlib
import hmac

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cases.models import Council

from . import events, limits, resets
from .addresses import address_of

PENDING = "login_pending"


class AccountAdapter(DefaultAccountAdapter):
    """Password, then the second factor, then in."""

    def is_open_for_signup(self, request):
        """Never: users are entered by the admin."""
        return False

    def is_safe_url(self, url):
        """Whether one may be sent there after the log-in: a path of this site, nothing else that could be resolved."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)

    def get_login_stages(self):
        """The only step between the password and the session."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def pre_login(self, request, user, **kwargs):
        """The password was right. A new session id; what the user was then must still be so when the code comes."""
        request.session.cycle_key()
        request.session[PENDING] = user.get_session_auth_hash()
        if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            events.record("login.code_asked", request=request, user=user)
        return super().pre_login(request, user, **kwargs)

    @transaction.atomic
    def login(self, request, user):
        """All steps are done. PermissionDenied when the user was stopped or changed meanwhile."""
        pending = request.session.pop(PENDING, "")
        if not user.is_active or not hmac.compare_digest(pending, user.get_session_auth_hash()):
            raise PermissionDenied
        super().login(request, user)
        limits.remember_address(user, address_of(request))
        events.record("login.ok", request=request, user=user)

    def post_login(self, request, user, **kwargs):
        """Where to go on; says what was done to the account meanwhile."""
        resets.tell(request, user)
        return super().post_login(request, user, **kwargs)

    def logout(self, request):
        """End the session here and on the server."""
        events.record("logout", request=request, user=request.user)
        logout(request)

    def respond_user_inactive(self, request, user):
        """The backend lets no stopped user come this far."""
        raise PermissionDenied

    def add_message(self, *args, **kwargs):
        """allauth's own messages are not shown; the pages say what happened."""

    def send_mail(self, *args, **kwargs):
        """Nothing is mailed: an office has no mail server."""

    send_notification_mail = send_mail


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seals the secrets of second factors with a key made from SECRET_KEY (and its fallbacks)."""

    def encrypt(self, text: str) -> str:
        """The sealed text."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again. InvalidToken when it was sealed with another key, or touched."""
        return _sealer().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """The name under which an authenticator app lists the account."""
        return Council.current().name

    def build_totp_svg(self, url: str) -> str:
        """The QR code, black on white also where the page is dark."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")


def _sealer() -> MultiFernet:
    return MultiFernet([Fernet(_key(each)) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"cases.accounts.second-factor" + secret.encode()).digest())

"""How tests log in: by the pages, with passwords and codes."""
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "000000"


def code(step: int = 0) -> str:
    """The code of the app now, or some half minutes later or earlier."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + step))


def give_second_factor(user) -> list[str]:
    """The user has set up the second factor; returns the recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).generate_codes()


def log_in(client, username: str, password: str = PASSWORD, **meta):
    """The answer to name and password on the log-in page."""
    return client.post("/login/", {"username": username, "password": password}, **meta)


def is_in(client) -> bool:
    """Whether the client gets a page of the site."""
    return client.get("/").status_code == 200

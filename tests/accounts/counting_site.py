"""The site as gunicorn serves it, with a hasher that leaves a file for every hash it computes."""
import os
import uuid
from pathlib import Path

from django.contrib.auth.hashers import MD5PasswordHasher


class CountingHasher(MD5PasswordHasher):
    """Writes one file per computed hash into CWC_COUNTED, whichever process computes it."""

    def encode(self, password, salt):
        """The hash; counted."""
        (Path(os.environ["CWC_COUNTED"]) / uuid.uuid4().hex).touch()
        return super().encode(password, salt)


def application():
    """The WSGI application with that hasher, and with the lock-out taken out where CWC_NO_LIMITS says so."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    served = get_wsgi_application()
    settings.PASSWORD_HASHERS = ["tests.accounts.counting_site.CountingHasher"]
    if os.environ.get("CWC_NO_LIMITS"):
        from cases.accounts import limits
        limits.admit = lambda attempt: True
    return served

"""Settings that may not serve other people: one plain sentence each, told by manage.py and at the start of the server."""
from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}
SHORTEST_KEY = 50


def unsafe() -> list[str]:
    """What is wrong, as sentences; nothing where only this machine is served, as bin/demo does."""
    hosts, found = set(settings.ALLOWED_HOSTS), []
    if "*" in hosts:
        found.append("CWC_ALLOWED_HOSTS must name the hosts that are answered; '*' answers to any name.")
    if not hosts - LOCAL:
        return found
    if settings.DEBUG:
        found.append("CWC_DEBUG must be off where others are served: its error pages show records.")
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < 5:
        found.append(f"CWC_SECRET_KEY must be at least {SHORTEST_KEY} random characters where others are served.")
    if not settings.HTTPS:
        found.append("CWC_HTTPS must be on where others are served: without TLS anyone on the way reads along.")
    if not settings.MFA_IS_DECIDED:
        found.append("CWC_MFA_ROLES must name the roles that log in with a second factor (such as supervisor,admin) where others "
                     "are served, or say none, for an office that has decided to do without.")
    return found


@register("security")
def settings_are_safe(app_configs, **kwargs):
    """The sentences as errors of manage.py check."""
    return [Error(sentence, id=f"cwc.E{number:03}") for number, sentence in enumerate(unsafe(), 1)]


def refuse_unsafe_settings() -> None:
    """Raises ImproperlyConfigured with every sentence."""
    if found := unsafe():
        raise ImproperlyConfigured(" ".join(found))

"""Where a request comes from."""
import ipaddress

from django.conf import settings

UNKNOWN = "unknown"


def sent_from(request) -> str:
    """The address as it stands in the request, "" where there is none.

    X-Forwarded-For is believed only as far as our own proxies (CWC_PROXIES) have written it: with two proxies
    the second entry from the right. Whatever stands further left was sent by the client.
    """
    given = request.META.get("REMOTE_ADDR", "")
    passed = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return passed[-settings.PROXIES] if settings.PROXIES and len(passed) >= settings.PROXIES else given


def address_of(request) -> str:
    """What failures are counted under: the address, an IPv6 one cut to its /64 network, or "unknown"."""
    try:
        address = ipaddress.ip_address(sent_from(request) if request is not None else "")
    except ValueError:
        return UNKNOWN
    if address.version == 6 and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))

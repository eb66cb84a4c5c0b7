"""What every response carries, errors and refusals of other middleware included: it stands first in the list."""
from django.conf import settings

CONTENT_SECURITY_POLICY = "; ".join([
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
])
# Everything that a browser could be asked for and that no page of ours needs.
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock",
    "usb", "xr-spatial-tracking"))
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def private_pages(get_response):
    """Keep pages out of shared and browser caches, and let them load nothing from elsewhere.

    Static files, which hold nothing of anybody, come with a cache rule of their own and keep it.
    """

    def middleware(request):
        response = get_response(request)
        for name, value in ALWAYS.items():
            response.headers[name] = value
        if "max-age" not in response.headers.get("Cache-Control", "") or not _is_static(request):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def _is_static(request) -> bool:
    return request.path.startswith("/" + settings.STATIC_URL.lstrip("/"))

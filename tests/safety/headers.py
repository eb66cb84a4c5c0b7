"""The headers that every answer must carry."""
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
EXPECTED = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}


def missing_headers(response) -> list[str]:
    """What this answer lacks or says otherwise."""
    wrong = [name for name, value in EXPECTED.items() if response.headers.get(name) != value]
    wrong += [name for name in ("camera=()", "geolocation=()", "microphone=()") if name not in response.headers.get("Permissions-Policy", "")]
    return wrong


def is_cached(response) -> bool:
    """Whether a browser or a proxy may keep the answer."""
    return response.headers.get("Cache-Control") != "no-store"

"""Closed by default: a view that does not say who may open it is opened to nobody."""
from django.core.exceptions import PermissionDenied


def decided_views_only(get_response):
    """Refuse (403) a view without `access.roles`, unless it says itself that it needs no log-in.

    It stands behind the log-in middleware, so that a stranger is asked to log in, here as everywhere.
    """

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if not _is_decided(view):
            raise PermissionDenied

    middleware.process_view = process_view
    return middleware


def _is_decided(view) -> bool:
    return bool(getattr(view, "allowed_roles", ())) or not getattr(view, "login_required", True)

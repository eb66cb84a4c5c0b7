"""Which roles may open a view."""
from functools import wraps

from django.core.exceptions import PermissionDenied

from cases.models import User

COORDINATOR, SUPERVISOR, ADMIN = User.Role.COORDINATOR, User.Role.SUPERVISOR, User.Role.ADMIN
EVERYONE = (COORDINATOR, SUPERVISOR, ADMIN)


def roles(*allowed: str):
    """Decorate a view that only users of these roles may open; others get 403."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if request.user.role not in allowed:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.allowed_roles = allowed
        return checked

    return decorate

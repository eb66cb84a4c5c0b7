"""What happens to accounts, for the audit."""
from cases import audit


def record(action: str, *, request=None, user=None, objects=(), outcome: str = "ok", purpose: str = "", **detail) -> None:
    """One entry; without it nothing of what it tells of may happen either.

    `detail` never holds what was typed into a user name or password field: only whether the name was known.
    """
    audit.event(action, request=request, user=user, objects=objects, outcome=outcome, purpose=purpose, detail=detail)

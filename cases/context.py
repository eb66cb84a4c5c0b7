"""What the frame of every page shows."""
from django.utils import timezone

from . import access, periods
from .models import Council


def frame(request) -> dict:
    """Council, today, this fiscal year and the user's districts, for the head of the page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"council": Council.current()}
    today = timezone.localdate()
    return {
        "council": access.the_council(),
        "current_day": today,
        "current_fiscal_year": periods.fiscal_year_of(today),
        "my_districts": access.own_districts(user),
    }

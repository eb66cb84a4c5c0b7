"""Help pages: how access, the audit and restriction work, and what they do not cover."""
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases import access
from cases.audit.readers import DAYS
from cases.audit.unusual import MANY_AN_HOUR, MANY_DENIED, NIGHT_BEGINS, NIGHT_ENDS


@require_GET
@access.roles(*access.EVERYONE)
def help_safety(request):
    """Who may see what, what is kept of it, and what nobody is protected from."""
    return render(request, "cases/help/safety.html", {
        "days": DAYS, "many": MANY_AN_HOUR, "denied": MANY_DENIED, "night": (NIGHT_BEGINS, NIGHT_ENDS),
        "idle": settings.SESSION_IDLE_FOR // 60, "confirm": settings.CONFIRM_FOR // 60,
        "hours": settings.SESSION_ENDS_AFTER // 3600, "draft_days": settings.DRAFT_DAYS})

"""予定の配信: a user opens, renews and ends the own calendar feed; a calendar program reads it without a log-in."""
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases import access, audit
from cases.calendar import TYPE, feed_of
from cases.models import CalendarFeed
from cases.services.calendar_feeds import end_feed, find_feed, open_feed


@require_GET
@access.roles(*access.EVERYONE)
def calendar(request):
    """Whether the user's feed is open, and the forms that open and end it."""
    return render(request, "cases/accounts/calendar.html", {"feed": _open_feed(request.user)})


@require_POST
@access.roles(*access.EVERYONE)
def calendar_open(request):
    """Open the feed anew; its address is shown this once."""
    secret = open_feed(user=request.user, with_numbers=request.POST.get("with_numbers") == "on")
    return render(request, "cases/accounts/calendar.html", {
        "feed": _open_feed(request.user), "address": request.build_absolute_uri(reverse("calendar_file", args=[secret]))})


@require_POST
@access.roles(*access.EVERYONE)
def calendar_end(request):
    """End the feed; its address answers no more."""
    if end_feed(user=request.user):
        messages.success(request, "予定の配信をやめました。これまでのアドレスは使えません。")
    return redirect("calendar")


@login_not_required
@require_GET
def calendar_file(request, secret):
    """The feed with this secret; whatever is no open one answers 404.

    Failures are not counted as wrong passwords are: nobody guesses 256 bits, and a calendar that asks for an ended feed
    every hour must not keep its office from logging in.
    """
    feed = find_feed(secret)
    if feed is None:
        raise Http404
    text = feed_of(feed.user, with_numbers=feed.with_numbers)
    audit.event("calendar.read", request=request, user=feed.user, detail={"feed": feed.pk, "dates": text.count("BEGIN:VEVENT")})
    return HttpResponse(text, content_type=TYPE)


def _open_feed(user) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user, ended_at=None).first()

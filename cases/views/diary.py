"""日誌: a week of both streams, 個別支援 and 地域支援, by day."""
import datetime

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import access, periods
from cases.diary import WEEK, week_of_diary
from cases.forms.base import JapaneseDateField, SearchForm
from cases.models import User
from cases.weekly import week_of


class DiaryForm(SearchForm):
    """A day of the week to look at, and whose; one's own week where nothing was asked for."""

    day = JapaneseDateField(label="週（その週のどの日でも）", required=False)
    of = forms.ModelChoiceField(User.objects.none(), label="担当者", required=False, empty_label="全員")

    def __init__(self, data, *, user: User):
        super().__init__(data)
        self.fields["of"].queryset = User.objects.filter(assignments__district__in=access.visible_districts(user)).distinct()


@require_GET
@access.roles(*access.EVERYONE)
def diary(request):
    """Seven days from Monday, what is in sight of them."""
    form = DiaryForm({"of": request.user.pk} | request.GET.dict(), user=request.user)
    day = form.chosen.get("day") or timezone.localdate()
    if "day" not in form.errors:  # the links of the page ask in numbers, or for no day; the field shows what people write
        form.data["day"] = periods.format_date(day)
    monday = week_of(max(datetime.date(1989, 1, 2), min(day, datetime.date(2100, 12, 31))))
    days, more = week_of_diary(request.user, monday, form.chosen.get("of"))
    return render(request, "cases/activities/diary.html", {
        "form": form, "days": days, "more": more, "monday": monday, "sunday": monday + WEEK - datetime.timedelta(days=1),
        "before": monday - WEEK, "after": monday + WEEK if monday + WEEK <= timezone.localdate() else None})

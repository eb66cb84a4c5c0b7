"""「この年度は実績なし」 is said, and taken back, from 報告書の準備."""
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases import access
from cases.forms.no_entries import NoEntriesForm
from cases.services.activities import say_none, unsay_none


@require_POST
@access.roles(*access.EVERYONE)
def activity_none(request):
    """Say it, or take it back; then 報告書の準備 of the year again, which says what was wrong."""
    form = NoEntriesForm(request.POST, user=request.user)
    if form.is_valid():
        _store(request, **form.cleaned_data)
    else:
        for name, words in form.errors.items():
            messages.error(request, f"{form[name].label}：{words[0]}")
    year = form.cleaned_data.get("fiscal_year")
    return redirect(reverse("readiness", args=[year]) if year else reverse("overview"))


def _store(request, *, said: bool, **what) -> None:
    words = f"「{what['kind']}」（{what['district']}）"
    if not said:
        unsay_none(**what)
        messages.success(request, f"{words}の「実績なし」を取り消しました。")
    elif say_none(**what, by=request.user):
        messages.success(request, f"{words}を「この年度は実績なし」としました。")
    else:
        messages.warning(request, f"{words}には、この年度の記録があります。「実績なし」にはしていません。")

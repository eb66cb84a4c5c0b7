"""設定: the menu of what the role may open, and the council's names."""
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.council import CouncilForm
from cases.models import Council
from cases.navigation import SETTINGS, open_to
from cases.services.council import save_council

from .form_drafts import form_drafts
from .record_pages import record_page


@require_GET
@access.roles(*access.EVERYONE)
def settings_index(request):
    """The settings that this role may open."""
    return render(request, "cases/settings.html", {"entries": open_to(SETTINGS, request.user)})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def council_edit(request):
    """The names of the council and its programme."""
    posted = request.method == "POST"
    council = Council.objects.get_or_create(pk=1)[0] if posted else Council.current()
    drafts = form_drafts(request, "council", council)
    return record_page(request, drafts.fill(CouncilForm), "cases/council.html", drafts=drafts, saved_words="協議会の設定を保存しました。",
                       address=lambda saved: reverse("settings_index"), among=Council.objects.all(), store=_store)


def _store(form: CouncilForm, *, by) -> Council:
    return save_council(council=form.save(commit=False), version=form.cleaned_data["version"], from_year=form.from_year)

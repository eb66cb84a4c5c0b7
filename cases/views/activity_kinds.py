"""The kinds (種別) of the register of work with groups and places, kept by the admin."""
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.activities import years_words
from cases.forms.activity_kinds import ActivityKindForm
from cases.models import ActivityKind

from .form_drafts import form_drafts
from .record_pages import record_page, restored


@require_GET
@access.roles(access.ADMIN)
def activitykind_list(request):
    """All kinds in their order, with their years."""
    kinds = [(kind, years_words(kind) or "どの年度でも") for kind in ActivityKind.objects.all()]
    return render(request, "cases/activity_kinds/list.html", {"kinds": kinds})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def activitykind_new(request):
    """Add a kind."""
    return _form_page(request, ActivityKind(), {})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def activitykind_edit(request, pk):
    """Change a kind, or end it with a year."""
    kind = access.get_activity_kind(request.user, pk)
    return _form_page(request, kind, restored(request, kind))


def _form_page(request, kind: ActivityKind, start: dict):
    drafts = form_drafts(request, "activitykind", kind)
    form = drafts.fill(ActivityKindForm, initial=start)
    return record_page(request, form, "cases/activity_kinds/form.html", drafts=drafts, saved_words="地域支援の種別を保存しました。",
                       address=lambda saved: reverse("activitykind_list"), among=ActivityKind.objects.all(), edit="activitykind_edit", kind=kind)

"""設定: the menu of what the role may open, and the council's names."""
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.council import CouncilForm
from cases.models import Council
from cases.navigation import SETTINGS, open_to


@require_GET
@access.roles(*access.EVERYONE)
def settings_index(request):
    """The settings that this role may open."""
    return render(request, "cases/settings.html", {"entries": open_to(SETTINGS, request.user)})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def council_edit(request):
    """The names of the council and its programme."""
    form = CouncilForm(request.POST or None, instance=Council.current())
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "協議会の設定を保存しました。")
        return redirect("settings_index")
    return render(request, "cases/council.html", {"form": form}, status=422 if request.method == "POST" else 200)

"""引き継ぎの資料 (異動): asked for with a purpose, shown once and printed."""
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases import access, audit
from cases.district_names import show_rows_apart
from cases.forms.handover import HandoverForm
from cases.handover import pack_of


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def handover_pack(request):
    """Ask what for; a POST that says so shows the pack, and the audit keeps who had it, what of and why."""
    form = HandoverForm(request.POST or None, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "cases/handover/form.html", {"form": form}, status=422 if request.method == "POST" else 200)
    asked = {name: form.cleaned_data[name] for name in ("district", "coordinator", "contacts")}
    pack = pack_of(request.user, **asked)
    show_rows_apart(pack.due, pack.planned, pack.cases, [each.case for each in pack.quiet])
    audit.event("handover.made", request=request, objects=pack.cases, purpose=form.cleaned_data["purpose"],
                detail={name: getattr(value, "pk", value) for name, value in asked.items()})
    return render(request, "cases/handover/pack.html", {"pack": pack, "of_what": form.of_what, "coordinator": asked["coordinator"], "purpose": form.cleaned_data["purpose"]})

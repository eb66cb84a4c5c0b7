"""Districts (地区), for the admin."""
from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.districts import DistrictForm
from cases.models import District
from cases.services.districts import save_district


@require_GET
@access.roles(access.ADMIN)
def district_list(request):
    """All districts, those of the past too."""
    districts = District.objects.annotate(town_count=Count("towns"))
    return render(request, "cases/districts/list.html", {"districts": districts, "day": timezone.localdate()})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def district_new(request):
    """Enter a district."""
    return _form_page(request, District(), "地区を登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def district_edit(request, pk):
    """Change a district, or end it."""
    return _form_page(request, get_object_or_404(District, pk=pk), "地区を保存しました。")


def _form_page(request, district: District, saved_words: str):
    form = DistrictForm(request.POST or None, instance=district)
    if request.method == "POST" and form.is_valid():
        save_district(district=form.save(commit=False), towns=form.towns, by=request.user)
        messages.success(request, saved_words)
        return redirect("district_list")
    return render(request, "cases/districts/form.html", {"form": form, "district": district},
                  status=422 if request.method == "POST" else 200)

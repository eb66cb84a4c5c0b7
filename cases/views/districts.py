"""Districts (地区), for the admin."""
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.districts import DistrictForm
from cases.models import District
from cases.services.districts import store_district

from .record_pages import record_page


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
    form = DistrictForm(request.POST if request.method == "POST" else None, instance=district)
    return record_page(request, form, "cases/districts/form.html", saved_words=saved_words, store=_store,
                       address=lambda saved: reverse("district_list"), among=District.objects.all(),
                       edit="district_edit", district=district)


def _store(form: DistrictForm, *, by) -> District:
    return store_district(district=form.save(commit=False), towns=form.towns,
                          version=form.cleaned_data.get("version"), by=by)

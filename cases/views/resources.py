"""The directory of local resources (社会資源)."""
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import access
from cases.forms.resources import ResourceForm, ResourceSearch
from cases.models import Resource
from cases.searches import redirect_to_results, typed_text

from .record_pages import record_page, restored

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def resource_list(request):
    """The whole directory, for everyone: it holds no record of a person helped. A search is posted all the same."""
    if request.method == "POST":
        return redirect_to_results(request, {"category": request.POST.get("category", "")})
    form = ResourceSearch(request.GET.dict() | {"q": typed_text(request)})
    found = form.apply(Resource.objects.select_related("district"))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cases/resources/list.html", {"form": form, "page": page, "filtered": bool(form.chosen)})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def resource_new(request):
    """Enter a resource; its number is proposed."""
    return _form_page(request, Resource(), "社会資源を登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def resource_edit(request, pk):
    """Change a resource."""
    return _form_page(request, access.get_resource(request.user, pk), "社会資源を保存しました。")


def _form_page(request, resource: Resource, saved_words: str):
    start = {} if resource._state.adding else restored(request, resource)
    form = ResourceForm(request.POST if request.method == "POST" else None, instance=resource, initial=start)
    return record_page(request, form, "cases/resources/form.html", saved_words=saved_words, among=Resource.objects.all(),
                       address=lambda saved: reverse("resource_list"), edit="resource_edit", resource=resource)

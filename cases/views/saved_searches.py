"""Saved searches (保存した条件): listed, opened, named and deleted by whoever saved them."""
import json

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.base import read_version
from cases.forms.saved_searches import NewSavedSearchForm, SavedSearchForm
from cases.lists import LISTS, conditions_of, unreadable, words_of
from cases.models import SavedSearch
from cases.searches import KEY, results_address, text_behind
from cases.services.saved_searches import delete_saved_search
from cases.services.saving import Conflict

from .record_pages import record_page

OF = "of"  # the route of the list whose filter is saved


def saved_context(request, form, route: str) -> dict:
    """What a list page says of saved searches: the user's own of this list, and where what is asked for now is saved."""
    asked = request.GET.copy()
    asked.pop("page", None)
    asked[OF] = route
    return {"saved_searches": access.visible_saved_searches(request.user).filter(page=route),
            "save_address": f"{reverse('saved_new')}?{asked.urlencode()}" if conditions_of(form) else ""}


@require_GET
@access.roles(*access.EVERYONE)
def saved_list(request):
    """The user's own saved searches, by list and name."""
    return render(request, "cases/saved_searches/list.html", {"searches": access.visible_saved_searches(request.user)})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def saved_new(request):
    """Name what the list of ?of= is asked for in the rest of the address, the typed words behind their key."""
    route = request.POST.get("page") or request.GET.get(OF, "")
    if route not in LISTS:
        raise Http404
    asked = LISTS[route].asked(request.user, request.GET.dict() | {"q": text_behind(request, request.GET.get(KEY, ""))})
    form = NewSavedSearchForm(request.POST if request.method == "POST" else None, user=request.user, initial={
        "page": route, "conditions": json.dumps(conditions_of(asked), ensure_ascii=False)})
    return record_page(request, form, "cases/saved_searches/form.html", saved_words="条件を保存しました。",
                       address=_list_page, among=access.visible_saved_searches(request.user), edit="saved_edit",
                       words=words_of(asked), route=route, noun=SavedSearch.Page(route).label)


@require_GET
@access.roles(*access.EVERYONE)
def saved_open(request, pk):
    """On to the list, asked for what was saved as far as the user may still ask for it; what is left out is said."""
    saved = access.get_saved_search(request.user, pk)
    asked = LISTS[saved.page].asked(request.user, saved.conditions)
    conditions = conditions_of(asked)
    if lost := unreadable(asked):
        messages.warning(request, f"保存した条件のうち、今は使えないものを外しました：{'、'.join(lost)}")
    return redirect(results_address(request, reverse(saved.page), conditions, conditions.pop("q", "")))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def saved_edit(request, pk):
    """Give a saved search another name."""
    saved = access.get_saved_search(request.user, pk)
    form = SavedSearchForm(request.POST if request.method == "POST" else None, instance=saved, user=request.user)
    return record_page(request, form, "cases/saved_searches/form.html", saved_words="条件の名前を変えました。",
                       address=_list_page, among=access.visible_saved_searches(request.user), saved=saved,
                       words=saved.words, route=saved.page, noun=saved.get_page_display())


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def saved_delete(request, pk):
    """Ask, then delete a saved search; the records that it finds are not touched."""
    saved = access.get_saved_search(request.user, pk)
    if request.method != "POST":
        return render(request, "cases/saved_searches/delete.html", {"saved": saved})
    try:
        delete_saved_search(saved=saved, version=read_version(request.POST.get("version")), by=request.user)
    except Conflict:
        messages.warning(request, "画面を開いた後に、この条件の名前が変わっています。消していません。今の内容を確かめてください。")
        return render(request, "cases/saved_searches/list.html",
                      {"searches": access.visible_saved_searches(request.user)}, status=409)
    messages.success(request, "保存した条件を消しました。")
    return redirect("saved_list")


def _list_page(saved: SavedSearch) -> str:
    return reverse("saved_list")

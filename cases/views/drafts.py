"""Drafts (下書き): saved as one types, listed, gone on with, given up. Each is its writer's alone."""
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases import access
from cases.audit.middleware import quiet
from cases.forms.base import read_version
from cases.kept import kept_page
from cases.models import Draft
from cases.services.contacts import Conflict
from cases.services.drafts import TooLong, discard_draft, save_draft

_CHANGEABLE = {Draft.Noun.CONTACT: access.changeable_contacts, Draft.Noun.ACTIVITY: access.changeable_activities}
MOST_TOLD = 200  # of which one notice tells
_REFUSED = {
    Conflict: "別の画面でこの下書きが書き換えられたため、この画面の内容は下書きに保存していません。必要な部分を書き写してください。",
    TooLong: "入力が長すぎるため、下書きに保存していません。短く分けて記録してください。",
}


@require_GET
@access.roles(*access.EVERYONE)
def draft_list(request):
    """The user's own drafts, the latest first, with the day on which each will be gone."""
    return render(request, "cases/drafts/list.html", {"drafts": _with_cases(request.user, access.visible_drafts(request.user))})


@require_GET
@access.roles(*access.EVERYONE)
def draft_detail(request, pk):
    """One draft to read, also when its record or district is out of sight by now: the words are the writer's own."""
    return _detail(request, access.get_draft(request.user, pk))


def _with_cases(user, drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, each with its `case` where that is in sight, in one query more."""
    drafts = list(drafts)
    cases = access.visible_cases(user).in_bulk([draft.case_typed for draft in drafts if draft.case_typed])
    for draft in drafts:
        draft.case = cases.get(draft.case_typed)
    return drafts


@require_POST
@quiet
@access.roles(*access.EVERYONE)
def draft_save(request):
    """Keep what is typed: 204 for the script of the form, the list of drafts for its button."""
    try:
        draft = save_draft(posted=request.POST, by=request.user)
    except (Conflict, TooLong) as error:
        return _refused(request, _REFUSED[type(error)], 409 if isinstance(error, Conflict) else 422)
    if request.htmx:
        return HttpResponse(status=204, headers={"X-Draft": "kept" if draft else "finished"})
    messages.success(request, "下書きに保存しました。" if draft else "この入力は、すでに記録として保存されています。")
    return redirect("draft_list")


@require_POST
@access.roles(*access.EVERYONE)
def draft_discard(request, pk):
    """Give a draft up."""
    draft = access.get_draft(request.user, pk)
    try:
        discard_draft(draft=draft, version=read_version(request.POST.get("version")), by=request.user)
    except Conflict:
        messages.warning(request, "この画面を開いた後に、下書きが書き足されています。破棄していません。今の内容を確かめてください。")
        return _detail(request, access.get_draft(request.user, pk), status=409)
    messages.success(request, "下書きを破棄しました。")
    return redirect("draft_list")


@require_POST
@access.roles(*access.EVERYONE)
def draft_gone(request):
    """The writer has read that drafts have expired: those named are not told of again."""
    told = [int(each) for each in request.POST.getlist("gone") if each.isdecimal() and len(each) < 19]
    access.gone_drafts(request.user).filter(pk__in=told[:MOST_TOLD]).delete()
    return redirect("today")


def _detail(request, draft: Draft, status: int = 200):
    [draft] = _with_cases(request.user, [draft])
    return render(request, "cases/drafts/detail.html", {"draft": draft, "go_on": go_on_address(request.user, draft)},
                  status=status)


def _refused(request, words: str, status: int):
    if request.htmx:
        return HttpResponse(status=status)
    return kept_page(request, status=status, title="下書きに保存しませんでした", advice=words, again=False)


def kept_drafts(user) -> dict:
    """What 今日 says of the user's drafts: how many there are, how many are about to vanish and when the first, which have."""
    drafts = list(access.visible_drafts(user).only("updated_at"))
    ending = [draft.expires_at for draft in drafts if draft.expires_soon]
    return {"drafts": len(drafts), "ending_drafts": len(ending), "first_end": min(ending, default=None),
            "gone_drafts": access.gone_drafts(user).order_by("updated_at", "pk").only("updated_at")[:MOST_TOLD], "draft_days": settings.DRAFT_DAYS}


def go_on_address(user, draft: Draft) -> str:
    """Where the draft is gone on with; empty where the user may not write that record today."""
    if draft.target is None:
        return reverse(f"{draft.noun}_new") + f"?draft={draft.pk}" if access.changeable_districts(user).exists() else ""
    in_sight = _CHANGEABLE[draft.noun](user).filter(pk=draft.target).exists()
    return reverse(f"{draft.noun}_edit", args=[draft.target]) + f"?draft={draft.pk}" if in_sight else ""


def opened_draft(request, noun: str, target: int | None) -> Draft | None:
    """The own draft in ?draft= when it is one of this form, else None."""
    asked = request.GET.get("draft", "")
    if request.method != "GET" or not asked.isdecimal() or len(asked) > 18:
        return None
    return access.visible_drafts(request.user).filter(pk=int(asked), noun=noun, target=target).first()


def draft_context(request, draft: Draft | None) -> dict:
    """What a page says to the draft that it writes: another page than the one that wrote it last, or the same again."""
    if draft is None:
        return {"draft_page": request.POST.get("draft_page") or uuid.uuid4(), "draft_version": request.POST.get("draft_version", "")}
    return {"draft_page": uuid.uuid4(), "draft_version": draft.version}

"""Drafts (下書き): saved as one types, listed, read, given up. Each is its writer's alone. How a form goes on with one: form_drafts.py."""
from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from cases import access, trail
from cases.audit.middleware import quiet
from cases.forms.answers import is_only_begun
from cases.forms.base import read_version
from cases.kept import kept_page
from cases.models import Draft, Question
from cases.services.contacts import Conflict
from cases.services.draft_beginnings import is_in, texts_of
from cases.services.drafts import TooLong, discard_draft, save_draft

from .draft_homes import with_homes
from .draft_numbers import FIELDS

MOST_TOLD = 200  # of which one notice tells
_OUTCOMES = {
    "kept": "下書きに保存しました。",
    "finished": "この入力は、すでに記録として保存されています。",
    "empty": "何も入力されていないため、下書きに保存していません。",
}
_REFUSED = {
    Conflict: "別の画面でこの下書きが書き換えられたため、この画面の内容は下書きに保存していません。必要な部分を書き写してください。",
    TooLong: "入力が長すぎるため、下書きに保存していません。短く分けて記録してください。",
}


@require_GET
@access.roles(*access.EVERYONE)
def draft_list(request):
    """The user's own drafts, the latest first, with the day on which each will be gone."""
    return render(request, "cases/drafts/list.html", {"drafts": with_homes(request.user, access.visible_drafts(request.user))})


@require_GET
@access.roles(*access.EVERYONE)
def draft_detail(request, pk):
    """One draft to read, also when its record or district is out of sight by now: of a new record all words are the writer's own, of a
    change those that the record does not say; where that is closed to the writer, nothing is told.
    """
    return _detail(request, access.get_draft(request.user, pk))


@require_POST
@quiet
@access.roles(*access.EVERYONE)
def draft_save(request):
    """Keep what is typed: 204 for the script of the form, the list of drafts for its button."""
    try:
        draft = save_draft(posted=request.POST, by=request.user, is_worth_one=not request.htmx or _is_more_than_begun(request))
    except (Conflict, TooLong) as error:
        return _refused(request, _REFUSED[type(error)], 409 if isinstance(error, Conflict) else 422)
    outcome = "finished" if draft is None else "kept" if draft.pk else "empty"
    if request.htmx:
        return HttpResponse(status=204, headers={"X-Draft": outcome})
    messages.success(request, _OUTCOMES[outcome])
    return redirect("draft_list")


def _is_more_than_begun(request) -> bool:
    """Whether the script keeps more than a chosen case with what it brings; whoever presses the button wants that, too."""
    of_contact = request.POST.get("draft_noun", Draft.Noun.CONTACT) == Draft.Noun.CONTACT and not request.POST.get("draft_target")
    return not (of_contact and is_only_begun(request.POST, request.user))


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
    [draft] = with_homes(request.user, [draft])
    return render(request, "cases/drafts/detail.html", {"draft": draft, "facts": _facts(draft), "texts": _texts(draft), "go_on": go_on_address(request.user, draft)},
                  status=status)


def _facts(draft: Draft) -> dict[str, str]:
    """What was typed into its short fields; not numbers, of which is said what they stand for, nor whereabouts that are hidden by now, nor
    what may be the words of a record out of sight.
    """
    if draft.is_kept_back:
        return {}
    hidden = {draft.form.facts[name] for name in (FIELDS.keys() | draft.hidden) & draft.form.facts.keys()}
    return {label: value for label, value in draft.facts.items() if label not in hidden}


def _texts(draft: Draft) -> list[tuple[str, str]]:
    """All that was written at length, under the names of its fields and questions; the first name alone where nothing was."""
    labels = dict(Question.objects.filter(pk__in=draft.answers).values_list("pk", "label"))
    hidden = {draft.form.texts[name] for name in draft.hidden & draft.form.texts.keys()}
    texts = [(label, text) for label, text in draft.texts.items() if label not in hidden]
    found = [*texts, *((labels.get(pk, "アセスメントの項目"), text) for pk, text in draft.answers.items())]
    rows = [(label, "\n".join(lines)) for label, lines in (("やること", draft.tasks), ("ケースごとの申し送り・気をつけること", draft.of_cases)) if lines]
    if draft.is_kept_back:
        return [] if draft.is_closed else _own_texts(draft, found + rows)
    return found + rows or [(label, "") for label in list(draft.form.texts.values())[:1] if label not in hidden]


def _own_texts(draft: Draft, texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the texts that the record does not say, which is compared and not shown."""
    with trail.offering():
        stored = apps.get_model("cases", draft.form.stores)._base_manager.filter(pk=draft.target).first()
        known = texts_of(draft, stored) if stored else set()
    return [(label, text) for label, text in texts if not is_in(text, known)]


def _refused(request, words: str, status: int):
    if request.htmx:
        return HttpResponse(status=status)
    return kept_page(request, status=status, title="下書きに保存しませんでした", advice=words, again=False)


def kept_drafts(user) -> dict:
    """What 今日 says of the user's drafts: how many there are, how many are about to vanish and when the first, which have."""
    found = list((access.visible_drafts(user) | access.gone_drafts(user)).order_by("updated_at", "pk").only("updated_at"))
    drafts, gone = ([draft for draft in found if draft.is_over is over] for over in (False, True))
    ending = [draft.expires_at for draft in drafts if draft.expires_soon]
    return {"drafts": len(drafts), "ending_drafts": len(ending), "first_end": min(ending, default=None),
            "gone_drafts": gone[:MOST_TOLD], "draft_days": settings.DRAFT_DAYS}


def go_on_address(user, draft: Draft) -> str:
    """Where the draft is gone on with; empty where the user may not write that record today."""
    if not access.may_go_on(user, draft):
        return ""
    form, typed = draft.form, draft.typed
    query = {name: value for name in form.query if (value := typed.get(name))}
    if draft.target is None and form.asked and (asked := draft.parent or form.without[0]):
        query |= {form.asked: asked}
    try:
        return f"{_page_of(draft)}?{urlencode(query | {'draft': draft.pk})}"
    except NoReverseMatch:  # what stands in the address was not sent by its page
        return ""


def _page_of(draft: Draft) -> str:
    form, changes = draft.form, draft.target is not None
    of = [draft.target] if changes else [draft.parent] if form.needs_parent else []
    args = [draft.typed.get(name, "") for name in form.at[changes]] if changes in form.at else of
    return reverse(form.edit if changes else form.new_of(draft.parent_kind), args=args)

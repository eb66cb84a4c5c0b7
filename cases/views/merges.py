"""Records that may be registered twice (重複の候補), their merge (統合) and the way back."""
from django.contrib import messages
from django.db import models
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.duplicates import duplicate_households, duplicate_members
from cases.forms.merges import MergeForm, PairForm, UndoMergeForm
from cases.merge_choices import choices_of, wrong_lives
from cases.merging.moving import moving
from cases.merging.plan import forbidden
from cases.merging.sides import sides_of
from cases.merging.sight import get_merge, get_two, undone_merge
from cases.merging.undoing import problems_of
from cases.models import WHEREABOUTS, Household, KeptApart
from cases.periods import format_date
from cases.services.merges import Conflict, Refused, effect_of, keep_apart, merge, standing_merge, undo_merge

from .banners import banners

NOUNS = {"household": "世帯", "member": "世帯員"}
PAIRS_SHOWN = 50


@require_GET
@access.roles(*access.EVERYONE)
def duplicate_list(request):
    """Households, and members of one household, that may be registered twice; the likeliest first."""
    found = {"household": duplicate_households(request.user), "member": duplicate_members(request.user)}
    parts = [{"kind": kind, "noun": NOUNS[kind], "found": each, "shown": each.pairs[:PAIRS_SHOWN],
              "merge": f"{kind}_merge"} for kind, each in found.items()]
    return render(request, "cases/merges/duplicates.html", {"parts": parts, "shown": PAIRS_SHOWN})


@require_POST
@access.roles(*access.EVERYONE)
def duplicate_apart(request):
    """Say that two records are different ones: they leave the list, where this can be taken back."""
    form = PairForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        first, second = get_two(request.user, said["kind"], said["first"], said["second"])
        keep_apart(first=first, second=second, by=request.user)
        messages.success(request, "別の記録として、候補から外しました。「候補から外したもの」から戻せます。")
    return redirect("duplicate_list")


@require_POST
@access.roles(*access.EVERYONE)
def duplicate_together(request, pk):
    """Take back that two records are different ones."""
    apart = KeptApart.objects.filter(pk=pk).first()
    if apart is None:
        raise Http404
    get_two(request.user, apart.kind, apart.first_id, apart.second_id)
    apart.delete()
    messages.success(request, "候補に戻しました。")
    return redirect("duplicate_list")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def record_merge(request, kind, pk, other):
    """Two records side by side; a POST shows what it does to the figures, and with `sure` makes them one."""
    if done := _done_before(request, kind, pk, other):
        return done
    kept, gone = get_two(request.user, kind, pk, other)
    choices = choices_of(kept, gone, _hidden(kept, gone))
    form = MergeForm(request.POST if request.method == "POST" else None, versions=(kept.version, gone.version), choices=choices)
    if request.method != "POST":
        return _page(request, kept, gone, form)
    if form.is_valid():
        form.refuse(wrong_lives(choices, form.chosen, kept, gone, timezone.localdate()))
    if not form.is_valid():
        return _page(request, kept, gone, form, status=422)
    if (form.cleaned_data["version"], form.cleaned_data["other_version"]) != (kept.version, gone.version):
        return _page(request, kept, gone, form, status=409, in_conflict=form.based_on((kept.version, gone.version)))
    if "sure" not in request.POST and not forbidden(kept, gone):
        return _page(request, kept, gone, form, asked=True, effect=effect_of(kept, gone, form.chosen, request.user))
    return _merge(request, kept, gone, form)


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def merge_undo(request, pk):
    """Take a merge back; what was changed since is told, and then it stays."""
    if over := undone_merge(request.user, pk):
        return _undone_before(request, over)
    made = get_merge(request.user, pk)
    form = UndoMergeForm(request.POST if request.method == "POST" else None, initial={"version": made.version})
    if request.method != "POST" or not form.is_valid():
        return _undo_page(request, made, form, status=200 if request.method != "POST" else 422)
    try:
        undo_merge(made=made, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"], by=request.user)
    except Conflict:
        return _undo_page(request, made, form, status=409, in_conflict=form.reopened(made))
    except Refused as reason:
        form.add_error(None, str(reason))
        return _undo_page(request, made, form, status=409)
    messages.success(request, "統合を取り消しました。2つの記録は、統合の前の内容に戻っています。")
    return redirect(_page_of(made.kept))


def _merge(request, kept, gone, form: MergeForm):
    try:
        merge(kept=kept, gone=gone, chosen=form.chosen, reason=form.cleaned_data["reason"], by=request.user,
              versions=(form.cleaned_data["version"], form.cleaned_data["other_version"]))
    except Conflict:
        return _page(request, kept, gone, form, status=409, in_conflict=form.based_on((kept.version, gone.version)))
    except Refused as reason:
        form.add_error(None, str(reason))
        return _page(request, kept, gone, form, status=409)
    messages.success(request, "統合しました。この画面から取り消せます。")
    return redirect(_page_of(kept))


def _done_before(request, kind: str, pk: int, other: int):
    """The answer to a merge that was sent before: on to the record that stayed."""
    if standing_merge(kind, pk, other) is None:
        return None
    return redirect(_page_of(access.get_record(request.user, kind, pk, to_change=True)))


def _undone_before(request, made):
    """The answer to the form that takes a merge back, opened or sent once more: what has happened, and on to the record."""
    messages.info(request, f"この統合は、{format_date(timezone.localdate(made.undone_at))}に{made.undone_by.name}さんが取り消しています。2つの{NOUNS[made.kept._meta.model_name]}は別々の記録に"
                           "戻っていて、いま変わったものはありません。")
    return redirect(_page_of(made.kept))


def _page(request, kept, gone, form: MergeForm, status: int = 200, **more):
    kind = kept._meta.model_name
    return render(request, "cases/merges/form.html", {
        "form": form, "kept": kept, "gone": gone, "kind": kind, "noun": NOUNS[kind], "back": _page_of(kept),
        "forbidden": forbidden(kept, gone), "moving": moving(request.user, kept, gone), "swapped": reverse(f"{kind}_merge", args=[gone.pk, kept.pk]),
        "sides": sides_of(request.user, kept, gone) if kind == "household" else (),
        **banners(request.user, kept), "other_restricted": gone.is_restricted, **more}, status=status)


def _undo_page(request, made, form, status: int, **more):
    return render(request, "cases/merges/undo.html", {
        "form": form, "made": made, "noun": NOUNS[made.kept._meta.model_name], "back": _page_of(made.kept),
        "problems": problems_of(made), **more}, status=status)


def _hidden(kept, gone) -> tuple[str, ...]:
    """The fields that neither side shows, where one of the two is protected."""
    homes = {each.pk if isinstance(each, Household) else each.household_id for each in (kept, gone)}
    return WHEREABOUTS[type(kept)] if access.protected_households().filter(pk__in=homes).exists() else ()


def _page_of(record: models.Model) -> str:
    return reverse("household_detail", args=[record.pk if isinstance(record, Household) else record.household_id])

"""担当をまとめて引き継ぐ: the open cases of one coordinator, or of none, handed over together or not at all."""
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import access, trail
from cases.forms.hand_over_many import ManyHandOverForm, WhoseCasesForm, whose_value
from cases.handing_over import MOST, cases_to_hand_over
from cases.models import Case, CaseEvent, User
from cases.periods import format_date
from cases.services.drafts import store_finished
from cases.services.handovers_to_come import enter_handovers, entered_before
from cases.services.saving import Conflict

from .case_events import until_then
from .form_drafts import FormDrafts, form_drafts
from .record_pages import needs_district

PLANNED = "{count}件のケースを、{day}に{whom}へ引き継ぐ予定を保存しました。その日までは、{until}。"
DONE = "{count}件のケースの担当を、{day}から{whom}に引き継ぎました。"
OUT_OF_SIGHT = "{count}件は担当地区が変わったため、あなたの画面には、もう表示されません。"
ASKED = "{count}件のケースの担当を、{day}から{whom}に引き継ぎます。"
LEAVES = ("うち{count}件は担当地区が変わり、今の地区の人からは見えなくなります。"
          "これまでの対応記録は、新しい地区の人も読めます。")
GONE = "今は見られないケース"


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
@needs_district
def case_handovers(request):
    """Hand over the open cases of ?coordinator=, one's own without it, those of nobody with "none", as far as each may be handed over by itself."""
    asked = request.POST.get("whose") or request.GET.get("coordinator") or request.user.pk
    whose = WhoseCasesForm({"coordinator": asked}, user=request.user, auto_id="whose_%s")
    coordinator = whose.who if whose.is_valid() else request.user
    page = HandOverPage(request, whose, coordinator, form_drafts(request, "handovers", CaseEvent(), coordinator and coordinator.pk))
    return page.sent() if request.method == "POST" else page.opened()


@dataclass(frozen=True, slots=True)
class HandOverPage:
    """The page of one coordinator's cases, or of those that nobody has been given (None)."""

    request: HttpRequest
    whose: WhoseCasesForm
    coordinator: User | None
    drafts: FormDrafts

    def form(self, data) -> ManyHandOverForm:
        """The form over the cases as they are stored now."""
        return ManyHandOverForm(data, coordinator=self.coordinator, entries=cases_to_hand_over(self.request.user, self.coordinator))

    def opened(self) -> HttpResponse:
        """The form as it begins, or as a draft has it."""
        draft = self.drafts.opened
        return self.show(self.form(draft.typed).as_typed() if draft else self.form(None), 200)

    def sent(self) -> HttpResponse:
        """A redirect; 422 with the errors, or 409 where somebody was faster: nothing is stored then, and what was typed stays."""
        form = self.form(self.request.POST)
        is_valid = form.is_valid()
        if before := entered_before(form.posted_token, form.sent_cases):  # after the check: the first of two sendings may have just stored them
            return self.sent_again(form, before)
        if form.in_conflict or not is_valid:
            return self.show(form, 409 if form.in_conflict else 422)
        if not form.is_sure:
            return self.show(form, 422, asks=_asked_words(form))
        try:
            self.store(form)
        except Conflict:
            return self.too_late()
        return self.saved(entered_before(form.posted_token, form.sent_cases))

    def store(self, form: ManyHandOverForm) -> None:
        """Store what is ticked, and with it let the draft go. Raises Conflict."""
        for row in form.chosen:
            trail.opened("case", row.case.pk)
        by, entered = self.request.user, [(row.single, row.entry.to_come) for row in form.chosen]
        known = CaseEvent(form_token=form.posted_token)  # the draft is known by the token of the page
        store_finished(store=lambda: enter_handovers(entered, by=by, token=form.posted_token) or known, instance=known,
                       noun=self.drafts.noun, posted=self.request.POST, by=by)

    def too_late(self) -> HttpResponse:
        """Somebody has changed one of the cases since this request began, or this form was sent twice at once."""
        form = self.form(self.request.POST)
        form.is_valid()
        before = entered_before(form.posted_token, form.sent_cases)
        return self.sent_again(form, before) if before else self.show(form, 409)

    def sent_again(self, form: ManyHandOverForm, before: list[CaseEvent]) -> HttpResponse:
        """The answer to a form that was stored already: the same again, or that what is typed now is not stored."""
        if form.says_the_same(before):
            return self.saved(before)
        return self.show(form.asked_anew(), 409, was_sent=True)

    def saved(self, events: list[CaseEvent]) -> HttpResponse:
        """On to what is left, with a message that names no case."""
        messages.success(self.request, _saved_words(self.request.user, events))
        return redirect(f"{reverse('case_handovers')}?{urlencode({'coordinator': whose_value(self.coordinator)})}")

    def show(self, form: ManyHandOverForm, status: int, **more) -> HttpResponse:
        """The page of the form."""
        return render(self.request, "cases/case_events/handovers.html", {
            "form": form, "whose": self.whose, "coordinator": self.coordinator, "most": MOST,
            "gone": _gone(self.request.user, form), **self.drafts.context(CaseEvent()), **more}, status=status)


def _asked_words(form: ManyHandOverForm) -> list[str]:
    """What the valid form will do, to be read before it is done: how many cases, to whom, and how many of them leave their district."""
    whom = Counter(row.single.cleaned_data["coordinator"].name for row in form.chosen)
    moves = sum(row.single.district is not None for row in form.chosen)
    first = ASKED.format(count=f"{len(form.chosen):,}", day=format_date(form.cleaned_data["handed_on"]), whom="、".join(f"{name}（{n:,}件）" for name, n in whom.items()))
    return [first, *([LEAVES.format(count=f"{moves:,}")] if moves else [])]


def _saved_words(user: User, events: Sequence[CaseEvent]) -> str:
    """How many cases, to whom and from when; how many are out of one's own sight by now."""
    given = Counter(event.to_user.name for event in events)
    whom = "、".join(f"{name}（{count:,}件）" if len(given) > 1 else name for name, count in given.items())
    is_ahead = events[0].kind == CaseEvent.Kind.TO_HAND_OVER
    words = (PLANNED if is_ahead else DONE).format(count=f"{len(events):,}", day=format_date(events[0].date), whom=whom, until=until_then(events[0].from_user_id))
    unseen = len(events) - access.visible_cases(user).filter(pk__in=[event.case_id for event in events]).count()
    return words + (OUT_OF_SIGHT.format(count=f"{unseen:,}") if unseen else "")


def _gone(user: User, form: ManyHandOverForm) -> list[dict]:
    """What was ticked or typed of cases that are no longer in the list, and why they are not, as far as they are in sight."""
    if not form.lost:
        return []
    seen = access.visible_cases(user).select_related("household", "coordinator").in_bulk(form.lost)
    return [{"pk": pk, "case": seen.get(pk), "why": _why_gone(seen.get(pk)), "note": form.typed_of(pk, "note"), "watch": form.typed_of(pk, "watch")} for pk in form.lost]


def _why_gone(case: Case | None) -> str:
    if case is None:
        return GONE
    if case.closed_on:
        return f"{format_date(case.closed_on)}に終結しています。"
    return f"今の担当者は{case.coordinator.name}です。" if case.coordinator else "今は担当者が決まっていません。"

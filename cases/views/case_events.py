"""ケースの経過: 受付, 終結, 再開 and 担当の引き継ぎ of a case."""
from functools import partial

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.carried import next_dates_of, shared_by
from cases.course import continued, course_of
from cases.followups import left_open
from cases.forms.case_events import (
    CaseCloseForm,
    CaseReopenForm,
    ClosingWithdrawForm,
    EventNoteForm,
    IntakeForm,
)
from cases.forms.hand_over import CaseHandOverForm, HandoverWithdrawForm
from cases.models import Case, CaseEvent, User
from cases.periods import fiscal_year_of, format_date
from cases.services.case_events import (
    close_case,
    closing_before,
    last_closing,
    may_be_withdrawn,
    reopen_case,
    withdraw_closing,
)
from cases.services.handovers_to_come import (
    enter_handover,
    handover_taken_back,
    handover_to_come,
    withdraw_handover,
)

from .banners import banners
from .form_drafts import FormDrafts, form_drafts
from .record_pages import came_from, record_page, restored

Kind = CaseEvent.Kind
BEFORE_OPENING = "受付日が、ケースの開始日（{day}）より前です。受付日か開始日が正しいか、確かめてください。"
SEVERAL_INTAKES = "このケースには、受付の記録が{count}件あります。同じ受付を2回記録したときは、どちらかを「直す」から取り消してください。"
OUT_OF_SIGHT = "担当地区が変わったため、このケースは、あなたの画面には、もう表示されません。"


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_intake(request, pk):
    """Write down how a case came in (受付)."""
    case = access.get_case(request.user, pk, to_change=True)
    return _event_page(request, CaseEvent(case=case, kind=Kind.INTAKE), IntakeForm, "受付を記録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def caseevent_edit(request, pk):
    """Change what was written of an event, and a next date that it carried over; it goes on where it was pressed (?next=)."""
    event = access.get_part(request.user, CaseEvent, pk, to_change=True)
    form_class = IntakeForm if event.kind == Kind.INTAKE else EventNoteForm
    return _event_page(request, event, form_class, "経過を保存しました。", initial=restored(request, event))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def caseevent_withdraw(request, pk):
    """Take back a closing that was a mistake, or a handover to come; of any other event the page says that it cannot be."""
    event = access.get_part(request.user, CaseEvent, pk, to_change=True)
    if event.kind == Kind.TO_HAND_OVER:
        return _withdraw_handover(request, event)
    form = ClosingWithdrawForm(request.POST or None, instance=event)
    return record_page(request, form, "cases/case_events/withdraw.html", saved_words="終結を取り消しました。ケースは進行中に戻りました。",
                       store=_withdraw, address=lambda saved: reverse("case_detail", args=[saved.case_id]), case=event.case, event=event,
                       may_withdraw=may_be_withdrawn(event),
                       taken_back=handover_taken_back(event.case, timezone.localdate()), among=access.visible_parts(request.user, CaseEvent), **banners(request.user, event.case))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_close(request, pk):
    """Close a case (終結) with the day and the reason, or correct its closing."""
    case = access.get_case(request.user, pk, to_change=True)
    event, corrects, to_come = last_closing(case), case.closed_on is not None, handover_to_come(case)
    drafts = form_drafts(request, "closing", case)
    form = drafts.fill(CaseCloseForm, initial={"note": event.note} if event else {})
    answer = _case_form(drafts, form, "close", _closed_words(to_come), _close, to_come=to_come, left=left_open(request.user, case), next_dates=next_dates_of(request.user, case), corrects=corrects,
                        withdrawable=event if event and may_be_withdrawn(event) else None)
    if answer.status_code == 302:
        _tell_of_later_contacts(request, case)
    return answer


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_reopen(request, pk):
    """Open a closed case again (再開); the reason of the last closing stays readable."""
    case = access.get_case(request.user, pk, to_change=True)
    drafts = form_drafts(request, "reopening", case)
    closed = closing_before(case)
    return _case_form(drafts, drafts.fill(CaseReopenForm), "reopen", "ケースを再開しました。", _reopen, closed=closed,
                      taken_back=handover_taken_back(case, timezone.localdate()))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_handover(request, pk):
    """Hand a case over to another coordinator (担当の引き継ぎ), today or on a day to come; or change what was entered ahead."""
    case = access.get_case(request.user, pk, to_change=True)
    to_come, before = handover_to_come(case), case.coordinator
    drafts = form_drafts(request, "handover", case)
    form = drafts.fill(CaseHandOverForm, to_come=to_come)
    return _case_form(drafts, form, "handover", partial(_handed_words, request.user, form), partial(enter_handover, to_come=to_come),
                      before=before, to_come=to_come, left=left_open(request.user, case), next_dates=next_dates_of(request.user, case), shared=shared_by(request.user, case))


def course_context(user: User, case: Case) -> dict:
    """What the page of a case says of its course, and whether it goes on from the year before."""
    rows = list(access.visible_parts(user, CaseEvent).filter(case=case).select_related("from_user", "to_user", "from_district", "to_district"))
    events, withdrawn = ([row for row in rows if row.is_withdrawn is taken_back] for taken_back in (False, True))
    goes_on = continued(Case.objects.filter(pk=case.pk), fiscal_year_of(timezone.localdate())).exists()
    to_come = next((each for each in events if each.kind == Kind.TO_HAND_OVER), None)
    return {"course": course_of(case, events), "withdrawn_events": withdrawn, "is_continued": goes_on, "to_come": to_come,
            "is_overdue": to_come is not None and to_come.date <= timezone.localdate()}


def case_page(case: Case) -> str:
    """The address of a case's page."""
    return reverse("case_detail", args=[case.pk])


def _tell_of_later_contacts(request, case: Case) -> None:
    """Contacts after the day of closing are no error: the day may be the one on which it was decided."""
    if later := access.visible_contacts(request.user).of_cases([case]).filter(date__gt=case.closed_on).count():
        messages.warning(request, f"終結日より後の対応記録が{later:,}件あります。終結日か対応記録の日付が正しいか、確かめてください。")


def _tell_of_odd_intake(request, event: CaseEvent) -> None:
    """A 受付 before the case began, and a second one, may be right: the case was entered later, or somebody came again."""
    if event.kind != Kind.INTAKE or event.is_withdrawn:
        return
    if event.date < event.case.opened_on:
        messages.warning(request, BEFORE_OPENING.format(day=format_date(event.case.opened_on)))
    if others := event.case.events.standing().filter(kind=Kind.INTAKE).exclude(pk=event.pk).count():
        messages.warning(request, SEVERAL_INTAKES.format(count=f"{others + 1:,}"))


def _closed_words(to_come: CaseEvent | None) -> str:
    """That the case is closed, and that the handover to come was taken back with it."""
    return "ケースを終結にしました。" + (f"{format_date(to_come.date)}の引き継ぎの予定は取り消しました。" if to_come else "")


def _close(form: CaseCloseForm, *, by) -> Case:
    return close_case(case=form.save(commit=False), version=form.cleaned_data["version"], note=form.cleaned_data["note"], by=by)


def _withdraw(form: ClosingWithdrawForm, *, by) -> CaseEvent:
    data = form.cleaned_data
    return withdraw_closing(event=form.instance, version=data["version"], why=data["why"], by=by)


def _reopen(form: CaseReopenForm, *, by) -> Case:
    data = form.cleaned_data
    return reopen_case(case=form.instance, version=data["version"], on=data["reopened_on"], note=data["note"], by=by)


def _handed_words(user: User, form: CaseHandOverForm, case: Case) -> str:
    """That it was handed over, and whether the case is out of one's own sight by now. Which one is not said: a message lies in a cookie until it is shown."""
    if form.is_ahead:
        return f"{format_date(form.cleaned_data['handed_on'])}の引き継ぎの予定を保存しました。この日までは、{until_then(form.before)}。"
    return "ケースの担当を引き継ぎました。" + ("" if access.may_see(user, case) else OUT_OF_SIGHT)


def goes_on(coordinator: int | None) -> str:
    """Who works on a case, of the coordinator with this id, when its handover is taken back."""
    return "今の担当者が、これからも受け持ちます" if coordinator else "担当者は、決まらないままです"


def until_then(coordinator: int | None) -> str:
    """Who works on a case, of the coordinator with this id, until the day of its handover."""
    return "今の担当者が受け持ちます" if coordinator else "担当者が決まらないままです"


def _withdraw_handover(request, event: CaseEvent):
    words = goes_on(event.case.coordinator_id)
    return record_page(request, HandoverWithdrawForm(request.POST or None, instance=event), "cases/case_events/withdraw_handover.html",
                       saved_words=f"引き継ぎの予定を取り消しました。{words}。", goes_on=words,
                       store=lambda form, by: withdraw_handover(event=form.instance, version=form.cleaned_data["version"]),
                       address=lambda saved: case_page(saved.case), case=event.case, event=event,
                       among=access.visible_parts(request.user, CaseEvent), **banners(request.user, event.case))


def _case_form(drafts: FormDrafts, form, page: str, saved_words, store, **context):
    request, case = drafts.request, drafts.row
    return record_page(request, form, f"cases/case_events/{page}.html", saved_words=saved_words, store=store, address=lambda saved: case_page(saved) if access.may_see(request.user, saved) else reverse("case_list"),
                       among=access.visible_cases(request.user), case=case, drafts=drafts, **context, **banners(request.user, case))


def _event_page(request, event: CaseEvent, form_class, saved_words: str, *, initial: dict | None = None):
    drafts = form_drafts(request, "caseevent", event, event.case_id)
    form, next_page = drafts.fill(form_class, initial=initial or {}), came_from(request)
    answer = record_page(request, form, "cases/case_events/form.html", saved_words=saved_words, back=next_page or case_page(event.case),
                       address=lambda saved: next_page or reverse("case_detail", args=[saved.case_id]), edit="caseevent_edit",
                       among=access.visible_parts(request.user, CaseEvent), case=event.case, drafts=drafts,
                       event=None if event._state.adding else event, withdrawable=event if event.pk and may_be_withdrawn(event) else None, kind_words=event.get_kind_display(),
                       save_words="受付を保存する" if event.kind == Kind.INTAKE else "経過を保存", **banners(request.user, event.case))
    if answer.status_code == 302:
        _tell_of_odd_intake(request, form.instance)
    return answer

"""支援計画 of a case: the plan, its goals with who does what, and how far it has come."""
from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.support_plans import GoalForm, MonitoringForm, SupportPlanForm
from cases.models import Case, Goal, Monitoring, SupportPlan, Task, User
from cases.services.tasks import store_with_tasks

from .banners import banners, permissions
from .form_drafts import form_drafts
from .record_pages import record_page, restored, store


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_plan(request, pk):
    """Begin a plan of a case."""
    case = access.get_case(request.user, pk, to_change=True)
    return _plan_form(request, SupportPlan(case=case), "支援計画を登録しました。続けて目標を追加できます。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def supportplan_edit(request, pk):
    """Change a plan."""
    plan = access.get_part(request.user, SupportPlan, pk, to_change=True)
    return _plan_form(request, plan, "支援計画を保存しました。", restored(request, plan))


@require_GET
@access.roles(*access.EVERYONE)
def supportplan_detail(request, pk):
    """A plan on one sheet: wishes, goals with who does what, and how far it has come."""
    plan = access.get_part(request.user, SupportPlan, pk)
    goals = access.visible_parts(request.user, Goal).filter(plan=plan).prefetch_related(Prefetch("tasks", Task.objects.all()))
    return render(request, "cases/support_plans/detail.html", {
        "plan": plan, "case": plan.case, "goals": goals,
        "monitorings": access.visible_parts(request.user, Monitoring).filter(plan=plan).select_related("created_by"),
        **permissions(request.user, plan.case), **banners(request.user, plan.case)})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def supportplan_goal(request, pk):
    """Add a goal to a plan."""
    plan = access.get_part(request.user, SupportPlan, pk, to_change=True)
    return _part_form(request, Goal(plan=plan), GoalForm, "目標を追加しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def goal_edit(request, pk):
    """Change a goal and who does what for it."""
    goal = access.get_part(request.user, Goal, pk, to_change=True)
    return _part_form(request, goal, GoalForm, "目標を保存しました。", restored(request, goal))


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def supportplan_monitoring(request, pk):
    """Write down how far a plan has come."""
    plan = access.get_part(request.user, SupportPlan, pk, to_change=True)
    return _part_form(request, Monitoring(plan=plan), MonitoringForm, "モニタリングを記録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def monitoring_edit(request, pk):
    """Change a monitoring."""
    monitoring = access.get_part(request.user, Monitoring, pk, to_change=True)
    return _part_form(request, monitoring, MonitoringForm, "モニタリングを保存しました。", restored(request, monitoring))


def plans_of(user: User, case: Case) -> dict:
    """What the page of a case says of its plans."""
    return {"plans": access.visible_parts(user, SupportPlan).filter(case=case).prefetch_related("goals")}


def _plan_form(request, plan: SupportPlan, saved_words: str, initial: dict | None = None):
    drafts = form_drafts(request, "supportplan", plan, plan.case_id)
    form = drafts.fill(SupportPlanForm, initial=initial or {})
    return record_page(request, form, "cases/support_plans/form.html", saved_words=saved_words, edit="supportplan_edit",
                       address=lambda saved: reverse("supportplan_detail", args=[saved.pk]), case=plan.case,
                       among=access.visible_parts(request.user, SupportPlan), plan=None if plan._state.adding else plan, drafts=drafts,
                       **banners(request.user, plan.case))


def _part_form(request, row: Goal | Monitoring, form_class, saved_words: str, initial: dict | None = None):
    kind = row._meta.model_name
    drafts = form_drafts(request, kind, row, row.plan_id)
    form = drafts.fill(form_class, initial=initial or {})
    answer = record_page(request, form, "cases/support_plans/part.html", saved_words=saved_words, edit=f"{kind}_edit",
                         address=lambda saved: reverse("supportplan_detail", args=[saved.plan_id]), plan=row.plan, case=row.plan.case,
                         store=store_with_tasks if kind == "goal" else store, among=access.visible_parts(request.user, type(row)), drafts=drafts,
                         row=None if row._state.adding else row, kind=kind, noun=row._meta.verbose_name, **banners(request.user, row.plan.case))
    if answer.status_code == 302 and (words := form.told()):
        messages.warning(request, words)
    return answer

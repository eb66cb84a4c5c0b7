"""やること: one task by itself, changed or done."""
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.forms.tasks import TaskForm
from cases.models import Task

from .form_drafts import form_drafts
from .record_pages import came_from, record_page, restored


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def task_edit(request, pk):
    """Change a task, or say that it was done: ?done=1 puts in today; it goes on where it was pressed (?next=)."""
    task = access.get_part(request.user, Task, pk, to_change=True)
    start = restored(request, task)
    if request.GET.get("done") and not task.done_on:
        start = {"done_on": timezone.localdate()} | start
    of = (task.goal.plan_id, "supportplan") if task.goal_id else (task.conference_id, "conference")
    drafts, next_page = form_drafts(request, "task", task, *of), came_from(request)
    form = drafts.fill(TaskForm, initial=start)
    answer = record_page(request, form, "cases/tasks/form.html", saved_words="やることを保存しました。", address=lambda saved: next_page or task_page(saved),
                       among=access.visible_parts(request.user, Task), task=task, of_page=task_page(task), back=next_page or task_page(task), drafts=drafts)
    if answer.status_code == 302 and (words := form.told()):
        messages.warning(request, words)
    return answer


def task_page(task: Task) -> str:
    """Where a task is shown: on its plan's or its meeting's page."""
    if task.goal_id:
        return reverse("supportplan_detail", args=[task.goal.plan_id])
    return reverse("conference_detail", args=[task.conference_id])

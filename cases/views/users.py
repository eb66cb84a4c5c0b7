"""Users (利用者), for the admin."""
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.forms.users import AssignmentFormSet, UserForm
from cases.models import Assignment, User
from cases.services.users import save_user


@require_GET
@access.roles(access.ADMIN)
def user_list(request):
    """Everyone who can or could log in, with today's districts."""
    current = Assignment.objects.on(timezone.localdate()).select_related("district").order_by("district__order", "id")
    users = User.objects.order_by("-is_active", "id").prefetch_related(Prefetch("assignments", current, "current"))
    return render(request, "cases/users/list.html", {"users": users})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def user_new(request):
    """Enter a user with the first password and the districts."""
    return _form_page(request, User(), "利用者を登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def user_edit(request, pk):
    """Change a user, reset the password, add or end assignments."""
    return _form_page(request, get_object_or_404(User, pk=pk), "利用者を保存しました。")


def _form_page(request, user: User, saved_words: str):
    form = UserForm(request.POST or None, instance=user)
    rows = AssignmentFormSet(request.POST or None, instance=user, prefix="assignments")
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        _save(request, form, rows)
        messages.success(request, saved_words)
        return redirect("user_list")
    return render(request, "cases/users/form.html", {"form": form, "rows": rows, "edited": user},
                  status=422 if request.method == "POST" else 200)


def _save(request, form: UserForm, rows) -> None:
    user = form.save(commit=False)
    rows.save(commit=False)
    changed = [row for row, _ in rows.changed_objects] + rows.new_objects
    save_user(user=user, password=form.cleaned_data["password"], assignments=changed, removed=rows.deleted_objects,
              by=request.user)
    if user == request.user:
        update_session_auth_hash(request, user)

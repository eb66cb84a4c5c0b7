"""Users (利用者), for the admin."""
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.accounts.invitations import account_state, invite
from cases.district_names import show_apart
from cases.forms.users import UserForm
from cases.models import Assignment, User
from cases.services.users import save_user

from .form_drafts import form_drafts
from .record_pages import record_page, restored


@require_GET
@access.roles(access.ADMIN)
def user_list(request):
    """Everyone who can or could log in, with today's districts."""
    current = Assignment.objects.on(timezone.localdate()).select_related("district").order_by("district__order", "id")
    users = User.objects.order_by("-is_active", "id").prefetch_related(Prefetch("assignments", current, "current"))
    show_apart(assignment.district for user in users for assignment in user.current)
    return render(request, "cases/users/list.html", {"users": users})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def user_new(request):
    """Enter a user with the districts; the invitation follows on the next page."""
    return _form_page(request, User(), "利用者を登録しました。招待コードを作って、本人に渡してください。")


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def user_edit(request, pk):
    """Change a user, add or end assignments; from here the user is invited (again)."""
    return _form_page(request, access.get_user(request.user, pk), "利用者を保存しました。")


@require_POST
@access.roles(access.ADMIN)
def user_invite(request, pk):
    """Make an invitation code and show it, this once."""
    user = access.get_user(request.user, pk)
    if user == request.user:
        messages.error(request, "自分の招待コードは作れません。パスワードは「アカウント」で変更します。")
        return redirect("user_edit", pk)
    code = invite(user=user, by=request.user, request=request)
    return render(request, "cases/accounts/invitation.html", {"invited": user, "code": code})


def _form_page(request, user: User, saved_words: str):
    is_new = user._state.adding
    start = {} if is_new else restored(request, user)
    drafts = form_drafts(request, "user", user)
    form = drafts.fill(UserForm, initial=start)
    answer = record_page(
        request, form, "cases/users/form.html", drafts=drafts, saved_words=saved_words, store=_store, among=User.objects.all(),
        address=lambda saved: reverse("user_edit", args=[saved.pk]) if is_new else reverse("user_list"),
        edit="user_edit", edited=user, account=None if is_new else account_state(user))
    if user == request.user and answer.status_code == 302:
        update_session_auth_hash(request, user)
    return answer


def _store(form: UserForm, *, by) -> User:
    user = form.save(commit=False)
    form.rows.save(commit=False)
    changed = [row for row, _ in form.rows.changed_objects] + form.rows.new_objects
    return save_user(user=user, version=form.cleaned_data.get("version"), assignments=changed,
                     removed=form.rows.deleted_objects, by=by,
                     without_district_from=timezone.localdate() if form.cleaned_data.get("without_district") else None)

"""A lost device: the second factor is taken back by two people, and its owner is told at the next log-in."""
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db import transaction
from django.utils import timezone

from cases.models import LoginLimit, MfaReset, User

from . import codes, events


def tell(request, user: User) -> None:
    """Say at log-in who has taken the second factor back since the last one."""
    for reset in MfaReset.objects.filter(user=user, shown_at=None).exclude(confirmed_at=None).select_related(
            "asked_by", "confirmed_by"):
        messages.warning(
            request, f"二段階認証が解除されました（申請：{reset.asked_by.name}、確認：{reset.confirmed_by.name}、理由：{reset.reason}）。"
            "心当たりがないときは、すぐにシステム管理者に連絡してください。")
        reset.shown_at = timezone.now()
        reset.save(update_fields=["shown_at"])


class NotAllowed(Exception):
    """The person may not do this step; the message is Japanese."""


@transaction.atomic
def ask(*, user: User, reason: str, by: User, request=None) -> MfaReset:
    """Ask for the second factor of `user` to be taken back. Raises NotAllowed for the own, or without need."""
    if user == by:
        raise NotAllowed("自分の二段階認証の解除は、ほかの人に頼んでください。")
    if not codes.is_on(user):
        raise NotAllowed("この利用者は、二段階認証を設定していません。")
    if MfaReset.objects.open().filter(user=user).exists():
        raise NotAllowed("この利用者の解除は、すでに申請されています。")
    reset = MfaReset.objects.create(user=user, reason=reason, asked_by=by)
    events.record("mfa.reset_asked", request=request, user=by, objects=[user], purpose=reason)
    return reset


@transaction.atomic
def confirm(*, reset: MfaReset, by: User, request=None) -> None:
    """Take the second factor back and end the user's sessions. Raises NotAllowed for who asked, and for the owner."""
    if by in (reset.asked_by, reset.user):
        raise NotAllowed("申請した人と本人は確認できません。別の統括者かシステム管理者が確認してください。")
    if not MfaReset.objects.open().filter(pk=reset.pk).update(confirmed_by=by, confirmed_at=timezone.now()):
        raise NotAllowed("この申請は、すでに終わっています。")
    Authenticator.objects.filter(user=reset.user).delete()
    LoginLimit.objects.filter(user=reset.user, kind=LoginLimit.Kind.CODE).delete()
    reset.user.end_sessions()
    events.record("mfa.reset_confirmed", request=request, user=by, objects=[reset.user], purpose=reset.reason)


@transaction.atomic
def withdraw(*, reset: MfaReset, by: User, request=None) -> None:
    """End an open request without effect. Raises NotAllowed when it is over."""
    if not MfaReset.objects.open().filter(pk=reset.pk).update(withdrawn_at=timezone.now()):
        raise NotAllowed("この申請は、すでに終わっています。")
    events.record("mfa.reset_withdrawn", request=request, user=by, objects=[reset.user])

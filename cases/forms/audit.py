"""The filter of the audit's entries."""
import datetime

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.audit.words import ACTIONS
from cases.models import AuditEntry, User

from .base import JapaneseDateField, SearchForm

_ALONE = ("read", "list", "search", "export", "print", "page")
_TOGETHER = {
    "changes": ("登録・変更・消去", Q(action__endswith=".created") | Q(action__endswith=".changed") | Q(action__endswith=".deleted")),
    "logins": ("ログイン・ログアウト", Q(action__startswith="login.") | Q(action__in=("logout", "session.ended")))}
_DAY = datetime.timedelta(days=1)


class EntrySearch(SearchForm):
    """By person, days (both included), what was done and outcome."""

    user = forms.ModelChoiceField(User.objects.none(), label="利用者", required=False, empty_label="すべて")
    since = JapaneseDateField(label="この日から", required=False)
    until = JapaneseDateField(label="この日まで", required=False)
    action = forms.ChoiceField(label="操作", required=False, choices=[
        ("", "すべて"), *((each, ACTIONS[each]) for each in _ALONE), *((each, words) for each, (words, _) in _TOGETHER.items())])
    outcome = forms.ChoiceField(label="結果", required=False, choices=[("", "すべて"), *AuditEntry.Outcome.choices])

    def __init__(self, *args, people: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people

    def apply(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """The entries that match everything asked for."""
        chosen = self.chosen
        if "user" in chosen:
            entries = entries.filter(user_id=chosen["user"].pk)
        if "since" in chosen:
            entries = entries.filter(at__gte=_microseconds(chosen["since"]))
        if "until" in chosen:
            entries = entries.filter(at__lt=_microseconds(chosen["until"] + _DAY))
        if "action" in chosen:
            entries = entries.filter(_TOGETHER[chosen["action"]][1] if chosen["action"] in _TOGETHER else Q(action=chosen["action"]))
        if "outcome" in chosen:
            entries = entries.filter(outcome=chosen["outcome"])
        return entries


def _microseconds(day: datetime.date) -> int:
    """The beginning of a day, local time, as entries count it."""
    return int(timezone.make_aware(datetime.datetime.combine(day, datetime.time())).timestamp() * 1e6)

"""つなぎ as a ledger. Of a protected household none is written: the agency may tell where it is."""
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from cases import access
from cases.forms.referrals import TO_COME, earlier
from cases.models import Referral, User

from .columns import Values, choice, day, found, text
from .scope import Scope


class Referrals:
    """The referrals of cases in sight, and of contacts of no case."""

    name, title = "referrals", "つなぎ"
    columns = (
        found("case", "ケース番号", Scope.case_of, lambda each, scope: each.number),
        found("contact", "記録番号", Scope.contact_of, lambda each, scope: scope.contact_word(each)),
        choice("direction", "向き", Referral.Direction.choices, Referral.Direction.TO),
        found("resource", "社会資源", Scope.resource_of, lambda each, scope: each.code, needed=True),
        day("date", "つないだ日", needed=True), text("asked", "つないだ内容", 200, needed=True),
        choice("answer", "返事", Referral.Answer.choices, Referral.Answer.NONE), day("answered_on", "返事の日"), text("result", "その後・結果", 200))

    def rows(self, scope: Scope) -> QuerySet[Referral]:
        return scope.rows(Referral, access.visible_referrals).select_related("case", "contact__district", "resource").order_by("date", "pk")

    def hidden(self, scope: Scope) -> set[int]:
        return set(self.rows(scope).exclude(pk__in=self.rows(scope).named().order_by().values("pk")).values_list("pk", flat=True))

    def values(self, row: Referral) -> Values:
        return {column.name: getattr(row, column.name) for column in self.columns}

    def wrong(self, values: Values, scope: Scope) -> Iterator[tuple[str, str]]:
        case, contact, answer, answered = (values[name] for name in ("case", "contact", "answer", "answered_on"))
        if bool(case) == bool(contact):
            yield "case", "ケース番号か記録番号の、どちらか一方を書いてください。"
        elif not scope.may_change(case=case, contact=contact):
            yield "case", "担当地区ではないため、取り込めません。"
        yield from ((name, TO_COME) for name in ("date", "answered_on") if values[name] and values[name] > timezone.localdate())
        if answered and answered < values["date"]:
            yield "answered_on", earlier("つないだ日")
        if answered and not answer:
            yield "answer", "返事の日があります。返事を書くか、返事の日を空欄にしてください。"
        if answer and answer != Referral.Answer.UNKNOWN and not answered:
            yield "answered_on", "返事の日を書いてください。"

    def make(self, rows: Sequence[Values], by: User | None) -> None:
        Referral.objects.bulk_create(Referral(**values) for values in rows)

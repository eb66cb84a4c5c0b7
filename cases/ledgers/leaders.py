"""Who leads a local resource (代表者・窓口), since when and until when, as a ledger: several of one resource are rows of their own."""
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from cases.forms.resources import EARLY_END, NO_DIGITS
from cases.models import Leader, User
from cases.text import fold_phone

from .columns import Column, Values, day, found, text
from .scope import Scope

KNOWN = "この人のこの役割は、同じ「いつから」で登録されています。いつまで・電話番号・備考を変えるときは、社会資源の画面で直してください。"


def _phone() -> Column:
    """A telephone number in half width; one that was stored before that was done is the same."""
    plain = text("phone", "電話番号", 40)
    return replace(plain, read=lambda cell, scope, values: fold_phone(plain.read(cell, scope, values)),
                   write=lambda value, scope: fold_phone(plain.write(value, scope)))


class Leaders:
    """The leaders of all resources, which everyone sees and may change."""

    name, title = "leaders", "代表者・窓口"
    columns = (found("resource", "社会資源", Scope.resource_of, lambda each, scope: each.code, needed=True), text("name", "氏名・名称", 100, needed=True),
               text("role", "役割", 60), _phone(), day("starts_on", "いつから"), day("ends_on", "いつまで"), text("note", "備考", 200))

    def rows(self, scope: Scope) -> QuerySet[Leader]:
        return Leader.objects.select_related("resource").order_by("resource__code", "starts_on", "pk")

    def hidden(self, scope: Scope) -> set[int]:
        return set()

    def values(self, row: Leader) -> Values:
        return {column.name: getattr(row, column.name) for column in self.columns}

    def wrong(self, values: Values, scope: Scope) -> Iterator[tuple[str, str]]:
        if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
            yield "ends_on", EARLY_END
        if values["phone"] and not any(each.isdecimal() for each in values["phone"]):
            yield "phone", NO_DIGITS
        if scope.has_leader(values["resource"], values["name"], values["role"], values["starts_on"]):
            yield "name", KNOWN

    def make(self, rows: Sequence[Values], by: User | None) -> None:
        Leader.objects.bulk_create(Leader(**values) for values in rows)

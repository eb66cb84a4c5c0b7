"""The register of work with groups and places (地域支援の記録) as a ledger. Which contact counts for an entry is not told."""
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from cases import access
from cases.models import AMOUNTS, MOST_OF, Activity, User
from cases.periods import fiscal_year_label, fiscal_year_of, planned_too_late

from .columns import Values, amount, day, found, text, tick
from .scope import Scope

_HEADINGS = {"visitors": "来場・参加者数", "consultations": "相談件数", "copies": "部数", "issues": "発行・掲載回数"}


class Activities:
    """The entries of visible districts."""

    name, title = "activities", "地域支援の記録"
    columns = (
        day("date", "日付", needed=True), found("kind", "種別", Scope.kind_of, lambda kind, scope: scope.kind_word(kind), needed=True),
        text("title", "件名", 120, needed=True), found("resource", "社会資源", Scope.resource_of, lambda each, scope: each.code),
        text("place", "場所", 100), found("district", "地区", Scope.district_of, lambda each, scope: each.code, needed=True),
        tick("is_citywide", "全市"), found("coordinators", "担当者", Scope.people_of, lambda people, scope: ";".join(sorted(each.username for each in people))),
        *(amount(name, _HEADINGS[name], MOST_OF[name]) for name in AMOUNTS), text("text", "内容"), day("next_on", "次回予定日"))

    def rows(self, scope: Scope) -> QuerySet[Activity]:
        return scope.rows(Activity, access.visible_activities).listed().order_by("date", "pk")

    def hidden(self, scope: Scope) -> set[int]:
        return set()

    def values(self, row: Activity) -> Values:
        return {column.name: getattr(row, column.name) for column in self.columns} | {"coordinators": list(row.coordinators.all())}

    def wrong(self, values: Values, scope: Scope) -> Iterator[tuple[str, str]]:
        date, kind, district = values["date"], values["kind"], values["district"]
        if date > timezone.localdate():
            yield "date", "まだ来ていない日付です。"
        if not kind.valid_in(fiscal_year_of(date)):
            yield "kind", f"{fiscal_year_label(fiscal_year_of(date))}にはない種別です。"
        if district.starts_on > date or (district.ends_on and district.ends_on < date):
            yield "district", "この日付では有効ではない地区です。"
        elif not scope.may_change(district=district):
            yield "district", "担当地区ではないため、取り込めません。"
        yield from ((name, f"「{kind}」では書きません。空欄にしてください。") for name in AMOUNTS
                    if name not in kind.asked and values[name] is not None)
        if values["next_on"] and values["next_on"] < date:
            yield "next_on", "日付より前の日です。"
        elif values["next_on"] and (words := planned_too_late(values["next_on"], timezone.localdate())):
            yield "next_on", words

    def make(self, rows: Sequence[Values], by: User | None) -> None:
        people = [values.pop("coordinators") or [] for values in rows]
        made = Activity.objects.bulk_create(Activity(**values, created_by=by) for values in rows)
        through = Activity.coordinators.through
        through.objects.bulk_create(through(activity=each, user=user) for each, who in zip(made, people, strict=True) for user in dict.fromkeys(who))

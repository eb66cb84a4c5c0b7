"""報告書の準備: per district and fiscal year how much of what the annual report needs is there, and where each gap is filled and by whom.

Every record of the own districts counts, restricted ones too; named are only those in sight. Drafts are told as numbers by their writer.
"""
import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from cases import access, periods
from cases.codebook import codebook_of
from cases.models import (
    Activity,
    ActivityKind,
    Assignment,
    Case,
    CaseEvent,
    ContactCategory,
    Draft,
    NoEntries,
    User,
)
from cases.models.axes import KIND

from . import checks
from .grid import Report
from .layout import build
from .scope import scope_of

SHOWN = 5
REGISTER = "記録がある、または実績なしと確かめた地域支援の種別"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not there: in words, where it is filled ("" where the user cannot), and who can.

    `kind` is the code of a kind of 地域支援 of which it may be said that there was nothing in the year.
    """

    words: str
    address: str = ""
    who: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the report needs: how many of how many are done; `none` are kinds of which somebody said 実績なし."""

    words: str
    done: int
    of: int
    gaps: tuple[Gap, ...] = ()
    none: tuple[NoEntries, ...] = ()

    @property
    def percent(self) -> int | None:
        """Whole per cent, 100 only where nothing is missing; None where nothing was to be done."""
        return 100 * self.done // self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Part:
    """A district, or what all districts have in common: its items, each of the same weight."""

    code: str
    name: str
    items: tuple[Item, ...]

    @property
    def percent(self) -> int | None:
        """The mean of the items, rounded down, so that 100 says that nothing is missing; None without any."""
        known = [item for item in self.items if item.of]
        return int(sum(100 * item.done / item.of for item in known) / len(known) + 1e-9) if known else None


@dataclass
class _Found:
    """What was asked of the database once for all districts, by district id."""

    people: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    contacts: Counter = field(default_factory=Counter)
    lacking: Counter = field(default_factory=Counter)
    drafts: dict[int, Counter] = field(default_factory=lambda: defaultdict(Counter))
    closed: Counter = field(default_factory=Counter)
    unexplained: dict[int, list[Case]] = field(default_factory=lambda: defaultdict(list))
    hidden: Counter = field(default_factory=Counter)
    kinds: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    none: dict[int, list[NoEntries]] = field(default_factory=lambda: defaultdict(list))


def readiness_of(user: User, fiscal_year: int) -> list[Part]:
    """The user's own districts in print order, then what concerns all of them. The number of queries depends on no record."""
    own = set(access.changeable_districts(user).values_list("pk", flat=True))
    scope = scope_of(fiscal_year)
    report = build(scope, trends=False)
    found, kinds = _find(user, fiscal_year), list(ActivityKind.objects.in_year(fiscal_year))
    admins = tuple(User.objects.filter(role=access.ADMIN, is_active=True).values_list("name", flat=True))
    parts = [Part(each.code, each.name, (
        _answers(fiscal_year, each, found), _drafts(user, each, found), _reasons(each, found), _register(fiscal_year, each, kinds, found),
        *([_published(user, report, place, admins)] if each.existed else [])))
        for place, each in enumerate(scope.districts) if each.id in own]
    return [*parts, Part("", "全地区に共通", (_checked(report),))]


def lacking_contacts(fiscal_year: int) -> Q:
    """Contacts of the year without an answer on an axis of one answer that their kind is asked for, or without a kind."""
    coded = ContactCategory.objects.filter(contact=OuterRef("pk"))
    lacks = ~Exists(coded.filter(axis__code=KIND))
    for axis in codebook_of(fiscal_year).axes:
        if axis.axis.single and axis.axis.code != KIND:
            kinds = coded.filter(axis__code=KIND)
            asked = kinds.filter(category__code__in=axis.asked_for) if axis.asked_for else kinds
            lacks |= Exists(asked) & ~Exists(coded.filter(axis=axis.axis.pk))
    return Q(lacks)


def _find(user: User, fiscal_year: int) -> _Found:
    found = _Found()
    contacts = access.counted_contacts(user).in_year(fiscal_year).order_by()
    found.contacts = _by_district(contacts)
    found.lacking = _by_district(contacts.filter(lacking_contacts(fiscal_year)))
    for each in Assignment.objects.on(timezone.localdate()).filter(user__is_active=True).select_related("user").order_by("user__name"):
        if each.user.role == access.COORDINATOR:
            found.people[each.district_id].append(each.user.name)
    start, end = periods.fiscal_year_span(fiscal_year)
    holding = Q(closed_on__gte=start, closed_on__lt=end)
    told = CaseEvent.objects.standing().filter(kind=CaseEvent.Kind.CLOSED, date__gte=start, date__lt=end).exclude(reason="")
    # A case that was reopened since was closed all the same; where no reason was written, none can be added any more.
    found.closed = _by_district(access.counted_cases(user).filter(holding | Q(pk__in=told.order_by().values("case"))).order_by())
    without = access.counted_cases(user).filter(holding, closing_reason="")
    for case in access.visible_cases(user).filter(pk__in=without.order_by().values("pk")).select_related("coordinator"):
        found.unexplained[case.district_id].append(case)
    found.hidden = _by_district(without.order_by())
    for district, kind in Activity.objects.in_year(fiscal_year).order_by().values_list("district", "kind").distinct():
        found.kinds[district].add(kind)
    for each in NoEntries.objects.filter(fiscal_year=fiscal_year).select_related("kind", "said_by").order_by("kind__order", "kind"):
        found.none[each.district_id].append(each)
    _find_drafts(found, fiscal_year)
    return found


def _by_district(rows) -> Counter:
    return Counter(dict(rows.values_list("district").annotate(n=Count("pk", distinct=True))))


def _find_drafts(found: _Found, fiscal_year: int) -> None:
    """Drafts of new contacts whose typed day is in the year, by the district that is typed in them. Empty ones finish nothing,
    and what changes a stored record is in the report already.
    """
    for draft in [each for each in Draft.objects.live().of_noun(Draft.Noun.CONTACT).filter(target=None).select_related("owner") if not each.is_empty]:
        district = draft.typed.get("district", "")
        if _year_of(draft) == fiscal_year and district.isdecimal():
            found.drafts[int(district)][draft.owner] += 1


def _year_of(draft: Draft) -> int:
    """The fiscal year of the typed day, read as on the day when it was typed (昨日, 12/4); of that day itself where it cannot be read."""
    written_on = timezone.localdate(draft.updated_at)
    try:
        return periods.fiscal_year_of(periods.parse_date_near(draft.typed.get("date", ""), written_on, is_ahead=False))
    except periods.PeriodError:
        return periods.fiscal_year_of(written_on)


def _answers(fiscal_year: int, district, found: _Found) -> Item:
    total, lacking = found.contacts[district.id], found.lacking[district.id]
    where = f"{reverse('readiness_contacts', args=[fiscal_year])}?district={district.code}"
    gaps = (Gap(f"必要な項目の答えがない対応記録　{lacking:,}件", where, tuple(found.people[district.id])),) if lacking else ()
    return Item("必要な項目に答えた対応記録", total - lacking, total, gaps)


def _drafts(user: User, district, found: _Found) -> Item:
    writers, total = found.drafts[district.id], found.contacts[district.id]
    gaps = tuple(Gap(f"下書きのままの記録　{n:,}件", reverse("draft_list") if owner == user else "", (owner.name,))
                 for owner, n in writers.items())
    left = sum(writers.values())
    return Item("下書きを仕上げた対応記録", total, total + left, gaps)


def _reasons(district, found: _Found) -> Item:
    cases, left = found.unexplained[district.id], found.hidden[district.id]
    gaps = [Gap(f"終結の理由がないケース　{case.number}", reverse("case_close", args=[case.pk]),
                (case.coordinator.name,) if case.coordinator else tuple(found.people[district.id])) for case in cases[:SHOWN]]
    if left > len(gaps):
        gaps.append(Gap(f"終結の理由がないケース　ほか{left - len(gaps):,}件", who=tuple(found.people[district.id])))
    return Item("終結の理由を書いたケース", found.closed[district.id] - left, found.closed[district.id], tuple(gaps))


def _register(fiscal_year: int, district, kinds: Sequence[ActivityKind], found: _Found) -> Item:
    there = found.kinds[district.id]
    none = tuple(each for each in found.none[district.id] if each.kind in kinds and each.kind_id not in there)
    empty = [kind for kind in kinds if kind.pk not in there | {each.kind_id for each in none}]
    where = f"{reverse('activity_new')}?district={district.code}&date={_last_day(fiscal_year, district)}&kind="
    gaps = tuple(Gap(f"地域支援の記録がない種別　{kind}", f"{where}{kind.pk}", tuple(found.people[district.id]), kind.code) for kind in empty)
    return Item(REGISTER, len(kinds) - len(empty), len(kinds), gaps, none)


def _last_day(fiscal_year: int, district) -> datetime.date:
    """Today, or the last day of the year or of the district that is before it: what is entered of that day fills the gap."""
    end = periods.fiscal_year_span(fiscal_year)[1] - datetime.timedelta(days=1)
    return min(filter(None, (timezone.localdate(), end, district.ends_on)))


def _published(user: User, report: Report, place: int, admins: tuple[str, ...]) -> Item:
    """Tables whose last year is known for the district, by published figures or by records."""
    missing = [grid.title for grid in report.tables if not grid.columns[place].has_prior]
    where = reverse("import_new") if user.is_admin else reverse("published_list")
    more = f"　ほか{len(missing) - SHOWN}表" if len(missing) > SHOWN else ""
    gaps = (Gap(f"前年度の数がない表　{'、'.join(missing[:SHOWN])}{more}", where, admins),) if missing else ()
    return Item("前年度の数（公表値）がある表", len(report.tables) - len(missing), len(report.tables), gaps)


def _checked(report: Report) -> Item:
    found: Iterable[str] = checks.findings(report)
    where = reverse("report_detail", args=[report.fiscal_year])
    gaps = tuple(Gap(words, where, ("統括者", "システム管理者")) for words in found)
    total = max(len(report.tables) + len(report.monthly), len(gaps))
    return Item("表どうしの確かめ", total - len(gaps), total, gaps)


def in_sight(user: User, fiscal_year: int, district: str):
    """The contacts behind the gap of `_answers`, as far as the user may change them, with all that a list line prints."""
    rows = access.listed_contacts(user).filter(pk__in=access.changeable_contacts(user).order_by().values("pk"))
    rows = rows.in_year(fiscal_year).filter(lacking_contacts(fiscal_year))
    return rows.filter(district__code=district) if district else rows



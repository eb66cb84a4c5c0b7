"""引き継ぎの資料 (異動): what whoever comes next has to know of a district or of one coordinator's work, as far as it is in sight."""
import datetime
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q
from django.utils import timezone

from . import access
from .carried import EVER, in_lines, promised
from .followups import Quiet, open_tasks, quiet_among, with_look_on
from .handover_cases import first_days, open_words
from .models import (
    Activity,
    Case,
    CaseEvent,
    Conference,
    Contact,
    District,
    Goal,
    Referral,
    SupportPlan,
    Task,
    User,
    Waiting,
)

MOST = 200  # of each list; more are said


@dataclass(frozen=True, slots=True)
class Pack:
    """The lists of a handover. Each case has `last_contacts`, the newest first, its `first_day`, how many are `told_elsewhere`, and its household's members in sight as `in_care`."""

    due: list[Contact]
    carried: list[CaseEvent]
    planned: list[Activity]
    waitings: list[Waiting]
    referrals: list[Referral]
    tasks: list[Task]
    plans: list[SupportPlan]
    quiet: list[Quiet]
    cases: list[Case]
    handed: list[CaseEvent]
    more: bool

    @property
    def contents(self) -> list[tuple[str, str, int]]:
        """(anchor, words, how many) of the parts in the order in which they stand."""
        parts = [("index", "ケースの一覧", self.cases), ("cautions", "連絡の注意", self.cautions), ("promises", "約束していること", self.promised),
                 ("handed", "申し送りと気をつけること（引き継ぎから）", self.handed), ("due", "次回予定日のある対応", self.due),
                 ("carried", "ほかの地区から引き継いだ次回予定日", self.carried), ("planned", "地域支援の予定", self.planned),
                 ("waitings", "返事待ち", self.waitings), ("referrals", "つなぎ（返事がまだのもの・保留）", self.referrals),
                 ("tasks", "やること（支援計画・会議）", self.tasks), ("plans", "支援計画と目標", self.plans), ("quiet", "連絡が空いているケース", self.quiet),
                 ("restricted", "制限付きの記録", self.restricted), ("cases", "ケースごとの連絡先と経過", self.cases)]
        return [(anchor, words, len(rows)) for anchor, words, rows in parts if rows or anchor not in ("handed", "carried")]

    @property
    def index(self) -> list[tuple[Case, str]]:
        """The cases in the order in which they stand, with what is open of each."""
        return [(case, open_words(case, self)) for case in self.cases]

    @property
    def promised(self) -> list[Case]:
        """Cases in which something was promised."""
        return [case for case in self.cases if case.promises]

    @property
    def cautions(self) -> list[tuple]:
        """(household, member or None, words) of every way of contact to avoid, each household once."""
        homes = {case.household_id: case.household for case in self.cases if case.household}
        return [(home, who, words) for home in homes.values()
                for who, words in [(None, home.contact_care), *((member, member.contact_care) for member in home.in_care)] if words]

    @property
    def restricted(self) -> list[Case]:
        """Cases that are restricted, or whose household is; the user is named on them."""
        return [case for case in self.cases if case.is_restricted or (case.household and case.household.is_restricted)]


def pack_of(user: User, *, district: District | None, coordinator: User | None, contacts: int) -> Pack:
    """The pack of a district, of one coordinator, or of one in the other: open cases with their last `contacts` contacts.

    What the user may not change is not in it. The number of queries depends on no record.
    """
    of_case = _chosen({"district": district, "coordinator": coordinator})
    of_entry = _chosen({"district": district, "coordinators": coordinator})
    cases = list(_cases(user, contacts).filter(of_case)[:MOST + 1])
    days, elsewhere = first_days(user, cases), access.told_elsewhere(user, cases)
    for case in cases:
        case.first_day, case.told_elsewhere = days[case.pk], elsewhere[case.pk]
        case.last_contacts = sorted([*case.own_contacts, *case.other_contacts], key=_newest, reverse=True)[:contacts]
    chosen = access.changeable_cases(user).filter(of_case).order_by().values("pk")
    meetings = Conference.cases.through.objects.filter(case__in=chosen).values("conference")
    written = access.changeable_contacts(user).filter(of_entry)
    mine = Q(case__in=chosen) | Q(contact__in=written.order_by().values("pk"))
    lists = [access.listed_contacts(user).filter(pk__in=written.due(EVER).order_by().values("pk")).order_by("next_action_on", "id"),
             in_lines(promised(access.changeable_parts(user, CaseEvent).filter(case__in=chosen), EVER, written)),
             access.changeable_activities(user).filter(of_entry).due(EVER).listed().order_by("next_on", "id"),
             access.changeable_waitings(user).filter(mine).open().select_related("case__household", "case__coordinator", "contact"),
             access.changeable_referrals(user).filter(mine).open().listed(),
             open_tasks(user).filter(Q(goal__plan__case__in=chosen) | Q(conference__in=meetings)),
             _plans(user).filter(case__in=chosen),
             quiet_among(access.changeable_cases(user).filter(of_case),
                         timezone.localdate(), access.also_links(user))]
    found = [list(rows[:MOST + 1]) for rows in lists]
    handed = CaseEvent.objects.standing().filter(case__in=[case.pk for case in cases[:MOST]], kind__in=(CaseEvent.Kind.HANDED_OVER, CaseEvent.Kind.TO_HAND_OVER))
    handed = handed.exclude(watch="", note="").select_related("case__household")
    return Pack(*(rows[:MOST] for rows in found), cases[:MOST], list(handed), any(len(rows) > MOST for rows in (*found, cases)))


def _chosen(asked: dict) -> Q:
    return Q(**{name: value for name, value in asked.items() if value is not None})


def _plans(user: User):
    """Plans that are not ended, those to be looked at first in front, with the goals that are worked on as `aims`."""
    plans = with_look_on(access.changeable_parts(user, SupportPlan)).exclude(state=SupportPlan.State.ENDED)
    aims = Prefetch("goals", Goal.objects.filter(state=Goal.State.DOING), to_attr="aims")
    return plans.select_related("case__household", "case__coordinator").prefetch_related(aims).order_by(F("look_on").asc(nulls_last=True), "id")


def _newest(contact: Contact) -> tuple:
    return contact.date, contact.time or datetime.time.min, contact.pk


def _cases(user: User, contacts: int):
    """Open cases by household, with all that the pack prints of each."""
    last = access.told_contacts(user).order_by("-date", "-time", "-id")[:contacts]
    return access.changeable_cases(user).open().select_related("household", "district", "coordinator", "resource").prefetch_related(
        "named", "household__named", Prefetch("contacts", last, to_attr="own_contacts"), Prefetch("also_contacts", last, to_attr="other_contacts"),
        Prefetch("household__members", access.visible_members(user), to_attr="in_care")).order_by("household__number", "number")

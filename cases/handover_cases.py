"""What whoever comes next needs of each case on the first day (引き継ぎの資料): beside its contacts, as far as it is in sight."""
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from . import access
from .models import Assessment, Case, Conference, Consent, Task, User
from .periods import format_date


@dataclass(slots=True)
class FirstDay:
    """Whether its household's whereabouts are hidden, the consents of its members, its last アセスメント, and its last meeting that decided something."""

    is_protected: bool = False
    consents: list[Consent] = field(default_factory=list)
    assessment: Assessment | None = None
    conference: Conference | None = None
    of_household: bool = True

    @property
    def missing(self) -> list[str]:
        """What nobody has registered, as far as it is in sight: only a household has consents."""
        said = {"同意": self.consents or not self.of_household, "アセスメント": self.assessment, "会議で決まったこと": self.conference}
        return [name for name, value in said.items() if not value]


def first_days(user: User, cases: Sequence[Case]) -> dict[int, FirstDay]:
    """By the cases' ids; five queries whatever their number."""
    found = {case.pk: FirstDay(of_household=bool(case.household_id)) for case in cases}
    hidden = set(access.protected_households().values_list("pk", flat=True))
    consents = _consents(user, cases)
    for case in cases:
        found[case.pk].is_protected = case.household_id in hidden
        found[case.pk].consents = [each for each in consents if each.member.household_id == case.household_id]
    for assessment in access.visible_parts(user, Assessment).standing().filter(case__in=found):
        found[assessment.case_id].assessment = found[assessment.case_id].assessment or assessment
    for pk, meeting in _meetings(user, found):
        found[pk].conference = found[pk].conference or meeting
    return found


def open_words(case: Case, pack) -> str:
    """What of a pack's lists is open of a case: 次回予定 令和3年4月5日、返事待ち1、約束あり."""
    due = [each.next_action_on for each in pack.due if case.pk in {each.case_id, *(other.pk for other in each.also_cases.all())}] + [each.next_on for each in pack.carried if each.case_id == case.pk]
    numbers = Counter({"返事待ち": _of(case, pack.waitings), "つなぎ": _of(case, pack.referrals), "支援計画": _of(case, pack.plans),
                       "やること": sum(case.pk in _cases_of(each) for each in pack.tasks)})
    said = [f"次回予定 {format_date(min(due))}"] if due else []
    said += [f"{name}{number}" for name, number in numbers.items() if number]
    said += [f"連絡なし {each.days:,}日" for each in pack.quiet if each.case.pk == case.pk]
    return "、".join([*said, *(["約束あり"] if case.promises else [])])


def _cases_of(task: Task) -> set[int]:
    """The case of the plan whose goal it serves, or those that its meeting spoke of."""
    return {task.goal.plan.case_id} if task.goal_id else {case.pk for case in task.conference.cases.all()}


def _of(case: Case, rows: Iterable) -> int:
    return sum(each.case_id == case.pk for each in rows)


def _consents(user: User, cases: Sequence[Case]) -> list[Consent]:
    homes = {case.household_id for case in cases if case.household_id}
    return list(access.visible_parts(user, Consent).standing().filter(member__household__in=homes).select_related("member"))


def _meetings(user: User, cases: Iterable[int]) -> Iterator[tuple[int, Conference]]:
    """Each of the cases with the meetings in sight that decided something about it, the newest first."""
    about = Prefetch("cases", Case.objects.filter(pk__in=cases).only("pk"), to_attr="about")
    meetings = access.visible_parts(user, Conference).standing().exclude(decisions="").filter(cases__in=cases).distinct()
    for meeting in meetings.prefetch_related(about):
        yield from ((case.pk, meeting) for case in meeting.about)

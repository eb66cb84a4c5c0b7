"""Which cases there are, when they begin and end, and which month each of their contacts falls in.

Months are places in the fiscal year here: 0 is April, 11 March; -1 is the year before.
"""
from collections import Counter
from dataclasses import dataclass, field
from math import exp, sqrt
from random import Random

from cases.periods import FISCAL_MONTHS

from .profiles import GROUPS, HOUSEHOLDS, Group, Profile
from .targets import CASE, NEW, TargetError, Targets

_LARGEST = (28, 52)  # how many contacts one case may have in a year, its first consultation included
_ONE_OFF = 0.3  # of the new consultations that end with one contact and open no case
_CONTINUED = {"osawa": {"elderly": 6, "parenting": 6, "disabled": 3, "other": 4, "child": 1}}


@dataclass
class CasePlan:
    """A case, or (`one_off`) a single consultation that opens none."""

    district: str
    profile: Profile
    group: Group | None = None
    opened: int = -1
    ends: int = 11
    weight: float = 1.0
    most: int = _LARGEST[0]
    one_off: bool = False
    months: list[int] = field(default_factory=list)  # of the contacts, the first consultation not among them
    partners: dict[str, float] = field(default_factory=dict)  # who calls, as odds
    channel: dict[str, float] = field(default_factory=dict)  # how they keep in touch, as odds
    subjects: dict[str, float] = field(default_factory=dict)  # what it keeps coming back to, as odds

    @property
    def target(self) -> str:
        """The 支援対象者 of most of its contacts."""
        return self.profile.target

    def is_active(self, month: int) -> bool:
        """Whether it is being worked on."""
        return self.opened <= month <= self.ends


def make_cases(rng: Random, district: str, targets: Targets) -> list[CasePlan]:
    """All cases of a district with the months of their contacts; both monthly tables and 支援対象者 are exact."""
    standing = [_of_group(rng, each) for each in GROUPS if each.district == district]
    standing += [_of_household(rng, district, target, -1) for target, count in _CONTINUED.get(district, {}).items()
                 for _ in range(count)]
    first = _first_months(rng, targets, {each.target for each in standing if each.opened <= 0})
    cases = standing + [_of_household(rng, district, target, month) for target, month in first]
    follow_up = Counter(targets.counts["target"])
    follow_up.subtract(Counter(target for target, _ in first))
    _choose_one_offs(rng, cases, follow_up)
    for case in cases:
        _give_character(rng, case)
    for target, months in _months_by_target(rng, cases, follow_up, targets).items():
        _share_out(rng, [each for each in cases if each.target == target and not each.one_off], months)
    return cases


def _of_group(rng: Random, group: Group) -> CasePlan:
    return CasePlan(group.district, group.profile, group, FISCAL_MONTHS.index(group.from_month), weight=group.weight)


def _of_household(rng: Random, district: str, target: str, opened: int) -> CasePlan:
    profiles = [each for each in HOUSEHOLDS.values() if each.target == target]
    profile = rng.choices(profiles, [each.share for each in profiles])[0]
    months = 1 + int(rng.expovariate(1 / 6)) + (3 if opened < 0 else 0)
    return CasePlan(district, profile, opened=opened, ends=min(11, max(opened, 0) + months),
                    weight=exp(rng.gauss(0, 0.9)))


def _first_months(rng: Random, targets: Targets, standing: set[str]) -> list[tuple[str, int]]:
    """A target and a month for each new consultation. Every target that has many contacts begins in April."""
    counts = targets.counts["target"]
    new = _in_proportion(targets.counts["kind"][NEW], {name: sqrt(count) * (count > 1) for name, count in counts.items()})
    months = [place for place, month in enumerate(FISCAL_MONTHS) for _ in range(targets.months[NEW][month])]
    early = [name for name in sorted(counts) if counts[name] > 100 and name not in standing]
    rest = [name for name in sorted(new) for _ in range(new[name] - (name in early))]
    rng.shuffle(rest)
    return list(zip(early + rest, months, strict=True))


def _in_proportion(total: int, weights: dict[str, float]) -> dict[str, int]:
    whole = sum(weights.values())
    exact = {name: total * weight / whole for name, weight in weights.items()}
    shares = {name: int(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda each: (shares[each] - exact[each], each))[:total - sum(shares.values())]:
        shares[name] += 1
    return shares


def _give_character(rng: Random, case: CasePlan) -> None:
    """Let the contacts of a case resemble each other: a few subjects, a few partners, a favourite way to keep in touch."""
    names = sorted(case.profile.topics, key=lambda name: rng.random() / case.profile.topics[name])
    case.subjects = dict.fromkeys(names[:3], 3.0)
    partners = sorted(case.profile.partners, key=lambda name: rng.random() / case.profile.partners[name])
    case.partners = dict.fromkeys(partners[:2], 2.5)
    case.most = rng.randint(*_LARGEST)
    case.channel = {rng.choices(["phone", "visit", "mail", "office", "other"], [4, 3, 3, 2, 1])[0]: 2.5}


def _choose_one_offs(rng: Random, cases: list[CasePlan], follow_up: Counter) -> None:
    for each in cases:
        if not each.group and each.opened > 0 and follow_up[each.target] > 40 and rng.random() < _ONE_OFF:
            each.one_off = True


def _months_by_target(rng: Random, cases: list[CasePlan], follow_up: Counter, targets: Targets) -> dict[str, list[int]]:
    """The months in which each target's follow-up contacts fall, never before its first case begins."""
    room = [targets.months[CASE][month] for month in FISCAL_MONTHS]
    begins = {name: max(0, min((each.opened for each in cases if each.target == name and not each.one_off), default=12))
              for name in follow_up}
    found: dict[str, list[int]] = {}
    for name in sorted(follow_up, key=lambda each: (-begins[each], follow_up[each], each)):
        found[name] = []
        for _ in range(follow_up[name]):
            open_room = [free if place >= begins[name] else 0 for place, free in enumerate(room)]
            if not any(open_room):
                raise TargetError(f"no month has room for the contacts of {name}")
            month = rng.choices(range(12), open_room)[0]
            room[month] -= 1
            found[name].append(month)
    return found


def _share_out(rng: Random, cases: list[CasePlan], months: list[int]) -> None:
    """Give each contact to a case that is being worked on in its month; a few cases get many, most get some."""
    for month in sorted(months):
        begun = [each for each in cases if each.opened <= month and _size(each) < each.most]
        chosen = [each for each in begun if each.is_active(month)] or begun
        if not chosen:
            raise TargetError(f"no case can take the contacts of month {month}")
        rng.choices(chosen, [each.weight for each in chosen])[0].months.append(month)


def _size(case: CasePlan) -> int:
    return len(case.months) + (case.opened >= 0 and case.group is None)

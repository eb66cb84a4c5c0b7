"""What chapters 4 to 7 of the annual report tell of: the year's meetings, exchanges, training and publicity, by district and 全市."""
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cases import periods
from cases.district_names import told_apart
from cases.models import AMOUNTS, Activity, ActivityKind, Resource

CITYWIDE = "全市"


@dataclass
class Topic:
    """All entries of one kind, title and resource at one place: how often, from when to when, and the sums of its amounts."""

    title: str
    kind: ActivityKind
    resource: Resource | None
    times: int = 0
    first: date | None = None
    last: date | None = None
    sums: dict[str, int] = field(default_factory=dict)

    def add(self, activity: Activity) -> None:
        """Count one more entry; they come in the order of their dates."""
        self.times, self.first, self.last = self.times + 1, self.first or activity.date, activity.date
        for name in AMOUNTS:
            if (figure := getattr(activity, name)) is not None:
                self.sums[name] = self.sums.get(name, 0) + figure

    @property
    def when(self) -> str:
        """3回（令和3年4月5日〜令和4年3月1日）, or the day of the only one."""
        first, last = periods.format_date(self.first), periods.format_date(self.last)
        return first if self.times == 1 else f"{self.times:,}回（{first}）" if first == last else f"{self.times:,}回（{first}〜{last}）"

    @property
    def words(self) -> list[tuple[str, int]]:
        """(words with their unit, figure) of the amounts that were written down."""
        return [(_WORDS[name], self.sums[name]) for name in AMOUNTS if name in self.sums]


@dataclass
class Chapter:
    """A chapter of the report, and its topics by place: the districts in print order, then 全市."""

    name: str
    places: dict[str, list[Topic]] = field(default_factory=dict)


_WORDS = {"visitors": ("延べ", "人"), "consultations": ("相談", "件"), "copies": ("", "部"), "issues": ("発行・掲載", "回")}


def chapters_of(entries: Iterable[Activity]) -> list[Chapter]:
    """The chapters of some entries of a year, with their kinds, districts and resources loaded. Chapters without any are there too."""
    found: dict[tuple, Topic] = {}
    ordered = sorted(entries, key=lambda each: (each.is_citywide, each.district.order, each.kind.order, each.date, each.pk))
    names = told_apart({each.district.code: each.district for each in ordered}.values())
    chapters = {value: Chapter(label) for value, label in ActivityKind.Chapter.choices}
    for each in ordered:
        place = CITYWIDE if each.is_citywide else names[each.district.code]
        key = (each.kind.chapter, place, each.kind_id, each.title, each.resource_id)
        if key not in found:
            found[key] = Topic(each.title, each.kind, each.resource)
            chapters[each.kind.chapter].places.setdefault(place, []).append(found[key])
        found[key].add(each)
    return list(chapters.values())

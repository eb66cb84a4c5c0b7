"""What was done in a year besides what its tables count, as lines: one for each meeting, exchange, training and publication."""
from collections.abc import Iterator

from cases import periods
from cases.models import AMOUNTS, Activity
from reports.grid import Report


def headings() -> list[str]:
    """The heading of every column."""
    amounts = (str(Activity._meta.get_field(name).verbose_name) for name in AMOUNTS)
    return ["章", "地区", "件名", "種別", "社会資源", "回数", "最初の日", "最後の日", *amounts]


def lines(report: Report) -> Iterator[tuple]:
    """Texts, figures, and None for what nobody wrote down."""
    for chapter in report.chapters:
        for place, topics in chapter.places.items():
            for each in topics:
                yield (chapter.name, place, each.title, each.kind.name, str(each.resource) if each.resource else None, each.times,
                       periods.format_date(each.first), periods.format_date(each.last), *(each.sums.get(name) for name in AMOUNTS))

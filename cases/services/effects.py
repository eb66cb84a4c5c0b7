"""What a waiting import would do to the report's figures. Who knows the report says how (setting IMPORT_EFFECT)."""
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from cases.imports.decisions import UPDATE_ALL
from cases.imports.progress import COMPARE, TRY, all_as, step
from cases.imports.record_plan import RecordPlan
from cases.imports.shadows import shadowed
from cases.models import ImportBatch, User

from .imports import WRITERS, Plan, prepare

Look = TypeVar("Look")
MOST_YEARS = 5


def effect_of(plan: Plan, batch: ImportBatch, by: User | None, priors: str = "") -> list[dict]:
    """The tables of each fiscal year that the rows without errors would change, before and after; latest year first.

    Rows that differ from a record, or are similar to one, count as updates of it; `priors` as of a Decision.

    Nothing is left written. The plan is used up by it. At most MOST_YEARS years.
    """
    if plan.reading.file_errors or not plan.has_work:
        return []
    measure = import_string(settings.IMPORT_EFFECT)
    years = _years(plan)[:MOST_YEARS]
    return measure(years, lambda look: trial(plan=plan, batch=batch, by=by, years=years, look=look, priors=priors))


def trial(*, plan: Plan, batch: ImportBatch, by: User | None, years: Sequence[int], look: Callable[[], Look],
          priors: str = "") -> tuple[Look, Look]:
    """What `look` finds of the fiscal years without the import and with it, every row that differs updating its record.

    It is written into copies of what is counted; nobody waits for it. The plan is used up.
    """
    plan.decide(replace(UPDATE_ALL, priors=priors))
    changed = [record.pk for _, record, _ in plan.matches.changed] if isinstance(plan, RecordPlan) else []
    with all_as(TRY), shadowed(years, changed):
        before = look()
        prepare(plan)
        WRITERS[batch.subject](plan, batch, by)
        after = look()
    step(COMPARE)
    return before, after


def _years(plan: Plan) -> list[int]:
    if isinstance(plan, RecordPlan):
        return plan.fiscal_years[::-1]
    drafts = [*plan.new, *(draft for draft, _ in plan.changed)]
    return sorted({draft.label["fiscal_year"] for draft in drafts}, reverse=True)

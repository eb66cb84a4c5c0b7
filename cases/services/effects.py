"""What a waiting import would do to the report's figures. Who knows the report says how (setting IMPORT_EFFECT)."""
from django.conf import settings
from django.utils.module_loading import import_string

from cases.imports.record_plan import RecordPlan
from cases.models import ImportBatch, User

from .imports import Plan, trial

MOST_YEARS = 5


def effect_of(plan: Plan, batch: ImportBatch, by: User | None) -> list[dict]:
    """The tables of each fiscal year that the rows without errors would change, before and after; latest year first.

    Rows that differ from a record, or are similar to one, count as updates of it.

    Nothing is left written. The plan is used up by it. At most MOST_YEARS years.
    """
    if plan.reading.file_errors or not plan.has_work:
        return []
    measure = import_string(settings.IMPORT_EFFECT)
    return measure(_years(plan)[:MOST_YEARS], lambda look: trial(plan=plan, batch=batch, by=by, look=look))


def _years(plan: Plan) -> list[int]:
    if isinstance(plan, RecordPlan):
        return plan.fiscal_years[::-1]
    drafts = [*plan.new, *(draft for draft, _ in plan.changed)]
    return sorted({draft.label["fiscal_year"] for draft in drafts}, reverse=True)

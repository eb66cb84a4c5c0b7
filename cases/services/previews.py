"""What an import would do, as plain data: a page shows it at once, or the worker keeps it until someone looks."""
from collections.abc import Sequence
from dataclasses import asdict

from cases.imports.changes import described_changes
from cases.imports.choices import Asked, Choices
from cases.imports.problems import Problem
from cases.models import ImportBatch, User

from .imports import Plan, decision_version, is_stopped

MOST = 200  # problems that a page lists


def preview_of(plan: Plan, batch: ImportBatch, by: User | None = None, which: slice = slice(None)) -> dict:
    """The context of cases/imports/preview.html beside the batch: counts, problems, changes, how sheets were read.

    `which` of the rows that differ are described; what a record says in words is shown where `by` may see it. `partly`
    says that rows without errors could be imported alone.
    """
    reading, stopped = plan.reading, is_stopped(plan)
    errors, warnings = reading.errors, reading.warnings
    return {
        "plan": {"created": plan.created, "updated": plan.updated, "unchanged": plan.unchanged, "similar": plan.similar, "extra": plan.extra,
                 "open_totals": getattr(plan, "open_totals", []), "priors": getattr(plan, "priors", {})},
        "reading": {"read": reading.read, "file_errors": bool(reading.file_errors), "several_sheets": reading.several_sheets,
                    "sheets": [asdict(sheet) for sheet in reading.sheets]},
        "error_count": len(errors), "errors": _shown(errors), "more_errors": len(errors) - MOST,
        "warnings": _shown(warnings), "more_warnings": len(warnings) - MOST,
        "left_tables": len(reading.left_tables), "prior_errors": reading.prior_errors,
        "difference_count": plan.updated + plan.similar,
        "stopped": stopped, "ready": not stopped and plan.has_work,
        "partly": bool(reading.row_errors and not reading.file_errors and plan.has_work),
        "differences": described_changes(plan, by, which),
        "choices": {"asked": [[*key, asked.shown, asked.count, asked.target, asked.reason, asked.became]
                              for key, asked in reading.choices.asked.items()],
                    "used": [[*key, word] for key, word in reading.choices.used.items()],
                    "years": [[*key, *sorted(years)] for key, years in reading.choices.years.items()]},
        "version": decision_version(batch, plan), "discard_version": decision_version(batch)}


def choices_of(preview: dict) -> Choices:
    """The words of the file that need a choice, those that were read by one, and the choices as they are kept now."""
    choices = Choices.of_office()
    for scope, said, *asked in preview["choices"]["asked"]:
        choices.asked[scope, said] = Asked(*asked)
    choices.used = {(scope, said): word for scope, said, word in preview["choices"]["used"]}
    choices.years = {(scope, said): set(years) for scope, said, *years in preview["choices"].get("years", ())}  # none in a preview of an earlier release
    return choices


def _shown(problems: Sequence[Problem]) -> list[dict]:
    """The first problems, each value cut as messages cut it; row, column and sheet beside it."""
    return [asdict(each) | {"as_dict": each.as_dict(True)} for each in problems[:MOST]]

"""年度更新: the codebook of a coming year, changed and looked at without touching the one in force.

A plan keeps only what differs from the codebook in force. To work in it or to look at it, the differences are written,
the page is made, and everything is rolled back (`trial`): its pages are the product's own pages on a codebook that is
not there yet. All changes of a plan are dated with its year, so that what is put in force early holds from 1 April.
"""
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import models, transaction
from django.utils import timezone

from cases import periods
from cases.imports.codebook_file import AXES, CATEGORIES, DISTRICTS, PARTS, Line, Part
from cases.models import Axis, Category, CodebookPlan, ContactCategory, PublishedFigure, User

from .codebook_called import called
from .codebook_checks import problems_between, refusals
from .codebook_differences import Difference, differences, title_of
from .codebook_edit import CodebookRefused, claim, recorded
from .codebook_plan_before import as_in_force, behind
from .codebook_state import State, stored, write
from .saving import create_once

DRAFT, IN_FORCE, CANCELLED = CodebookPlan.State.DRAFT, CodebookPlan.State.IN_FORCE, CodebookPlan.State.CANCELLED
_KEPT = ("version", "form_token")  # of axes, categories and districts: two people may work in one plan
_PARTS = {part.name: part for part in PARTS}


def start_plan(*, plan: CodebookPlan, by: User) -> CodebookPlan:
    """Copy the codebook in force as a plan for `plan.fiscal_year`; the same form twice starts one."""
    return create_once(instance=plan, by=by)


@contextmanager
def trial(plan: CodebookPlan) -> Iterator[State]:
    """The codebook as the plan would have it, for as long as the block runs. Nothing of it stays."""
    with transaction.atomic():
        before = stored(*_KEPT)
        write(before, planned(plan, before))
        yield before
        transaction.set_rollback(True)


def planned(plan: CodebookPlan, before: State) -> State:
    """The codebook with the plan's changes: of each changed row the changed fields, all else as it is in force now."""
    after = {name: dict(rows) for name, rows in before.items()}
    was = {(each["part"], tuple(each["key"])): _read(each["before"]) for each in plan.changes}
    for change in plan.changes:
        part, rows, key = _PARTS[change["part"]], after[change["part"]], tuple(change["key"])
        old, new = _read(change["before"]), _read(change["after"])
        if new is None:
            rows.pop(key, None)
        elif old is None and (then := was.get(behind(part, key))):
            rows[key] = as_in_force(part, key, new, then, before)
        else:
            changed = {name: value for name, value in new.items() if not old or value != old.get(name)}
            rows[key] = rows.get(key, {} if old is None else old) | changed
    return after


def changes_between(before: State, after: State) -> list[dict]:
    """What a plan keeps: the rows that differ, before and after, as JSON can hold them."""
    return [{"part": name, "key": list(key), "before": _plain(rows_before.get(key)), "after": _plain(after[name].get(key))}
            for name, rows_before in before.items() for key in {**rows_before, **after[name]}
            if rows_before.get(key) != after[name].get(key)]


def _plain(row: dict | None) -> dict | None:
    def plain(value):
        return value.isoformat() if isinstance(value, date) else str(value) if hasattr(value, "hex") and not isinstance(
            value, float | int) else list(value) if isinstance(value, tuple) else value
    return None if row is None else {name: plain(value) for name, value in row.items()}


def _read(row: dict | None) -> dict | None:
    def read(name, value):
        if name in ("starts_on", "ends_on"):
            return date.fromisoformat(value) if value else None
        return tuple(value) if isinstance(value, list) else value
    return None if row is None else {name: read(name, value) for name, value in row.items()}


def keep_changes(plan: CodebookPlan, before: State, after: State) -> None:
    """Store what a page has changed in a trial of the plan, which the caller holds locked."""
    plan.changes = changes_between(before, after)
    plan.version = models.F("version") + 1
    plan.save(update_fields=["changes", "version"])
    plan.refresh_from_db()


def preview_of(plan: CodebookPlan) -> list[Difference]:
    """What the plan would change in the codebook in force now."""
    before = stored(*_KEPT)
    return differences(before, planned(plan, before))


def problems_of_plan(plan: CodebookPlan) -> list[str]:
    """What forbids to put the plan in force as the codebook stands now, in words."""
    before = stored(*_KEPT)
    after = planned(plan, before)
    lines = {name: [_line(_PARTS[name], key, row) for key, row in rows.items() if row != before[name].get(key)]
             for name, rows in after.items()}
    found = [*problems_between(lines, before, after), *refusals(lines, before)]
    return [f"{each.sheet}：{each.reason}" for each in found]


def _line(part: Part, key: tuple, row: dict) -> Line:
    return Line(part, title_of(part, key, row), 0, 0, {name: value for name, value in row.items() if name not in _KEPT})


def put_in_force(*, plan: CodebookPlan, version: int | None, by: User) -> None:
    """Write the plan's changes, which hold from 1 April of its year. Raises Conflict and CodebookRefused."""
    with recorded(f"{periods.fiscal_year_label(plan.fiscal_year)}の年度更新 "):
        claim(plan, version)
        _only(plan, DRAFT, "この年度更新は、すでに確定または取りやめになっています。")
        if problems := problems_of_plan(plan):
            raise CodebookRefused([("", reason) for reason in problems])
        before = stored(*_KEPT)
        after = planned(plan, before)
        write(before, _next_versions(before, after))
        CodebookPlan.objects.filter(pk=plan.pk).update(
            state=IN_FORCE, decided_at=timezone.now(), changes=changes_between(before, after))


def _next_versions(before: State, after: State) -> State:
    """Rows that change get the version after the one in force, so that pages opened before are told."""
    def row_of(name: str, key: tuple, row: dict) -> dict:
        old = before[name].get(key)
        return row | {"version": old["version"] + 1} if old and old != row and "version" in old else row
    return {name: {key: row_of(name, key, row) for key, row in rows.items()} for name, rows in after.items()}


def cancel_plan(*, plan: CodebookPlan, version: int | None, by: User) -> None:
    """Give a plan up; one that is in force is taken back as long as its year has not begun and nothing uses it."""
    with recorded(f"{periods.fiscal_year_label(plan.fiscal_year)}の年度更新の取りやめ "):
        claim(plan, version)
        if plan.state == IN_FORCE:
            _take_back(plan)
        else:
            _only(plan, DRAFT, "この年度更新は、すでに取りやめになっています。")
        CodebookPlan.objects.filter(pk=plan.pk).update(state=CANCELLED, decided_at=timezone.now())


def _only(plan: CodebookPlan, state: str, reason: str) -> None:
    if plan.state != state:
        raise CodebookRefused([("", reason)])


def has_begun(plan: CodebookPlan) -> bool:
    """Whether the plan's year has begun: 1 April is the first day on which it cannot be taken back."""
    return timezone.localdate() >= periods.fiscal_year_span(plan.fiscal_year)[0]


def _take_back(plan: CodebookPlan) -> None:
    if has_begun(plan):
        raise CodebookRefused([("", f"{periods.fiscal_year_label(plan.fiscal_year)}が始まっているため、取りやめられません。"
                                    "分類表の編集で、1つずつ直してください。")])
    before = stored(*_KEPT)
    after = {name: dict(rows) for name, rows in before.items()}
    for change in plan.changes:
        name, key = change["part"], tuple(change["key"])
        old, new, now = _read(change["before"]), _read(change["after"]), before[name].get(key)
        if now is not None and _differs(now, new):
            raise CodebookRefused([("", f"「{title_of(_PARTS[name], key, now)}」は、確定した後に変えられています。"
                                        "先に元に戻すか、分類表の編集で1つずつ直してください。")])
        if old is None:
            after[name].pop(key, None)
        else:
            after[name][key] = old | ({"version": now["version"] + 1} if now and "version" in now else {})
    _refuse_used(before, after)
    write(before, after)


def _differs(now: dict, then: dict | None) -> bool:
    return then is not None and any(now[name] != value for name, value in then.items() if name not in _KEPT)


def _refuse_used(before: State, after: State) -> None:
    gone = before[CATEGORIES.name].keys() - after[CATEGORIES.name].keys()
    for axis, code in sorted(gone):
        category = Category.objects.get(axis__code=axis, code=code)
        if any(model.objects.filter(category=category).exists() for model in (ContactCategory, PublishedFigure)):
            raise CodebookRefused([("", f"「{category.label}」には記録または公表値があるため、取りやめられません。")])
    for (code,) in sorted(before[AXES.name].keys() - after[AXES.name].keys()):
        if Axis.objects.get(code=code).categories.exclude(code__in=[each for axis, each in gone if axis == code]).exists():
            raise CodebookRefused([("", f"軸「{called(before[AXES.name][code,], code)}」には、後から加えた分類があるため、取りやめられません。")])


def is_empty(plan: CodebookPlan) -> bool:
    """Whether the plan is still a plain copy."""
    return not plan.changes


__all__ = ["DISTRICTS", "cancel_plan", "changes_between", "has_begun", "is_empty", "keep_changes", "planned", "preview_of",
           "problems_of_plan", "put_in_force", "start_plan", "trial"]

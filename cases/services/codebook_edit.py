"""Changing the codebook (分類表) row by row: each change is one transaction, checked like a file, told in the history.

A name or rule that changes from a fiscal year on leaves what held before (codebook_earlier.py).
"""
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from itertools import takewhile

from django.db import models, transaction
from django.db.models import F, Max

from cases.imports.codebook_file import CATEGORIES, PARTS, Line, Part
from cases.models import Axis, Category, CodebookChange, District

from .codebook_checks import problems_between, refusals
from .codebook_differences import differences, history_of
from .codebook_earlier import ALL_YEARS, keep_definition, keep_name, keep_rules
from .codebook_state import path_of, stored
from .codebook_uses import uses_of
from .contacts import Conflict
from .saving import create_once, save_versioned


class CodebookRefused(Exception):
    """A change that the codebook does not allow: (field, reason) pairs in Japanese; the field may be blank."""

    def __init__(self, problems: Sequence[tuple[str, str]]):
        super().__init__("".join(reason for _, reason in problems))
        self.problems = problems


@contextmanager
def recorded(prefix: str = "") -> Iterator[None]:
    """A transaction whose every difference becomes a line of the history."""
    with transaction.atomic():
        before = stored()
        yield
        lines = history_of(differences(before, stored()))
        CodebookChange.objects.bulk_create(CodebookChange(text=f"{prefix}{line}"[:500]) for line in lines)


def problems_of(part: Part, key: tuple, values: dict, categories: Sequence[dict] = ()) -> list[tuple[str, str]]:
    """What forbids a row to say `values`, as a file would be told: (field, reason); "" for what a new axis's `categories` say."""
    before, line = stored(), Line(part, part.name, 0, 0, values)
    lines = {each.name: [] for each in PARTS} | {part.name: [line]}
    rows = {other: row for other, row in before[part.name].items() if other != key}
    after = {**before, part.name: rows | {key: before[part.name].get(key, {}) | values}}
    if categories:
        lines[CATEGORIES.name] = [Line(CATEGORIES, CATEGORIES.name, 0, 0, row) for row in categories]
        after[CATEGORIES.name] = before[CATEGORIES.name] | {each.key: each.values for each in lines[CATEGORIES.name]}
    found = [*problems_between(lines, before, after), *refusals(lines, before)]
    return [(part.field_of(each.column) if each.sheet == part.name else "", each.reason) for each in found]


def store_axis(*, axis: Axis, asked_for: Iterable[Category], from_year: int, version: int | None, by,
               categories: Sequence[dict] = ()) -> Axis:
    """Store what the form says, a new axis once, with the `categories` that it begins with. Raises Conflict."""
    kinds = list(asked_for)
    with recorded():
        if axis.pk is None:
            saved = _create_last(axis, Axis.objects.all(), by)
        else:
            old = Axis.objects.get(pk=axis.pk)
            old_kinds = list(old.asked_for.all())
            saved = save_versioned(instance=axis, version=version)
            keep_name(old, axis.name, from_year)
            keep_rules(old, axis, old_kinds, kinds, from_year)
        if saved is axis:
            axis.asked_for.set(kinds)
            Category.objects.bulk_create(Category(axis=axis, **row) for row in categories)
    return saved


def store_category(*, category: Category, from_year: int, version: int | None, by) -> Category:
    """Store what the form says, a new category once. Raises Conflict."""
    with recorded():
        if category.pk is None:
            return _create_category(category, by)
        old = Category.objects.get(pk=category.pk)
        saved = save_versioned(instance=category, version=version)
        keep_name(old, category.label, from_year, category.monthly)
        keep_definition(old, category, from_year)
        return saved


def _create_last(row: models.Model, among: models.QuerySet, by) -> models.Model:
    row.order = (among.aggregate(last=Max("order"))["last"] or 0) + 1
    return create_once(instance=row, by=by)


def _create_category(category: Category, by) -> Category:
    """Store a new category behind its equals, save その他 and 不明 with which they end: it comes before those."""
    saved, rest = _create_last(category, category.axis.categories.all(), by), _rest_of(category)
    if saved is category and rest:
        rows = list(category.axis.categories.exclude(pk=category.pk).order_by("order", "id"))
        place = rows.index(rest)
        category.order = rows[place - 1].order + 1 if place else 0
        category.save(update_fields=["order"])
        _make_room(rows[place:], category.order + 1 - rest.order)
    return saved


def _make_room(rows: list[Category], places: int) -> None:
    """Move the rows on by so many places, where that is more than none."""
    for each in rows if places > 0 else ():
        old = copy(each)
        each.order += places
        keep_definition(old, each, ALL_YEARS)
    Category.objects.bulk_update(rows, ["order"])


def _rest_of(category: Category) -> Category | None:
    """The first of the その他 and 不明 that end the equals of a category; None where they end otherwise, or it is one itself."""
    equals = category.axis.categories.filter(parent=category.parent_id).exclude(pk=category.pk).order_by("-order", "-id")
    last = takewhile(lambda each: each.recount or each.last_year or each.is_rest, equals)
    found = [each for each in last if each.is_rest and not each.recount]
    return found[-1] if found and not (category.recount or category.is_rest) else None


def claim(row: models.Model, version: int | None) -> None:
    """Take the next version of a row, or raise Conflict when `version` is no longer the stored one."""
    if not type(row)._default_manager.filter(pk=row.pk, version=version).update(version=F("version") + 1):
        raise Conflict
    row.refresh_from_db()


def retire(*, category: Category, last_year: int | None, successor: Category | None, version: int | None, by) -> None:
    """End a category with a fiscal year, its meaning going to `successor`; without a year the end is taken back."""
    with recorded():
        claim(category, version)
        _end(category, last_year, successor if last_year else None)


def _end(category: Category, last_year: int | None, successor: Category | None, field: str = "") -> None:
    values = {"axis": category.axis.code, "code": category.code, "last_year": last_year, "merged_into": path_of(successor)}
    _refuse(problems_of(CATEGORIES, (category.axis.code, category.code), values), field)
    category.last_year, category.merged_into = last_year, successor
    category.save(update_fields=["last_year", "merged_into"])


def _refuse(problems: list[tuple[str, str]], field: str = "") -> None:
    if problems:
        raise CodebookRefused([(field or name, reason) for name, reason in problems])


def merge(*, axis: Axis, categories: Sequence[Category], into: Category | None, label: str, from_year: int,
          version: int | None, by) -> Category:
    """From a fiscal year on several categories are one: an existing one, or a new one called `label`."""
    with recorded():
        claim(axis, version)
        target = into or _add_merged(categories, axis, label, from_year, by)
        for category in categories:
            if category != target:
                _end(category, from_year - 1, target, "from_year")
    return target


def _add_merged(categories: Sequence[Category], axis: Axis, label: str, from_year: int, by) -> Category:
    """What becomes of the categories stands where they stood: below the same parent, where all have it, behind the last."""
    parents = {each.parent for each in categories}
    target = _add(axis, label, from_year, by, parent=parents.pop() if len(parents) == 1 else None,
                  recount=all(each.recount for each in categories), monthly=any(each.monthly for each in categories))
    _put_behind(max(categories, key=_in_order(axis).index), [target])
    return target


def _put_behind(category: Category, new: Sequence[Category]) -> None:
    rest = [each for each in _in_order(category.axis) if each not in new]
    place = rest.index(category) + 1
    _renumber([*rest[:place], *new, *rest[place:]])


def split(*, category: Category, labels: Sequence[str], from_year: int, version: int | None, by) -> list[Category]:
    """From a fiscal year on a category is several: it ends, and new ones that remember it stand in its place."""
    with recorded():
        claim(category, version)
        _end(category, from_year - 1, None, "from_year")
        parts = [_add(category.axis, label, from_year, by, split_from=category, parent=category.parent,
                      recount=category.recount, monthly=category.monthly) for label in labels]
        _put_behind(category, parts)
    return parts


def _add(axis: Axis, label: str, from_year: int, by, **fields) -> Category:
    new = Category(axis=axis, code=free_code(axis), label=label, first_year=from_year, **fields)
    values = {"axis": axis.code, "code": new.code, "label": label, "first_year": from_year}
    _refuse([(name if name != "label" else "labels", reason)
             for name, reason in problems_of(CATEGORIES, (axis.code, new.code), values)])
    return _create_category(new, by)


def free_code(axis: Axis) -> str:
    """A code that no category of the axis has."""
    taken = set(axis.categories.values_list("code", flat=True))
    return next(code for number in range(len(taken) + 1, 9999) if (code := f"c{number}") not in taken)


def move(*, row: models.Model, among: models.QuerySet, to: str, version: int | None, by, from_year: int = ALL_YEARS) -> None:
    """Put a row one place up or down, or at a place from 1 counted among its equals, from a fiscal year on."""
    with recorded():
        claim(row, version)
        rows = _in_order(row.axis) if isinstance(row, Category) else list(among.order_by("order", "id"))
        equals = [each for each in rows if getattr(each, "parent_id", None) == getattr(row, "parent_id", None)]
        place = equals.index(row)
        wanted = {"up": place - 1, "down": place + 1}.get(to, int(to) - 1 if to.isdecimal() else place)
        equals.insert(max(0, min(wanted, len(equals) - 1)), equals.pop(place))
        others = [each for each in rows if each not in equals]
        _renumber(_with_children(equals, others) if isinstance(row, Category) and row.parent_id is None
                  else _in_place(rows, equals), from_year)


def _in_order(axis: Axis) -> list[Category]:
    """The categories in print order: each followed by those below it."""
    rows = list(axis.categories.order_by("order", "id"))
    tops = [each for each in rows if each.parent_id is None]
    return _with_children(tops, [each for each in rows if each.parent_id])


def _with_children(tops: list, others: list) -> list:
    return [each for top in tops for each in (top, *(other for other in others if other.parent_id == top.pk))]


def _in_place(rows: list, equals: list) -> list:
    """The rows with the equals, wherever one stands, in their new sequence."""
    sequence = iter(equals)
    return [next(sequence) if each in equals else each for each in rows]


def _renumber(rows: Sequence[models.Model], from_year: int = ALL_YEARS) -> None:
    changed = []
    for number, row in enumerate(rows, start=1):
        if row.order != number:
            old, row.order = copy(row), number
            keep_definition(old, row, from_year)
            changed.append(row)
    if changed:
        type(changed[0])._default_manager.bulk_update(changed, ["order"])


def delete_unused(*, row: Axis | Category | District, version: int | None, by) -> None:
    """Delete what nothing uses. Raises CodebookRefused with what uses it, and Conflict."""
    with recorded():
        claim(row, version)
        if uses := uses_of(row):
            raise CodebookRefused([("", use) for use in uses])
        row.delete()

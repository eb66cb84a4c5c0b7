"""The whole codebook (分類表) as plain rows by part and key: read and written."""
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db import models

from cases import towns
from cases.imports.codebook_file import (
    AXES,
    CATEGORIES,
    DISTRICTS,
    EARLIER_LABELS,
    EARLIER_RULES,
    JOINT_DISTRICTS,
    PARTS,
    Part,
)
from cases.models import Axis, Category, District, EarlierLabel, EarlierRule, JointDistrict, Town

State = Mapping[str, dict[tuple, dict]]
MODELS = {AXES.name: Axis, CATEGORIES.name: Category, DISTRICTS.name: District,
          EARLIER_LABELS.name: EarlierLabel, EARLIER_RULES.name: EarlierRule, JOINT_DISTRICTS.name: JointDistrict}
NAMES = {AXES.name: "name", CATEGORIES.name: "label", DISTRICTS.name: "name", EARLIER_LABELS.name: "label",
         JOINT_DISTRICTS.name: "name"}
_LINKS = ("axis", "code", "parent", "merged_into", "split_from", "asked_for")  # codes of other rows
_LABEL_FIELDS = ("label", "monthly", "defined", "recount", "note", "aliases", "order")


# -- Read

def stored(*more: str) -> State:
    """The codebook in the database, and of each row the columns `more`. Ten statements at most."""
    axes = Axis.objects.prefetch_related("asked_for")
    categories = Category.objects.select_related("axis", "parent", "merged_into__axis", "split_from__axis")
    labels = EarlierLabel.objects.select_related("axis", "category__axis", "district", "parent")
    rules = EarlierRule.objects.select_related("axis").prefetch_related("asked_for")
    return {
        AXES.name: {(each.code,): _plain(each, AXES, more) | {"asked_for": _kinds(each)} for each in axes},
        CATEGORIES.name: {(each.axis.code, each.code): _plain(each, CATEGORIES, more) | {
            "axis": each.axis.code, "parent": each.parent.code if each.parent else "",
            "merged_into": path_of(each.merged_into), "split_from": path_of(each.split_from)} for each in categories},
        DISTRICTS.name: {(each.code,): _plain(each, DISTRICTS, more) for each in District.objects.all()},
        EARLIER_LABELS.name: {tuple(row[name] for name in EARLIER_LABELS.key): row for row in map(_label_row, labels)},
        EARLIER_RULES.name: {(each.axis.code, each.last_year): _plain(each, EARLIER_RULES) | {
            "axis": each.axis.code, "asked_for": _kinds(each)} for each in rules},
        JOINT_DISTRICTS.name: {(each.code,): _plain(each, JOINT_DISTRICTS) | {"members": ";".join(sorted(each.codes))}
                               for each in JointDistrict.objects.all()},
    }


def _plain(row: models.Model, part: Part, more: Iterable[str] = ()) -> dict:
    named = [column.field for column in part.columns if column.field not in _LINKS or column.field == "code"]
    return {name: getattr(row, name) for name in [*named, *more]}


def _kinds(row: Axis | EarlierRule) -> tuple[str, ...]:
    return tuple(sorted(kind.code for kind in row.asked_for.all()))


def _label_row(each: EarlierLabel) -> dict:
    category = each.category
    axis = category.axis if category else each.axis
    return {"axis": axis.code if axis else "", "code": category.code if category else "",
            "district": each.district.code if each.district else "", "last_year": each.last_year,
            "label": each.label, "monthly": each.monthly, "parent": each.parent.code if each.parent else "",
            **{name: getattr(each, name) for name in ("defined", "recount", "note", "aliases", "order")}}


def path_of(category: Category | None) -> str:
    """axis:code of a category, as files name it; "" for none."""
    return f"{category.axis.code}:{category.code}" if category else ""


def as_text(part: Part, name: str, value) -> str:
    """A value as the cell of a file."""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    choices = {} if name in _LINKS else dict(MODELS[part.name]._meta.get_field(name).flatchoices)
    return "" if value is None else str(choices.get(value, value))


# -- Write

def write(before: State, after: State) -> None:
    """Make the database, which says `before`, say `after`. Rows that `after` does not have are deleted."""
    _write_axes(before[AXES.name], after[AXES.name])
    _write_categories(before[CATEGORIES.name], after[CATEGORIES.name])
    for code, row in _changed(before[AXES.name], after[AXES.name]):
        Axis.objects.get(code=code[0]).asked_for.set(_kinds_named(row))
    _write_districts(before[DISTRICTS.name], after[DISTRICTS.name])
    _write_labels(before[EARLIER_LABELS.name], after[EARLIER_LABELS.name])
    _write_rules(before[EARLIER_RULES.name], after[EARLIER_RULES.name])
    for (code,), row in _changed(before[JOINT_DISTRICTS.name], after[JOINT_DISTRICTS.name]):
        JointDistrict.objects.update_or_create(code=code, defaults=_fields(row))
    _remove(before, after)


def _changed(before: Mapping, after: Mapping) -> Iterator[tuple[tuple, dict]]:
    return ((key, row) for key, row in after.items() if row != before.get(key))


def _fields(row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in _LINKS}


def _kinds_named(row: dict) -> models.QuerySet[Category]:
    return Category.objects.kinds().filter(code__in=row["asked_for"])


def _write_axes(before: Mapping, after: Mapping) -> None:
    changed = list(_changed(before, after))
    for (code,), _ in changed:  # names may be swapped between two axes, and each is unique
        Axis.objects.filter(code=code).update(name=f"~{code}")
    for (code,), row in changed:
        Axis.objects.update_or_create(code=code, defaults=_fields(row))


def _write_categories(before: Mapping, after: Mapping) -> None:
    axes = {each.code: each for each in Axis.objects.all()}
    changed = list(_changed(before, after))
    for (axis, code), row in changed:
        Category.objects.update_or_create(axis=axes[axis], code=code, defaults=_fields(row))
    ids = {path_of(each): each.pk for each in Category.objects.select_related("axis")}
    for (axis, code), row in changed:
        if row["parent"] or row["merged_into"] or row["split_from"] or (axis, code) in before:
            Category.objects.filter(pk=ids[f"{axis}:{code}"]).update(
                parent=ids.get(f"{axis}:{row['parent']}"), merged_into=ids.get(row["merged_into"]),
                split_from=ids.get(row["split_from"]))


def _write_districts(before: Mapping, after: Mapping) -> None:
    for (code,), row in _changed(before, after):
        district, _ = District.objects.update_or_create(code=code, defaults=_fields(row))
        wanted = towns.parse_towns(row["towns_text"])
        district.towns.exclude(name__in=wanted).delete()
        kept = set(district.towns.values_list("name", flat=True))
        Town.objects.bulk_create(Town(district=district, name=name) for name in wanted if name not in kept)


def _write_labels(before: Mapping, after: Mapping) -> None:
    for (axis, code, district, year), row in _changed(before, after):
        EarlierLabel.objects.update_or_create(
            axis=Axis.objects.get(code=axis) if axis and not code else None,
            category=Category.objects.get(axis__code=axis, code=code) if code else None,
            district=District.objects.get(code=district) if district else None,
            last_year=year, defaults={name: row[name] for name in _LABEL_FIELDS} | {
                "parent": Category.objects.get(axis__code=axis, code=row["parent"]) if row["parent"] else None})


def _write_rules(before: Mapping, after: Mapping) -> None:
    for (axis, year), row in _changed(before, after):
        fields = {name: row[name] for name in Axis.RULES if name in row}
        rule, _ = EarlierRule.objects.update_or_create(axis=Axis.objects.get(code=axis), last_year=year, defaults=fields)
        rule.asked_for.set(_kinds_named(row))


def _remove(before: State, after: State) -> None:
    gone = {part.name: before[part.name].keys() - after[part.name].keys() for part in PARTS}
    for axis, code, district, year in gone[EARLIER_LABELS.name]:
        of = {"category__axis__code": axis, "category__code": code} if code else {"axis__code": axis} if axis else {
            "district__code": district}
        EarlierLabel.objects.filter(last_year=year, **of).delete()
    for axis, year in gone[EARLIER_RULES.name]:
        EarlierRule.objects.filter(axis__code=axis, last_year=year).delete()
    for axis, code in gone[CATEGORIES.name]:
        Category.objects.filter(axis__code=axis, code=code).delete()
    Axis.objects.filter(code__in=[code for (code,) in gone[AXES.name]]).delete()
    JointDistrict.objects.filter(code__in=[code for (code,) in gone[JOINT_DISTRICTS.name]]).delete()
    District.objects.filter(code__in=[code for (code,) in gone[DISTRICTS.name]]).delete()

"""The codebook (分類表) as a report reads it: plain rows in print order."""
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cases.models import Axis, Category, EarlierLabel, EarlierRule
from cases.models.axes import KIND, UNKNOWN

from .statements import rows

_LABEL, _RULE, _AXIS, _CATEGORY = (model._meta.db_table for model in (EarlierLabel, EarlierRule, Axis, Category))


def _valid(table: str) -> str:
    return f"({table}.first_year IS NULL OR {table}.first_year <= %s) AND ({table}.last_year IS NULL OR {table}.last_year >= %s)"


def _earlier(table: str, name: str, of: str) -> str:
    """Joins as `name` the row of names or rules that still held in the year; there is none where the latest do."""
    return f"""LEFT JOIN {table} {name} ON {name}.id = (SELECT since.id FROM {table} since
WHERE since.{of}_id = {of}.id AND since.last_year >= %s ORDER BY since.last_year LIMIT 1)"""  # noqa: S608 (no input)


_RULES = ", ".join(f"COALESCE(rule.{each}, axis.{each})" for each in Axis.RULES)
_AXES = f"""SELECT axis."order", axis.id, axis.code, axis.name, {_RULES}, axis.source,
COALESCE(asked.category_id, was_asked.category_id), {_valid("axis")}
FROM {_AXIS} axis {_earlier(_RULE, "rule", "axis")}
LEFT JOIN {Axis.asked_for.through._meta.db_table} asked ON asked.axis_id = axis.id AND rule.id IS NULL
LEFT JOIN {EarlierRule.asked_for.through._meta.db_table} was_asked ON was_asked.earlierrule_id = rule.id
ORDER BY axis."order", axis.id"""  # noqa: S608 (no input)
_CATEGORIES = f"""SELECT category.id, category.axis_id, code, label, parent_id, recount,
parent_id IS NULL AND NOT recount, monthly, {_valid("category")},
{_valid("category")} AND EXISTS (SELECT 1 FROM {_AXIS} axis WHERE axis.id = category.axis_id AND {_valid("axis")}),
merged_into_id, note, age_from, age_to, split_from_id, category."order", NULL
FROM {_CATEGORY} category ORDER BY category."order", category.id"""  # noqa: S608 (no input)
_NAMES = f"""SELECT axis_id, category_id, last_year, label, monthly, defined, parent_id, recount, note, "order"
FROM {_LABEL} WHERE district_id IS NULL AND last_year >= %s ORDER BY last_year"""  # noqa: S608 (no input)

_ENDED = f"""SELECT rule.axis_id, {', '.join(f'rule.{each}' for each in Axis.RULES)}, asked.category_id FROM {_RULE} rule
LEFT JOIN {EarlierRule.asked_for.through._meta.db_table} asked ON asked.earlierrule_id = rule.id
WHERE rule.last_year = %s"""  # noqa: S608 (no input)


class Earlier(NamedTuple):
    """A row of 旧名称: a name until a year, and where it is `defined` what a category was, or where an axis stood, until then."""

    axis_id: int | None
    category_id: int | None
    last_year: int
    label: str
    monthly: bool
    defined: bool
    parent_id: int | None
    recount: bool
    note: str
    order: int


class BookAxis(NamedTuple):
    """An axis, and the ids of the kinds that it is asked for; none means every kind."""

    id: int
    code: str
    name: str
    answer: str
    unit: str
    percent_base: str
    rounding: str
    counts: str
    prior_as: str
    trend_years: int
    trend_across: str
    source: str
    asked_for: set[int]
    name_before: str = ""

    @property
    def title(self) -> str:
        """The title of its table: 相談内容内訳."""
        return self.name if self.name.endswith("内訳") else f"{self.name}内訳"


class BookCategory(NamedTuple):
    """A category, and whether it `exists` in the year of the report and `existed`, with its axis, in the year before.

    The `summed` ones make up the 合計: no 再掲, and not inside another one's figure. `then` is what it was in the year
    before, where that was something else.
    """

    id: int
    axis_id: int
    code: str
    label: str
    parent_id: int | None
    recount: bool
    summed: bool
    monthly: bool
    exists: bool
    existed: bool
    merged_into_id: int | None
    note: str
    age_from: int | None = None
    age_to: int | None = None
    split_from_id: int | None = None
    order: int = 0
    then: "BookCategory | None" = None

    @property
    def before(self) -> "BookCategory":
        """The category as it was in the year before: called, summed and placed as then."""
        return self.then or self


@dataclass(frozen=True, slots=True)
class Book:
    """The axes, and the categories of all years, together and by axis, each in print order.

    `rules_before` are the axes whose rules were others in the year before, by id, as they were then.
    """

    axes: Sequence[BookAxis]
    categories: Sequence[BookCategory]
    by_axis: dict[int, list[BookCategory]]
    rules_before: dict[int, BookAxis] = field(default_factory=dict)

    @property
    def kind_axis_id(self) -> int | None:
        """The id of the axis 対応実績; None before a codebook is loaded."""
        return next((axis.id for axis in self.axes if axis.code == KIND), None)

    @property
    def kind_name(self) -> str:
        """What the council calls the axis 対応実績."""
        return next((axis.name for axis in self.axes if axis.code == KIND), "対応実績")

    def unknown_of(self, axis_id: int) -> str:
        """The label of the category of an axis for those of whom nothing is known."""
        return next((each.label for each in self.by_axis.get(axis_id, ()) if each.code == UNKNOWN), "不明")

    @property
    def parts(self) -> list[tuple[int, int]]:
        """(id, id of a category below it) wherever a figure holds another one."""
        return _parts(self.categories)

    @property
    def parts_before(self) -> list[tuple[int, int]]:
        """As `parts`, in the year before."""
        return _parts([each.before for each in self.categories])

    def before(self) -> "Book":
        """The codebook as it stood in the year before; whether a category existed before that is not known to it."""
        categories = [each.before._replace(exists=each.existed) for each in self.categories]
        by_axis = {axis: [each.before._replace(exists=each.existed) for each in some] for axis, some in self.by_axis.items()}
        return Book(self.axes, categories, by_axis)

    def place_of(self, category_id: int) -> str:
        """A category named with its axis: 対応実績の「啓発」."""
        category = next((each for each in self.categories if each.id == category_id), None)
        axis = next((each for each in self.axes if category and each.id == category.axis_id), None)
        return f"{axis.name}の「{category.label}」" if axis else "この年度にない表"


def in_print_order(categories: Sequence[BookCategory]) -> list[BookCategory]:
    """Each category followed by those below it; one whose parent is not in the list stands by itself."""
    if not any(each.parent_id for each in categories):
        return categories
    present = {each.id for each in categories}
    below: dict[int | None, list[BookCategory]] = {}
    for each in categories:
        below.setdefault(each.parent_id if each.parent_id in present else None, []).append(each)
    return [each for top in below.get(None, []) for each in (top, *below.get(top.id, []))]


def read_book(cursor, fiscal_year: int) -> Book:
    """The codebook as it stood in a fiscal year, under the names and rules that held then. Four statements."""
    year, before = fiscal_year, fiscal_year - 1
    names = _names(cursor, before)
    axes = _axes(cursor, year, names)
    by_axis: dict[int, list[BookCategory]] = {axis.id: [] for axis in axes}
    found = rows(cursor, _CATEGORIES, year, year, before, before, before, before)
    categories = [each for each in map(BookCategory._make, found) if each.axis_id in by_axis]
    if names:
        categories = sorted((_as_of(each, names.get((None, each.id), ()), year) for each in categories),
                            key=lambda each: (each.order, each.id))
    for each in categories:
        by_axis[each.axis_id].append(each)
    return Book(axes, categories, by_axis, _rules_before(cursor, axes, before))


def _rules_before(cursor, axes: Sequence[BookAxis], year: int) -> dict[int, BookAxis]:
    """The axes whose rules held until `year` and no longer."""
    found: dict[int, BookAxis] = {}
    by_id = {axis.id: axis for axis in axes}
    for axis_id, *rules, kind in rows(cursor, _ENDED, year):
        if axis_id in by_id:
            axis = found.setdefault(axis_id, by_id[axis_id]._replace(**dict(zip(Axis.RULES, rules, strict=True)), asked_for=set()))
            axis.asked_for.update({kind} - {None})
    return found


def _axes(cursor, year: int, names: "Names") -> list[BookAxis]:
    """The axes of the year, each once, with the kinds that it was asked for."""
    found: dict[int, BookAxis] = {}
    places: dict[int, tuple[int, int]] = {}
    for order, *columns, kind, exists in rows(cursor, _AXES, year, year, year):
        if exists:
            axis = found.setdefault(columns[0], BookAxis(*columns, set()))
            places[axis.id] = order, axis.id
            if kind is not None:
                axis.asked_for.add(kind)
    for axis in [each for each in found.values() if (each.id, None) in names]:
        earlier = names[axis.id, None]
        found[axis.id] = axis._replace(name=_label(axis.name, earlier, year), name_before=_label(axis.name, earlier, year - 1))
        if definition := _definition(earlier, year):
            places[axis.id] = definition.order, axis.id
    return [found[key] for key in sorted(found, key=places.__getitem__)]


Names = dict[tuple[int | None, int | None], list[Earlier]]


def _names(cursor, year: int) -> Names:
    """What held until `year` or later, by (axis id, category id), the earliest end first."""
    found: Names = {}
    for each in map(Earlier._make, rows(cursor, _NAMES, year)):
        found.setdefault((each.axis_id, each.category_id), []).append(each)
    return found


def _label(name: str, earlier: Sequence[Earlier], year: int) -> str:
    return next((each.label for each in earlier if each.last_year >= year), name)


def _definition(earlier: Sequence[Earlier], year: int) -> Earlier | None:
    return next((each for each in earlier if each.defined and each.last_year >= year), None)


def _as_of(category: BookCategory, earlier: Sequence[Earlier], year: int) -> BookCategory:
    """The category as it was in a year and, where that was something else, as it was in the year before."""
    if not earlier:
        return category
    now, then = (_in_year(category, earlier, each) for each in (year, year - 1))
    return now if now == then else now._replace(then=then)


def _in_year(category: BookCategory, earlier: Sequence[Earlier], year: int) -> BookCategory:
    named = next((each for each in earlier if each.last_year >= year), None)
    if named:
        category = category._replace(label=named.label, monthly=named.monthly)
    if defined := _definition(earlier, year):
        category = category._replace(parent_id=defined.parent_id, recount=defined.recount, note=defined.note, order=defined.order,
                                     summed=defined.parent_id is None and not defined.recount)
    return category


def _parts(categories: Sequence[BookCategory]) -> list[tuple[int, int]]:
    return [(each.parent_id, each.id) for each in categories if each.parent_id and not each.recount]

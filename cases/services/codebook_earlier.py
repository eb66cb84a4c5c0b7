"""What the codebook said before a change from a fiscal year on: rows of EarlierLabel and EarlierRule, so that old reports stay as printed.

Only what was changed is carried into the years after: what had changed from a later year on keeps its own year.
"""
from collections.abc import Callable, Mapping, Sequence

from django.db import models

from cases.models import Axis, Category, District, EarlierLabel, EarlierRule
from cases.periods import fiscal_year_of

ALL_YEARS = 0  # of `from_year`
Values = dict[str, object]
History = dict[int, Values]  # by the last year of each: what held until then, from the year after the one before


def history_with(kept: Mapping[int, Values], was: Values, now: Values, from_year: int, is_before: bool) -> History:
    """The history of a row that changes from `was`, which held after all of `kept`, to `now` in a fiscal year.

    `is_before`: the row was there before that year. What held only until the same began is left out. In ALL_YEARS a slip of
    the pen is put right wherever it stands; what was something else then stays.
    """
    changed = {name: value for name, value in now.items() if was[name] != value}
    if not changed:
        return dict(kept)
    if from_year == ALL_YEARS:
        return _without_repeats({year: values | {name: value for name, value in changed.items() if values[name] == was[name]}
                                 for year, values in kept.items()}, now, ALL_YEARS)
    found = dict(kept)
    if is_before:
        found.setdefault(from_year - 1, _in_year(kept, was, from_year - 1))
    found = {year: values | changed if year >= from_year else values for year, values in found.items()}
    return _without_repeats(found, now, from_year - 1)


def _in_year(kept: Mapping[int, Values], latest: Values, year: int) -> Values:
    return next((kept[each] for each in sorted(kept) if each >= year), latest)


def _without_repeats(found: History, latest: Values, since: int) -> History:
    """Of the years from `since` on, those after which something else held."""
    left, following = {}, latest
    for year in sorted(found, reverse=True):
        if year < since or found[year] != following:
            left[year] = found[year]
        following = found[year]
    return left


def keep_name(old: Axis | Category | District, name: str, from_year: int, monthly: bool = False) -> None:
    """Leave the name that `old` has, and whether it had a monthly table, for the years before `from_year`."""
    was = {"label": getattr(old, "label", None) or old.name, "monthly": getattr(old, "monthly", False)}
    now = {"label": name, "monthly": monthly}
    if was == now:
        return
    rows = _rows_of(old)
    names = history_with({each.last_year: {name: getattr(each, name) for name in was} for each in rows}, was, now, from_year, _is_before(old, from_year))
    _write_labels(old, rows, names, _definitions(rows, _definition_of(old)), now)


def keep_definition(old: Axis | Category, new: Axis | Category, from_year: int) -> None:
    """Leave what `old` is beside its name (EarlierLabel.DEFINITION) for the years before `from_year`."""
    was, now = _definition_of(old), _definition_of(new)
    if was == now:
        return
    rows = _rows_of(old)
    definitions = history_with(_definitions(rows, was), was, now, from_year, _is_before(old, from_year))
    latest = {"label": getattr(new, "label", None) or new.name, "monthly": getattr(new, "monthly", False)}
    names = {each.last_year: {name: getattr(each, name) for name in latest} for each in rows}
    _write_labels(old, rows, _without_repeats(names, latest, from_year - 1), definitions, latest)


def _rows_of(row: models.Model) -> Sequence[EarlierLabel]:
    return list(EarlierLabel.objects.filter(**{row._meta.model_name: row}).order_by("last_year"))


def _definition_of(row: models.Model) -> Values:
    return {name: getattr(row, name) for name in EarlierLabel.DEFINITION if hasattr(row, name)}


def _definitions(rows: Sequence[EarlierLabel], names: Values) -> History:
    return {each.last_year: {name: getattr(each, name) for name in names} for each in rows if each.defined}


def _write_labels(of: models.Model, rows: Sequence[EarlierLabel], names: History, definitions: History, latest: Values) -> None:
    """Make the rows of 旧名称 say both; the name of a row that is kept for a definition is the one that held then (`latest`: today's)."""
    wanted = {year: _in_year(names, latest, year) | {"defined": year in definitions} | definitions.get(year, {})
              for year in names.keys() | definitions.keys()}
    _write(EarlierLabel, {of._meta.model_name: of}, [each.last_year for each in rows], wanted)


def keep_rules(old: Axis, new: Axis, old_kinds: Sequence[Category], kinds: Sequence[Category], from_year: int) -> None:
    """Leave the rules (Axis.RULES) that `old` has, and the kinds that it is asked for, for the years before `from_year`."""
    was, now = _rules_of(old, old_kinds), _rules_of(new, kinds)
    if was == now:
        return
    kept = {each.last_year: _rules_of(each, each.asked_for.all()) for each in old.earlier_rules.all()}
    wanted = history_with(kept, was, now, from_year, _is_before(old, from_year))
    asked = {year: values.pop("asked_for") for year, values in wanted.items()}
    _write(EarlierRule, {"axis": old}, [*kept], wanted, lambda rule: rule.asked_for.set(asked[rule.last_year]))


def _rules_of(row: Axis | EarlierRule, kinds: Sequence[Category]) -> Values:
    return {rule: getattr(row, rule) for rule in Axis.RULES} | {"asked_for": frozenset(each.pk for each in kinds)}


def _write(model: type[models.Model], of: dict, kept: Sequence[int], wanted: History, finish: Callable = lambda row: None) -> None:
    model.objects.filter(**of, last_year__in={*kept} - wanted.keys()).delete()
    for year, values in wanted.items():
        finish(model.objects.update_or_create(**of, last_year=year, defaults=values)[0])


def _is_before(row: models.Model, year: int) -> bool:
    first = fiscal_year_of(row.starts_on) if isinstance(row, District) else row.first_year
    return first is None or first < year

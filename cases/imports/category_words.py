"""The words by which a file may name a category: its label, code, aliases and earlier labels, with or without its parent before it."""
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cases.models import Category, EarlierLabel
from cases.text import fold_label

SEPARATORS = ("/", "・", "-", ">", ":")  # 暮らし／お金, 暮らし・お金, …; folded
RECOUNT = "(再掲)"  # folded
Words = dict[int, dict[str, list[Category]]]


def category_words(earlier: Iterable[EarlierLabel]) -> Words:
    """Axis id -> folded word -> the categories of any year that are called so. Two queries.

    A word that is a category's own stands for nothing else, however it may be read.
    """
    before: dict[int, list[EarlierLabel]] = {}
    for each in earlier:
        before.setdefault(each.category_id, []).append(each)
    every = {each.pk: each for each in Category.objects.select_related("axis").order_by("order", "id")}
    own = {pk: {fold_label(name) for name in (*each.names, *(one.label for one in before.get(pk, ())))} for pk, each in every.items()}
    found: Words = {}
    for pk, each in every.items():
        _add(found.setdefault(each.axis_id, {}), own[pk], each)
    for names in found.values():
        for name in [each for each in names if each.endswith(RECOUNT)]:  # a table may print the label without it
            names.setdefault(name.removesuffix(RECOUNT), names[name])
    below: Words = {}
    for pk, each in every.items():
        parents = {each.parent_id, *(one.parent_id for one in before.get(pk, ()) if one.defined)} - {None}
        words = {f"{parent}{mark}{name}" for one in parents for parent in own[one] for mark in SEPARATORS for name in own[pk]}
        _add(below.setdefault(each.axis_id, {}), words, each)
    return {axis: below.get(axis, {}) | names for axis, names in found.items()}


def _add(names: dict[str, list[Category]], words: Iterable[str], category: Category) -> None:
    for word in words:
        names.setdefault(word, []).append(category)


def meant(word: str, valid: Sequence[Category], fiscal_year: int, earlier: Iterable[EarlierLabel]) -> list[Category]:
    """Of several categories of a year that a word may stand for those that were called so in it, before those of other years."""
    said, labels = fold_label(word), _labels_in(fiscal_year, earlier)
    now = [each for each in valid if said in {fold_label(name) for name in (labels.get(each.pk, each.label), *each.names[1:])}]
    return now or list(valid)


def became(category: Category, every: Mapping[int, Category], fiscal_year: int) -> list[Category]:
    """The categories of the year that a category of earlier years was merged into, or split into. `every` are all by id."""
    if category.last_year is None or category.last_year >= fiscal_year:
        return []
    target, passed = category, set()
    while target.merged_into_id and not target.valid_in(fiscal_year) and target.pk not in passed:
        passed.add(target.pk)
        target = every[target.merged_into_id]
    if target.valid_in(fiscal_year):
        return [target]
    return [each for each in every.values() if each.split_from_id == target.pk and each.valid_in(fiscal_year)]


def _labels_in(fiscal_year: int, earlier: Iterable[EarlierLabel]) -> Mapping[int, str]:
    rows = sorted((each for each in earlier if each.category_id and each.last_year >= fiscal_year), key=lambda each: -each.last_year)
    return {each.category_id: each.label for each in rows}


def told_apart(categories: Iterable[Category], every: Iterable[Category]) -> Iterator[str]:
    """The labels, with that of the parent before one that several bear."""
    labels = [each.label for each in every]
    names = {each.pk: each.label for each in every}
    for each in categories:
        parent = names.get(each.parent_id)
        yield f"{parent}／{each.label}" if parent and labels.count(each.label) > 1 else each.label

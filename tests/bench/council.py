"""An invented council of seven districts with the 三鷹 codebook and as many contacts as asked for."""
import datetime
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from django.db import connection

from cases import periods
from cases.models import Axis, Category, Contact, ContactCategory, District, PublishedFigure
from cases.models.axes import KIND
from cases.services.codebook import load_codebook

from .databases import bulk_load, insert

CODEBOOK = Path(__file__).parents[2] / "fixtures" / "mitaka"
DISTRICTS = 7
LAST_YEAR = 2021  # the year with two new and two retired categories, so that the report has all its footnotes
ANSWERS = {1: 40, 2: 35, 3: 20, 4: 5}  # how many of 100 contacts have so many topics (1.9 on average)
ACTIONS = {1: 60, 2: 30, 3: 10}  # and so many actions (1.5)
SETS = 400  # different sets of answers per axis and year
TEXT = "見本の記録です。電話で近況を伺い、困りごとをお聞きしました。次回は関係機関と一緒に訪問する予定です。"
CONTACT = ("id", "date", "fiscal_year", "month", "district_id", "counterpart", "text", "version", "created_at",
           "updated_at", "deletion_reason", "deleted_codings")
CODING = ("contact_id", "axis_id", "category_id", "single", "is_main", "fiscal_year", "month", "district_id")


def fill(contacts: int, years: int) -> None:
    """Give the default database so many contacts, spread evenly over the fiscal years that end with LAST_YEAR.

    The same numbers give the same council. One district's figures of the year before LAST_YEAR are
    published, so that a report finds published and counted figures side by side.
    """
    chance = random.Random(f"{contacts} {years}")
    load_codebook(CODEBOOK)
    _make_districts()
    _publish(chance)
    with bulk_load(connection, Contact._meta.db_table, ContactCategory._meta.db_table):
        for place, year in enumerate(range(LAST_YEAR - years + 1, LAST_YEAR + 1)):
            size = contacts // years
            rows = list(_contacts(chance, year, place * size, size))
            insert(connection, Contact._meta.db_table, CONTACT, rows)
            insert(connection, ContactCategory._meta.db_table, CODING, list(_codings(chance, year, rows)))


def _make_districts() -> None:
    for number in range(District.objects.count() + 1, DISTRICTS + 1):
        District.objects.create(code=f"bench{number}", name=f"見本地区{number}", order=number,
                                starts_on=datetime.date(2000, 4, 1))
    District.objects.update(starts_on=datetime.date(2000, 4, 1))


def _contacts(chance: random.Random, year: int, before: int, size: int) -> Iterator[tuple]:
    start, end = periods.fiscal_year_span(year)
    districts = list(District.objects.values_list("pk", flat=True))
    days = sorted(chance.choices(list(periods.days_of(start, end)), k=size))
    for number, day in enumerate(days, before + 1):
        stamp = f"{day} 09:00:00+09:00"
        yield number, str(day), year, day.month, chance.choice(districts), "", TEXT, 1, stamp, stamp, "", "[]"


def _codings(chance: random.Random, year: int, contacts: list[tuple]) -> Iterator[tuple]:
    axes = [(axis, set(axis.asked_for.values_list("pk", flat=True))) for axis in Axis.objects.all()]
    chosen = {axis.pk: _answers(chance, axis, year, len(contacts)) for axis, _ in axes}
    kinds = next(chosen[axis.pk] for axis, _ in axes if axis.code == KIND)
    for axis, asked in axes:
        for contact, (kind,), values in zip(contacts, kinds, chosen[axis.pk], strict=True):
            if not asked or kind in asked:
                for category in values:
                    yield contact[0], axis.pk, category, axis.single, False, year, contact[3], contact[4]


def _answers(chance: random.Random, axis: Axis, year: int, size: int) -> list[tuple[int, ...]]:
    """What each of so many contacts answers on an axis; the first categories are the frequent ones."""
    categories = list(Category.objects.in_year(year).filter(axis=axis).order_by("order", "pk").values_list("pk", flat=True))
    weights = list(accumulate(1 / place for place in range(1, len(categories) + 1)))
    many = {1: 1} if axis.single else ACTIONS if axis.code == "action" else ANSWERS
    sets = [_some(chance, categories, weights, count)
            for count in chance.choices(list(many), list(many.values()), k=SETS)]
    return chance.choices(sets, k=size)


def _some(chance: random.Random, categories: list[int], weights: list[float], count: int) -> tuple[int, ...]:
    found: set[int] = set()
    while len(found) < count:
        found.update(chance.choices(categories, cum_weights=weights))
    return tuple(sorted(found))


def _publish(chance: random.Random) -> None:
    """Last year's figures of the last district. They add up: of what does not, the report has notes, and the floor has none."""
    district = District.objects.last()
    for axis in Axis.objects.all():
        categories = Category.objects.in_year(LAST_YEAR - 1).filter(axis=axis)
        values: dict[Category | None, int] = {category: chance.randrange(400) for category in categories}
        values[None] = sum(values.values())
        PublishedFigure.objects.bulk_create(
            PublishedFigure(fiscal_year=LAST_YEAR - 1, district=district, axis=axis, category=category, value=value)
            for category, value in values.items())

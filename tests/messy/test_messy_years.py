"""However an office keeps its year, it comes back to the clean figures: each fault alone, and many together."""
import random

import pytest

from cases.models import Axis
from cases.services.imports import undo_import
from reports.layout import build
from reports.outputs.json import document
from reports.scope import scope_of
from tests.factories import make_user
from tests.imports.record_files import as_csv, counts, load, plan

from .ruins import DATES, ENCODINGS, FAULTS, FORMATS, ruin
from .year import clean_year, plain_file

pytestmark = [pytest.mark.django_db, pytest.mark.either]
SAVED = [*FORMATS, *ENCODINGS]


@pytest.fixture
def office(small):
    """The small council and the two people whom the years name."""
    for code, district in small.districts.items():
        make_user("coordinator", code, district)
    return small


def contents(found) -> dict:
    """What the rows say, by 記録番号; every one could be imported."""
    assert not found.reading.errors, [str(each) for each in found.reading.errors[:3]]
    ids = dict(Axis.objects.values_list("code", "pk"))
    return {draft.number: draft.content(ids) for draft in found.reading.drafts}


def combination(seed: int) -> tuple[str, str, set[str]]:
    """A way of saving, of writing dates, and any faults beside them."""
    chance = random.Random(seed)
    return chance.choice(SAVED), chance.choice([*DATES]), set(chance.sample(FAULTS, chance.randint(1, len(FAULTS))))


ALONE = [*((saved, "iso", ()) for saved in SAVED), *(("xlsx", dates, ()) for dates in DATES),
         *(("xlsx", "iso", (fault,)) for fault in FAULTS)]


def check(seed: int, saved: str, dates: str, faults) -> None:
    """The ruined file says what the clean one does, and its totals add up."""
    records = clean_year(seed)
    found = plan(ruin(records, saved, dates, set(faults), seed))
    assert contents(found) == contents(plan(as_csv(plain_file(records)))), (saved, dates, sorted(faults))
    assert not [each for each in found.reading.warnings if "合計の行の値" in each.reason], found.reading.warnings


@pytest.mark.parametrize(("saved", "dates", "faults"), ALONE, ids=lambda each: "+".join(each) if isinstance(each, tuple) else each)
def test_each_fault_alone(office, saved, dates, faults):
    check(7, saved, dates, faults)


def test_many_faults_together(office):
    for seed in range(12):
        check(seed, *combination(seed))


@pytest.mark.long
def test_very_many_faults_together(office):
    for seed in range(100, 700):
        check(seed, *combination(seed))


def figures() -> dict:
    """The whole report of the year."""
    return document(build(scope_of(2021)))


def figures_of(content: bytes) -> tuple[dict, dict, dict]:
    """The report before a file, with it, and after it was taken back."""
    before = figures()
    found, batch = load(content)
    assert counts(found)[3] == 0 and batch
    after = figures()
    assert load(content)[1] is None  # the same file again is nothing new
    undo_import(batch=batch)
    return before, after, figures()


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
def test_the_report_is_that_of_the_clean_year_and_undo_restores_every_figure(office, seed):
    records = clean_year(seed, 60)
    clean = figures_of(as_csv(plain_file(records)))
    messy = figures_of(ruin(records, *combination(seed), seed))
    assert messy == clean and clean[0] == clean[2] != clean[1]


def test_hidden_rows_and_merged_cells_are_told(office):
    found = plan(ruin(clean_year(7), "xlsx", "iso", {"hidden_rows", "merged_days"}, 7))
    said = " ".join(each.reason for each in found.reading.warnings)
    assert "非表示の行が" in said and "上下に結合したセルが" in said


@pytest.mark.parametrize("saved", [*FORMATS])
def test_hidden_rows_are_told_of_every_kind_of_workbook(office, saved):
    found = plan(ruin(clean_year(7), saved, "iso", {"hidden_rows"}, 7))
    assert any("非表示の行が" in each.reason for each in found.reading.warnings)

"""The hand-written SQL that bin/bench measures against finds the same cells as the report; and bin/bench runs."""
import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cases.models import PublishedFigure
from reports.layout import build
from reports.scope import scope_of
from tests.bench.floor import FLOORS
from tests.bench.report import printed
from tests.factories import log_contact

ROOT = Path(__file__).parents[2]


@pytest.fixture
def contacts(small, coordinator):
    for year, month, district, topics in [
            (2021, 4, "osawa", ["meal", "health"]), (2021, 6, "osawa", ["health"]), (2022, 3, "renjaku", ["housing"]),
            (2021, 1, "osawa", ["pr", "health"]), (2020, 4, "osawa", ["pr"])]:
        log_contact(small, coordinator, "kind:new", "target:child", *(f"topic:{each}" for each in topics),
                    date=datetime.date(year, month, 7), district=district)


@pytest.mark.parametrize("name", FLOORS)
@pytest.mark.parametrize("published", [False, True])
def test_a_floor_finds_the_cells_of_the_report(small, contacts, name, published):
    for category, value in [("health", 5), ("pr", 30), (None, 40)] if published else []:
        PublishedFigure.objects.create(fiscal_year=2020, axis=small.axes["topic"], district=small.districts["osawa"],
                                       category=small.categories.get(f"topic:{category}"), value=value)
    run, in_shape = FLOORS[name]
    assert in_shape(run(2021)) == printed(build(scope_of(2021)))


@pytest.mark.long
def test_every_measurement_runs(tmp_path):
    command = [sys.executable, "-m", "tests.bench", "--quick", "--engine", "sqlite", "--folder", tmp_path, "--json",
               tmp_path / "bench.json"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/unused.sqlite3"},
                   check=True, capture_output=True, timeout=120)
    results = json.loads((tmp_path / "bench.json").read_text())["results"]
    assert results and all(result["ratio"] > 0 for result in results)

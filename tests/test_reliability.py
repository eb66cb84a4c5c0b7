"""RELIABILITY.md comes out of what the tests measured: sums, the largest of limits, and what nobody measured."""
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.measures import joined, measured
from tests.reliability import Run, page, read_run

pytestmark = pytest.mark.either

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
TESTS = """from tests.measures import measured
import pytest
@pytest.mark.parametrize("n", range(6))
def test_it(n):
    measured("C7", texts_tried=10, leaks=0, slowest_seconds=n / 2)
@pytest.mark.long
def test_long():
    measured("C8", files=1)
"""


def run_measuring(folder: Path, *arguments: str) -> Run:
    """What six measuring tests in two workers left, run as bin/test does; `folder` is of one database."""
    (folder / "test_measuring.py").write_text(TESTS)
    environment = os.environ | {"CWC_MEASURES": str(folder), "PYTHONPATH": str(ROOT), "CWC_SECRET_KEY": "x"}
    subprocess.run([sys.executable, "-m", "pytest", "-n", "2", "-c", str(ROOT / "pyproject.toml"), *arguments,
                    f"--rootdir={folder}", f"--junitxml={folder / 'tests.xml'}", str(folder)],
                   env=environment, check=True, capture_output=True)
    return read_run(folder)


@pytest.fixture
def folder(tmp_path):
    """The folder of one database's measurements."""
    made = tmp_path / "SQLite"
    made.mkdir()
    return made


def test_figures_of_all_workers_add_up_limits_do_not_and_what_was_not_measured_is_named(folder):
    found = run_measuring(folder)
    assert (found.database, found.tests, found.bad) == ("SQLite", 6, 0)
    assert found.checks["C7"].figures == {"texts_tried": 60, "leaks": 0, "slowest_seconds": 2.5}
    assert found.checks["C7"].seconds > 0 and len(found.checks["C7"].tests) == 6
    assert "C8" not in found.checks
    text = page([found, Run("PostgreSQL 15", 6, 0, 1, 12.0, {})], "abc123", "bin/test", NOW)
    assert "2026-04-01 09:30" in text and "abc123" in text and "`bin/test`" in text
    assert "texts tried 60, leaks 0, slowest seconds 2.50" in text and "| PostgreSQL 15 | 6 | 0 | 1 | 12 |" in text
    assert "- C7:" not in text and "- C40:" in text and text.count("\n- C") == 39


@pytest.mark.long
def test_long_tests_run_when_asked_for(folder):
    assert run_measuring(folder, "-m", "").checks["C8"].figures == {"files": 1}


def test_nothing_is_kept_outside_a_measuring_run(tmp_path, monkeypatch):
    monkeypatch.delenv("CWC_MEASURES", raising=False)
    monkeypatch.chdir(tmp_path)
    measured("C1", cells=1)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "total"), [("cells", 5), ("leaks", 5), ("max_ms", 3), ("seconds", 3), ("parallel_ratio", 3)])
def test_a_limit_is_the_largest(name, total):
    assert joined(name, 2, 3) == joined(name, 3, 2) == total


def test_a_check_that_is_none_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("CWC_MEASURES", str(tmp_path))
    measured("C41", cells=1)
    (tmp_path / "tests.xml").write_text("<testsuites/>")
    with pytest.raises(ValueError, match="C41"):
        read_run(tmp_path)


def test_without_a_run_there_is_no_page(tmp_path):
    done = subprocess.run([sys.executable, "-m", "tests.reliability", str(tmp_path)], cwd=ROOT, text=True,
                          capture_output=True, check=False)
    assert done.returncode == 1 and "run bin/test first" in done.stderr and not done.stdout

"""C35: no installed package is older than the floor of requirements/security-floor.txt, and somebody looked lately."""
import re
import warnings
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.measures import measured

FLOOR = Path(__file__).parent.parent.parent / "requirements/security-floor.txt"
WARN_DAYS, LAST_DAYS = 60, 90


def numbers(text: str) -> tuple[int, ...]:
    """A version that can be compared; what stands behind its numbers does not count."""
    return tuple(map(int, re.match(r"\d+(?:\.\d+)*", text)[0].split(".")))


def floors(text: str) -> dict[str, str]:
    """Package and floor of every line."""
    return {line.split()[0]: line.split()[1] for line in text.splitlines() if line and not line.startswith("#")}


def below(found: dict[str, str], installed=version) -> list[str]:
    """The packages that are older than their floor."""
    return [name for name, floor in found.items() if numbers(installed(name)) < numbers(floor)]


def age(text: str, today: date) -> int:
    """Days since somebody looked."""
    return (today - date.fromisoformat(re.search(r"Looked up: (\S+?)\.", text)[1])).days


def test_no_package_is_below_its_floor():
    found = floors(FLOOR.read_text())
    assert len(found) >= 3 and below(found) == []
    measured("C35", packages_with_a_floor=len(found), below=0)


def test_somebody_looked_within_three_months():
    days = age(FLOOR.read_text(), datetime.now(UTC).date())
    if days > WARN_DAYS:
        warnings.warn(f"requirements/security-floor.txt was looked through {days} days ago; after {LAST_DAYS} the tests fail", stacklevel=1)
    assert days <= LAST_DAYS, "look through the published weaknesses, then set the date in requirements/security-floor.txt"
    measured("C35", age_of_the_list_days=days)


@pytest.mark.parametrize(("installed", "found"), [("5.2.18", ["x"]), ("5.2.19", []), ("5.10", []), ("5.2", ["x"]), ("6.0rc1", [])])
def test_an_old_package_is_found(installed, found):
    assert below({"x": "5.2.19"}, lambda name: installed) == found


def test_an_old_list_is_found():
    assert age("# Looked up: 2026-01-01. x", date(2026, 4, 2)) > LAST_DAYS

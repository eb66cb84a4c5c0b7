"""RELIABILITY.md out of the measurements of a test run: python -m tests.reliability var/reliability > RELIABILITY.md

The folder holds one folder for each database, named like it, with the files of tests/measures.py and pytest's report
(tests.xml); the file `suite` names the command that ran. `bin/test` makes all of them, `bin/test --reliability` also
writes the page.
"""
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from tests.checks import CHECKS
from tests.measures import joined

ROOT = Path(__file__).parent.parent


@dataclass
class Measured:
    """One check on one database: its figures, and how long its tests took."""

    figures: dict[str, float] = field(default_factory=dict)
    tests: set[str] = field(default_factory=set)
    seconds: float = 0.0


@dataclass
class Run:
    """The tests of one database."""

    database: str
    tests: int
    bad: int
    skipped: int
    seconds: float
    checks: dict[str, Measured]


def read_run(folder: Path) -> Run:
    """The run that left this folder. Raises ValueError for a measurement of a check that is none."""
    suites = list(ElementTree.parse(folder / "tests.xml").getroot().iter("testsuite"))  # noqa: S314 (pytest's own)
    durations = {_node(case): float(case.get("time", 0)) for suite in suites for case in suite.iter("testcase")}
    count = {name: sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped")}
    return Run(folder.name, count["tests"], count["failures"] + count["errors"], count["skipped"],
               sum(float(suite.get("time", 0)) for suite in suites), _checks(folder, durations))


def _checks(folder: Path, durations: dict[str, float]) -> dict[str, Measured]:
    checks: dict[str, Measured] = {}
    for path in sorted(folder.glob("*.json")):
        line = json.loads(path.read_text(encoding="utf-8"))
        if line["check"] not in CHECKS:
            raise ValueError(f"{path}: {line['check']} is none of the checks")
        check = checks.setdefault(line["check"], Measured())
        check.tests.add(line["test"])
        for name, figure in line["figures"].items():
            check.figures[name] = joined(name, check.figures[name], figure) if name in check.figures else figure
    for check in checks.values():
        check.seconds = sum(durations.get(_plain(test), 0) for test in check.tests)
    return checks


def _node(case: ElementTree.Element) -> str:
    return f"{case.get('classname')}::{case.get('name')}"


def _plain(node: str) -> str:
    """pytest names a test in its report as tests.safety.test_x::name, elsewhere as tests/safety/test_x.py::name."""
    path, _, name = node.partition("::")
    return f"{path.removesuffix('.py').replace('/', '.')}::{name}"


def page(runs: list[Run], commit: str, suite: str, now: datetime) -> str:
    """The whole page."""
    return "\n".join([
        "# Reliability", "",
        "Written by `bin/test --reliability` from the measurements of one test run; nothing here is typed. "
        "Each check has a broken variant in its tests that it must find.", "",
        f"Date: {now:%Y-%m-%d %H:%M} UTC  ", f"Commit: {commit}  ", f"Command: `{suite}`", "",
        "| database | tests | failed | skipped | seconds |", "|---|---|---|---|---|",
        *(f"| {run.database} | {run.tests} | {run.bad} | {run.skipped} | {run.seconds:.0f} |" for run in runs), "",
        "## Measured", "",
        "Figures are sums over the run; those that end in seconds, ms, ratio, mib or percent are the largest that "
        "occurred. The last column is how long the tests took that measured.", "",
        "| check | what must hold | database | figures | seconds |", "|---|---|---|---|---|",
        *(line for check in CHECKS for line in _lines(check, runs)), "",
        "## Not measured", "",
        "These checks have no measurement in this run; do not rely on them.", "",
        *(f"- {check}: {CHECKS[check]}" for check in CHECKS if not any(check in run.checks for run in runs)), ""])


def _lines(check: str, runs: list[Run]):
    for run in runs:
        if found := run.checks.get(check):
            figures = ", ".join(f"{name.replace('_', ' ')} {_number(figure)}" for name, figure in found.figures.items())
            yield f"| {check} | {CHECKS[check]} | {run.database} | {figures} | {found.seconds:.1f} |"


def _number(figure: float) -> str:
    return f"{figure:,.2f}" if isinstance(figure, float) and not figure.is_integer() else f"{int(figure):,}"


def commit_of(root: Path) -> str:
    """The commit that ran, and whether files had been changed since."""
    def git(*words: str) -> str:
        return subprocess.run([shutil.which("git") or "git", *words], cwd=root, capture_output=True, text=True,
                              check=True).stdout.strip()
    changed = [line for line in git("status", "--porcelain").splitlines() if not line.endswith("RELIABILITY.md")]
    return git("rev-parse", "--short=12", "HEAD") + (" with uncommitted changes" if changed else "")


def main(folder: Path) -> str:
    """The page of the runs in `folder`."""
    runs = [read_run(each) for each in sorted(folder.iterdir(), reverse=True) if (each / "tests.xml").exists()]
    if not runs:
        raise SystemExit(f"There is no test run in {folder}: run bin/test first.")
    return page(runs, commit_of(ROOT), (folder / "suite").read_text().strip(), datetime.now(UTC))


if __name__ == "__main__":
    print(main(Path(sys.argv[1])), end="")

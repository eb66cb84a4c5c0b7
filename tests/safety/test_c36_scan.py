"""C36: static analysis finds nothing, each rule is proved on a hit and a miss, and the list of parts equals the lock."""
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.measures import measured

ROOT = Path(__file__).parent.parent.parent
RULES = ROOT / "tests/scan/rules.yml"
SCANNERS = Path(os.environ.get("CWC_SCANNERS") or ROOT / "var/scan/bin")
QUIET = ("--metrics=off", "--disable-version-check")
pytestmark = pytest.mark.either


@pytest.fixture(autouse=True)
def scanners():
    """bin/test installs them where there is a network; without them nothing is scanned, and CI fails."""
    if (SCANNERS / "semgrep").exists():
        return
    if os.environ.get("CWC_REQUIRE_SCAN") == "1":
        pytest.fail(f"the scanners are not in {SCANNERS}")
    pytest.skip(f"the scanners are not in {SCANNERS}: bin/test installs them where there is a network")


def run(program: str, *arguments, cwd=ROOT):
    environment = os.environ | {"PATH": f"{SCANNERS}:{os.environ['PATH']}", "SEMGREP_SEND_METRICS": "off"}
    return subprocess.run([SCANNERS / program, *map(str, arguments)], cwd=cwd, env=environment, text=True, capture_output=True,
                          timeout=300, check=False)


def semgrep(*places):
    """Findings of our rules in these places, by rule."""
    done = run("semgrep", "scan", "--json", "--quiet", "--no-git-ignore", *QUIET, "--config", RULES, *places)
    found = json.loads(done.stdout)
    assert not found["errors"], found["errors"][:3]
    return [each["check_id"].rpartition(".")[2] for each in found["results"]], len(found["paths"]["scanned"])


def test_every_rule_finds_its_hit_and_passes_its_miss():
    done = run("semgrep", "--test", *QUIET, "--config", "rules.yml", "rules.py", cwd=RULES.parent)
    rules = set(re.findall(r"- id: (\S+)", RULES.read_text()))
    examples = (RULES.parent / "rules.py").read_text()
    assert done.returncode == 0 and f"{len(rules)}/{len(rules)}" in done.stdout + done.stderr
    assert len(rules) >= 15 and all(f"# ruleid: {rule}\n" in examples and f"# ok: {rule}\n" in examples for rule in rules)
    measured("C36", rules_with_hit_and_miss=len(rules))


def test_our_rules_find_nothing_in_the_product():
    found, files = semgrep("cwc", "cases", "reports")
    assert found == [] and files > 100
    measured("C36", files_scanned=files, findings=0)


@pytest.mark.long
def test_a_planted_fault_is_found(tmp_path):
    (tmp_path / "views.py").write_text("def view(request):\n    return redirect(request.GET['next'])\n")
    assert semgrep(tmp_path)[0] == ["redirect-to-request"]


@pytest.mark.long
def test_bandit_finds_nothing_of_weight():
    """Beside ruff's rules of the same kind, which every push is checked by first."""
    done = run("bandit", "-r", "-q", "-ll", "-f", "json", "cwc", "cases", "reports")
    found = json.loads(done.stdout)["results"]
    accepted = {"B608"}  # statements out of our own table names; values are parameters, ruff's S608 marks each place
    assert [each for each in found if each["test_id"] not in accepted] == []
    measured("C36", bandit_findings=0)


@pytest.mark.long
def test_bandit_finds_a_planted_fault(tmp_path):
    (tmp_path / "x.py").write_text("import subprocess\nsubprocess.run('ls', shell=True)\nexec(input())\n")
    assert run("bandit", "-q", "-f", "json", tmp_path / "x.py").returncode == 1


def test_the_list_of_parts_equals_the_lock():
    lock = ROOT / "requirements/app.txt"
    done = run("cyclonedx-py", "requirements", lock, "--output-format", "JSON")
    parts = json.loads(done.stdout)
    pins = set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", lock.read_text(), re.M))
    assert parts["bomFormat"] == "CycloneDX"
    assert {(each["name"], each["version"]) for each in parts["components"]} == pins
    measured("C36", parts_listed=len(pins))

"""Commands on a database that is not ready say so in one sentence."""
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.either
ROOT = Path(__file__).parent.parent.parent


def run(url, *arguments):
    environment = {"PATH": "/usr/bin:/bin", "CWC_DEBUG": "1", "DATABASE_URL": url}
    return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, text=True,
                          capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("arguments", [
    ["load_codebook", "fixtures/mitaka"], ["import_figures", "fixtures/mitaka/figures-r2.csv"],
    ["build_report", "--fiscal-year", "2021", "--format", "json"], ["undo_import", "1"], ["load_demo"]])
def test_before_migrate(tmp_path, arguments):
    done = run(f"sqlite:///{tmp_path / 'empty.sqlite3'}", *arguments)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "先に python manage.py migrate を実行してください" in done.stderr


def test_without_a_database_server():
    done = run("postgres://nobody@127.0.0.1:1/none", "build_report", "--fiscal-year", "2021", "--format", "json")
    assert done.returncode == 1 and "データベースに接続できません" in done.stderr and "Traceback" not in done.stderr


def test_an_address_that_is_none():
    done = run("foo", "load_demo")
    assert done.returncode == 1 and done.stderr.startswith("CWC: DATABASE_URL must look like")

"""House rules that a reviewer should not have to check by eye."""
import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = [path for folder in ("cwc", "cases", "reports") for path in (ROOT / folder).rglob("*.py")
           if "migrations" not in path.parts]


def imported(path):
    """Names of the modules that a file imports, from its own package's point of view."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] + "." if node.level else ""
            yield above + (node.module or "")


def files(folder):
    return [path for path in SOURCES if path.relative_to(ROOT).as_posix().startswith(folder)]


@pytest.mark.parametrize(("folder", "forbidden"), [
    ("cases/", ("reports", "cwc")), ("reports/", ("cwc",)),
    ("cases/models/", ("cases.views", "cases.forms", "cases.services", "cases.access")),
    ("reports/grid.py", ("django", "cases")), ("reports/rounding.py", ("django", "cases")),
    ("cases/periods.py", ("django",)), ("cases/text.py", ("django",)),
])
def test_imports_run_one_way(folder, forbidden):
    assert files(folder)
    wrong = [f"{path.name}: {name}" for path in files(folder) for name in imported(path)
             if any(name == each or name.startswith(each + ".") for each in forbidden)]
    assert not wrong


def test_no_file_is_longer_than_500_lines():
    assert not [path for path in SOURCES if len(path.read_text().splitlines()) > 500]


def test_every_public_function_and_class_says_what_it_is():
    silent = [f"{path.relative_to(ROOT)}: {node.name}" for path in SOURCES
              for node in ast.parse(path.read_text()).body
              if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
              and not ast.get_docstring(node)]
    assert not silent


TEMPLATES = list((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("pattern", [r"<script(?![^>]*src=)", r"\sstyle=", r"\son\w+=\"", r"\|safe\b", r"autoescape off",
                                     r"https?://(?!www\.w3\.org)"])
def test_templates_keep_the_content_security_policy(pattern):
    wrong = [str(path) for path in TEMPLATES if re.search(pattern, path.read_text())]
    assert not wrong


def test_files_are_chosen_by_one_component():
    assert [path.name for path in TEMPLATES if "multipart/form-data" in path.read_text()] == ["upload_form.html"]


def test_no_file_names_a_registry():
    words = re.compile(r"index-url|find-links")
    tracked = [*SOURCES, *TEMPLATES, *(ROOT / "requirements").iterdir(), *(ROOT / "bin").iterdir()]
    assert not [str(path) for path in tracked if path.is_file() and words.search(path.read_text())]

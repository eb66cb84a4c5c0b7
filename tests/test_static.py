"""The files that pages load: collected under hashed names, Bootstrap's one file out of its package, nothing missing."""
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
NAMED = {name for path in (ROOT / "templates").rglob("*.html")
         for name in re.findall(r"{% static '([^']+)' %}", path.read_text())}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_file_that_a_template_names_exists(name):
    assert finders.find(name)


def test_collecting_hashes_every_name_and_takes_one_bootstrap_file(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "cwc.storage.StaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = {re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", path.relative_to(tmp_path).as_posix())
              for path in tmp_path.rglob("*.*") if re.search(r"\.[0-9a-f]{12}\.\w+$", path.name)}
    assert hashed >= NAMED
    assert len(list((tmp_path / "bootstrap").rglob("*.css"))) == 2

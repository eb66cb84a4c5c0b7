"""C37: unsafe settings do not start, each with its sentence, and the deployment check is clean."""
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.measures import measured

pytestmark = pytest.mark.either

FOLDER = tempfile.TemporaryDirectory(prefix="cwc-start-")
ROOT = Path(__file__).parent.parent.parent
SAFE = {"CWC_SECRET_KEY": "uQ7w-5kZrT2x_mB9vJ4hN8cD1fG6sL3pY0aE-tRq7uWk2X9z", "CWC_ALLOWED_HOSTS": "cwc.example.jp", "CWC_HTTPS": "on",
        "CWC_MFA_ROLES": "supervisor,admin"}
SAFE["CWC_SECRET_KEY"] += "bV5n"


def manage(*arguments, **changes):
    environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": f"sqlite:///{FOLDER.name}/cwc.sqlite3", **SAFE, **changes}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, text=True, capture_output=True, timeout=60, check=False)


def start(**changes):
    """Load the server's entry point, as gunicorn does."""
    return manage("-c", "import cwc.wsgi", **changes)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"CWC_DEBUG": "on"}, "CWC_DEBUG must be off"), ({"CWC_SECRET_KEY": "short"}, "CWC_SECRET_KEY must be at least 50"),
    ({"CWC_SECRET_KEY": "a" * 60}, "CWC_SECRET_KEY must be at least 50"), ({"CWC_ALLOWED_HOSTS": "*"}, "must name the hosts"),
    ({"CWC_MFA_ROLES": ""}, "CWC_MFA_ROLES must name the roles"),
    ({"CWC_HTTPS": "off"}, "CWC_HTTPS must be on"), ({"CWC_ALLOWED_HOSTS": "localhost,*"}, "must name the hosts"),
])
def test_an_unsafe_setting_does_not_start(changes, sentence):
    done = start(**changes)
    assert done.returncode and sentence in done.stderr.splitlines()[-1]
    measured("C37", unsafe_settings_tried=1, started=0)


@pytest.mark.parametrize("changes", [{}, {"CWC_MFA_ROLES": "none"}, {"CWC_ALLOWED_HOSTS": "localhost,127.0.0.1", "CWC_HTTPS": "off", "CWC_SECRET_KEY": "short"}])
def test_safe_ones_and_a_demo_on_this_machine_start(changes):
    done = start(**changes)
    assert done.returncode == 0 and "CWC_" not in done.stderr


def test_the_deployment_check_is_clean():
    done = manage("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    measured("C37", deployment_warnings=0)


def test_the_deployment_check_finds_what_is_wrong():
    assert "cwc.E001" in manage("manage.py", "check", "--deploy", "--fail-level", "WARNING", CWC_HTTPS="off").stderr


def test_cookies_are_bound_to_the_host_behind_tls():
    names = "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"
    code = ("from django.conf import settings as s; print(" + ", ".join(f"s.{name}" for name in names) + ", s.SESSION_COOKIE_SECURE,"
            " s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN)")
    said = manage("-c", code, DJANGO_SETTINGS_MODULE="cwc.settings").stdout
    assert said.split() == ["__Host-session", "__Host-csrf", "True", "True", "True", "Lax", "/", "None"]


LAX = ("from cases import durability as d; d.durability = lambda connection: [d.Setting('fsync', 'off', durable=False)]; ")


def test_a_database_that_may_lose_records_does_not_start_the_server():
    done = manage("-c", LAX + "import cwc.wsgi")
    assert done.returncode and "fsync is off: a power cut may take records" in done.stderr.splitlines()[-1]
    assert manage("-c", LAX + "import cwc.wsgi", CWC_THROWAWAY_DATABASE="1").returncode == 0


def test_a_database_that_is_stopped_is_waited_for():
    done = start(DATABASE_URL="postgres://cwc@127.0.0.1:1/cwc")
    assert done.returncode == 0, done.stderr

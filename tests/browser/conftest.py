"""A real Chromium, Debian's. Without one the tests are skipped, except where CI demands it."""
import os
import threading
import time
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started

CHROMIUM = os.environ.get("CWC_CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session", autouse=True)
def chromium_is_here():
    """Skip with a plain reason, or fail in CI, where the browser tests must run."""
    if Path(CHROMIUM).exists():
        return
    if os.environ.get("CWC_REQUIRE_BROWSER"):
        pytest.fail(f"{CHROMIUM} is missing, and CWC_REQUIRE_BROWSER asks for it")
    pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium, as root in a container too."""
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args():
    """A coordinator's desktop in Japan."""
    return {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", "viewport": {"width": 1280, "height": 900},
            "accept_downloads": True}


@pytest.fixture(scope="session", autouse=True)
def django_beside_the_browser():
    """Playwright's event loop runs in the test's thread; Django must not refuse the database because of it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def answered_before_the_tables_are_emptied(request):
    """Close the page, then wait for the answers that it no longer reads, and only then empty the database.

    An answer that is still being made would write into the tables that the next test believes to be empty.
    """
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # set up before the page, so emptied after it is closed
    going_on = []

    def begin(**kwargs):
        going_on.append(1)

    def end(**kwargs):
        going_on.pop()
    request_started.connect(begin)
    request_finished.connect(end)
    yield
    until = time.monotonic() + 10
    while (going_on or _connected()) and time.monotonic() < until:
        time.sleep(0.01)
    request_started.disconnect(begin)
    request_finished.disconnect(end)
    assert not going_on, "a request is still being answered"


def _connected() -> bool:
    """Whether the server has a thread that reads a request or waits for one: its signal may be about to come."""
    return any("process_request_thread" in each.name for each in threading.enumerate())


@pytest.fixture
def shot(page):
    """Keep a picture of the page on a desktop and on a phone where CWC_SHOTS names a folder; else do nothing."""
    folder = os.environ.get("CWC_SHOTS")

    def take(name: str) -> None:
        for width, height in ((390, 844), (1280, 900)) if folder else ():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    return take

"""Ten people write at once: no lock error, and what was acknowledged is stored once, also when a process is killed."""
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.measures import measured

WRITERS = 10


def save_until_acknowledged(office, form, user):
    """Send the same form until it is saved, as a person presses the button again; the refusals on the way."""
    refused = 0
    for _ in range(40):
        with suppress(OSError):
            answer = office.send("/contacts/new/", form, user)
            if answer.status == 302:
                return refused
            assert answer.status == 503
            refused += 1
        time.sleep(0.2)
    raise AssertionError("never saved")


def write(office, seconds):
    """Ten writers for so long; the acknowledged texts and how often the database refused one."""
    end = time.monotonic() + seconds

    def writer(user):
        texts, refused = [], 0
        while time.monotonic() < end:
            text = f"書き手{user} {uuid.uuid4()}"
            refused += save_until_acknowledged(office, office.contact(text, user), user)
            texts.append(text)
        return texts, refused
    with ThreadPoolExecutor(WRITERS) as people:
        results = list(people.map(writer, range(WRITERS)))
    return [text for texts, _ in results for text in texts], sum(refused for _, refused in results)


def compare(office, acknowledged):
    """(lost, doubled) of the acknowledged texts."""
    stored = office.texts()
    return sum(text not in stored for text in acknowledged), sum(stored.count(text) > 1 for text in acknowledged)


@pytest.mark.parametrize("seconds", [5, pytest.param(60, marks=pytest.mark.long)])
def test_ten_writers_without_a_lock_error(office, seconds):
    acknowledged, refused = write(office, seconds)
    lost, doubled = compare(office, acknowledged)
    assert len(acknowledged) > seconds and (refused, lost, doubled) == (0, 0, 0)
    measured("C25", writers=WRITERS, writing_seconds=seconds, acknowledged=len(acknowledged), lock_errors=refused,
             lost=lost, doubled=doubled)


def test_a_killed_process_loses_and_doubles_nothing(office):
    kills, done = 0, threading.Event()

    def kill():
        nonlocal kills
        while not done.wait(3):  # the next process needs its time to load
            office.kill_a_worker()
            kills += 1
    killer = threading.Thread(target=kill)
    killer.start()
    acknowledged, _ = write(office, 7)
    done.set()
    killer.join()
    assert acknowledged and kills >= 2 and compare(office, acknowledged) == (0, 0)
    measured("C23", kills=kills, acknowledged=len(acknowledged), lost=0, doubled=0)


def test_a_lost_or_doubled_text_would_be_seen(office):
    form = office.contact(f"対照 {uuid.uuid4()}")
    save_until_acknowledged(office, form, 0)
    save_until_acknowledged(office, form | {"form_token": str(uuid.uuid4()), "counterpart": "別の人"}, 0)
    assert compare(office, [form["text"], "保存していない文"]) == (1, 1)

"""Every action that the code writes into the audit has words of the interface."""
import re
from pathlib import Path

import pytest

from cases.audit.words import ACTIONS, RECORDS

CODE = Path(__file__).parents[2] / "cases"
CALL = re.compile(r"(?:audit\.event|events\.record|entries\.event|_event)\(\s*\"([a-z_.]+)\"")
WRITTEN = sorted({action for path in CODE.rglob("*.py") for action in CALL.findall(path.read_text())})


@pytest.mark.parametrize("action", WRITTEN)
def test_an_action_has_words(action):
    noun, _, verb = action.partition(".")
    assert action in ACTIONS or (noun in RECORDS and verb in ("created", "changed", "deleted"))


def test_the_calls_are_found():
    assert {"login.ok", "record.deleted", "whereabouts.opened"} <= set(WRITTEN)

"""Every action that the code writes into the audit has words of the interface."""
import ast
import re
from pathlib import Path

import pytest

from cases.audit.words import ACTIONS, RECORDS

CODE = Path(__file__).parents[2] / "cases"
ACTION = re.compile(r"[a-z_]+(\.[a-z_]+)?")
TREES = [ast.parse(path.read_text()) for path in CODE.rglob("*.py")]


def writers() -> dict[str, int]:
    """Every function that takes an `action`, with the place of that argument in a call of it."""
    places = {}
    for node in (node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        names = [each.arg for each in node.args.args if each.arg != "self"]
        if "action" in names:
            places[node.name] = names.index("action")
    return places


def written() -> set[str]:
    """What these functions are called with, where it stands there as a text."""
    places, found = writers(), set()
    for call in (node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call)):
        place = places.get(getattr(call.func, "attr", getattr(call.func, "id", "")))
        if place is not None and place < len(call.args) and isinstance(call.args[place], ast.Constant):
            found.add(call.args[place].value)
    return {each for each in found if isinstance(each, str) and ACTION.fullmatch(each)}


WRITTEN = sorted(written())


@pytest.mark.parametrize("action", WRITTEN)
def test_an_action_has_words(action):
    noun, _, verb = action.partition(".")
    assert action in ACTIONS or (noun in RECORDS and verb in ("created", "changed", "deleted"))


def test_the_calls_are_found():
    assert {"login.ok", "login.locked", "record.deleted", "whereabouts.opened", "mfa.set", "mfa.recovery_renewed"} <= set(WRITTEN)

"""Every action that the code writes into the audit has words of the interface."""
import ast
import re
from pathlib import Path

import pytest

from cases.audit.words import ACTIONS, RECORDS

pytestmark = pytest.mark.either
CODE = Path(__file__).parents[2] / "cases"
ACTION = re.compile(r"[a-z_]+(\.[a-z_]+)?")


def writers(nodes) -> dict[str, int]:
    """Every function that takes an `action`, with the place of that argument in a call of it."""
    places = {}
    for node in nodes:
        names = [each.arg for each in node.args.args if each.arg != "self"] if isinstance(node, ast.FunctionDef) else []
        if "action" in names:
            places[node.name] = names.index("action")
    return places


@pytest.fixture(scope="module")
def written() -> set[str]:
    """What these functions are called with, where it stands there as a text."""
    nodes = [node for path in CODE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    places, found = writers(nodes), set()
    for call in (node for node in nodes if isinstance(node, ast.Call)):
        place = places.get(getattr(call.func, "attr", getattr(call.func, "id", "")))
        if place is not None and place < len(call.args) and isinstance(call.args[place], ast.Constant):
            found.add(call.args[place].value)
    return {each for each in found if isinstance(each, str) and ACTION.fullmatch(each)}


def has_words(action) -> bool:
    noun, _, verb = action.partition(".")
    return action in ACTIONS or (noun in RECORDS and verb in ("created", "changed", "deleted"))


def test_each_action_has_words(written):
    assert [action for action in sorted(written) if not has_words(action)] == []


def test_an_action_without_words_is_seen():
    assert not has_words("login.unheard_of") and not has_words("nothing.created") and has_words("household.created")


def test_the_calls_are_found(written):
    assert {"login.ok", "login.locked", "record.deleted", "whereabouts.opened", "mfa.set", "mfa.recovery_renewed"} <= written

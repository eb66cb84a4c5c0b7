"""What a row said is known again by a digest that stays: it is stored with every import."""
import datetime
import hashlib
import json

import pytest

from cases.imports import drafts

SAID = {"record_number": "1", "date": datetime.date(2021, 4, 5), "time": datetime.time(9, 44), "minutes": 30, "text": '見本の"記録"\n\\ です。', "next_action_on": None,
        "district": 3, "coordinators": (2, 5), "axis:2": ((3, True), (9, False)), "axis:1": (), "also_cases": ("C-1",)}

pytestmark = pytest.mark.either


@pytest.mark.parametrize("parts", [drafts._PARTS, None])
def test_it_is_that_of_the_content_as_json(monkeypatch, parts):
    monkeypatch.setattr(drafts, "_PARTS", parts)
    text = json.dumps(SAID, sort_keys=True, default=str, ensure_ascii=False)
    assert drafts.fingerprint(SAID) == hashlib.sha256(text.encode()).hexdigest()[:24] == drafts.fingerprint(dict(reversed(SAID.items())))
    assert drafts.fingerprint(SAID | {"minutes": None}) != drafts.fingerprint(SAID)

"""What the tests of accounts look at: hashes computed, and events recorded."""
import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from cases.accounts import events


@pytest.fixture
def hashes(monkeypatch):
    """Every password hash that is computed, as one entry each."""
    computed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode",
                        lambda self, password, salt: computed.append(1) or encode(self, password, salt))
    return computed


@pytest.fixture
def recorded(monkeypatch):
    """The events that were recorded: (action, what came with it)."""
    seen, record = [], events.record
    monkeypatch.setattr(events, "record", lambda action, **given: (seen.append((action, given)), record(action, **given)))
    return seen

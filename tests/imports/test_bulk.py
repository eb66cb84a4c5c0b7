"""What a long import makes stays out of the collector's way, and what a server has frozen stays frozen."""
import gc

import pytest

from cases.imports.bulk import collector_paused


class Collector:
    """gc as far as it is asked: what was called, in order."""

    def __init__(self, frozen: int):
        self.frozen, self.calls = frozen, []
        self.get_freeze_count = lambda: self.frozen
        self.isenabled = lambda: True

    def __getattr__(self, name):
        return lambda: self.calls.append(name)


@pytest.mark.parametrize(("frozen", "calls"), [(0, ["disable", "freeze", "unfreeze", "enable"]), (1, ["disable", "enable"])])
def test_what_was_made_counts_as_old_unless_a_server_has_frozen_something(monkeypatch, frozen, calls):
    collector = Collector(frozen)
    monkeypatch.setattr("cases.imports.bulk.gc", collector)
    with collector_paused():
        assert collector.calls == ["disable"]
    assert collector.calls == calls


def test_it_goes_on_after_a_failure():
    with pytest.raises(RuntimeError), collector_paused():
        raise RuntimeError
    assert gc.isenabled()

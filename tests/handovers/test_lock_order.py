"""A case and what happens to it are locked in one order, the case first: two that change both never wait for each other."""
import re

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, CaseEvent
from cases.services import handovers_to_come
from cases.services.case_events import close_case, withdraw_closing
from cases.services.handovers_to_come import carry_out_due, withdraw_handover
from tests.handovers.sending import DAY, plan

CASE, EVENT = (model._meta.db_table for model in (Case, CaseEvent))


@pytest.fixture
def locked(django_assert_max_num_queries):
    """The tables of the two in the order in which an act takes their rows; on PostgreSQL a row that is read for that is taken, too."""
    def order(act):
        with django_assert_max_num_queries(200) as asked:
            act()
        takes = re.compile(rf'^UPDATE "({CASE}|{EVENT})"|^SELECT .* FROM "({CASE}|{EVENT})" .* FOR NO KEY UPDATE', re.DOTALL)  # noqa: S608 (no input)
        found = [match[1] or match[2] for each in asked.captured_queries if (match := takes.match(each["sql"]))]
        return [*dict.fromkeys(found)]
    return order


@pytest.fixture
def to_come(as_user, coordinator, heir, case):
    plan(as_user(coordinator), case, heir.pk)
    return CaseEvent.objects.get()


needs_locks = pytest.mark.skipif("not __import__('django.db').db.connection.features.has_select_for_update", reason="SQLite has one writer")


@needs_locks
def test_carrying_it_out_takes_the_case_first(to_come, on_the_day, locked):
    on_the_day()
    assert locked(lambda: carry_out_due(DAY)) == [CASE, EVENT] and CaseEvent.objects.get().kind == "handed_over"


def test_carrying_it_out_reads_the_case_anew_before_it_changes_anything(to_come, on_the_day, django_assert_max_num_queries):
    on_the_day()
    with django_assert_max_num_queries(200) as asked:
        carry_out_due(DAY)
    said = [each["sql"] for each in asked.captured_queries]
    reads = next(place for place, each in enumerate(said) if each.startswith("SELECT") and f'FROM "{CASE}"' in each)
    changes = next(place for place, each in enumerate(said) if each.startswith("UPDATE"))
    assert reads < changes and EVENT in said[changes] and ("FOR NO KEY UPDATE" in said[reads]) == connection.features.has_select_for_update


def test_taking_it_back_and_closing_take_the_case_first(to_come, coordinator, case, locked):
    assert locked(lambda: withdraw_handover(event=to_come, version=to_come.version)) == [CASE, EVENT]
    case = Case.objects.get()
    case.closed_on, case.closing_reason = timezone.localdate(), "転居"
    assert locked(lambda: close_case(case=case, version=case.version, note="", by=coordinator))[0] == CASE


@needs_locks
def test_taking_a_closing_back_takes_the_case_first(coordinator, case, locked):
    case.closed_on, case.closing_reason = timezone.localdate(), "転居"
    close_case(case=case, version=case.version, note="", by=coordinator)
    event = CaseEvent.objects.get()
    assert locked(lambda: withdraw_closing(event=event, version=event.version, why="取り違え", by=coordinator)) == [CASE, EVENT]


def test_what_somebody_did_while_it_waited_for_the_case_is_left_as_it_is(to_come, on_the_day, monkeypatch):
    on_the_day()
    locks = handovers_to_come._locked

    def late(case):
        monkeypatch.setattr(handovers_to_come, "_locked", locks)
        withdraw_handover(event=CaseEvent.objects.get(), version=to_come.version)
        return locks(case)
    monkeypatch.setattr(handovers_to_come, "_locked", late)
    assert carry_out_due(DAY) == 0 and CaseEvent.objects.get().is_withdrawn and Case.objects.get().coordinator == to_come.from_user

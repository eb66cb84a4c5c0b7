"""A closing that was a mistake is taken back: the case is open as if it had not been closed, and what was done is kept."""
import pytest

from cases.course import continued
from cases.models import AuditEntry, Case, CaseEvent
from tests.cases.test_course import CLOSING, REOPENING, case, send, told  # noqa: F401 (fixture)

pytestmark = pytest.mark.either
WHY = {"why": "別のケースと間違えた"}


def withdraw(client, event, **typed):
    event.refresh_from_db()
    return client.post(f"/case-events/{event.pk}/withdraw/", {"version": event.version} | typed)


@pytest.fixture
def closed(as_user, coordinator, case):  # noqa: F811
    send(as_user(coordinator), case, "close", **CLOSING)
    return CaseEvent.objects.get()


def test_the_case_is_open_without_a_reopening_and_the_reason_is_kept(as_user, coordinator, case, closed):  # noqa: F811
    client = as_user(coordinator)
    for page in (f"/case-events/{closed.pk}/edit/", f"/cases/{case.pk}/close/"):
        assert f'href="/case-events/{closed.pk}/withdraw/"' in client.get(page).content.decode()
    assert withdraw(client, closed, **WHY).status_code == 302
    case.refresh_from_db()
    assert (case.closed_on, case.closing_reason) == (None, "")
    lines, page = told(client, case)
    assert lines == [("2021-04-05", "開始")] and "取り消した記録 1件" in page
    assert continued(Case.objects.all(), 2022).exists() and not CaseEvent.objects.filter(kind="reopened").exists()
    assert AuditEntry.objects.get(action="closing.withdrawn").purpose == WHY["why"]
    assert WHY["why"] in client.get(f"/case-events/{closed.pk}/history/").content.decode()
    assert "この終結は取り消されています" in client.get(f"/case-events/{closed.pk}/edit/").content.decode()
    assert send(client, case, "close", **CLOSING).status_code == 302 and CaseEvent.objects.standing().count() == 1


def test_the_reason_of_the_closing_before_is_there_again(as_user, coordinator, case, closed):  # noqa: F811
    client = as_user(coordinator)
    send(client, case, "reopen", **REOPENING)
    send(client, case, "close", **CLOSING | {"closed_on": "R3.7.1", "closing_reason": "死亡"})
    withdraw(client, CaseEvent.objects.last(), **WHY)
    assert (Case.objects.get().closed_on, Case.objects.get().closing_reason) == (None, "転出")


def test_a_reason_is_needed(as_user, coordinator, closed):
    answer = withdraw(as_user(coordinator), closed, why=" ")
    assert answer.status_code == 422 and "取消しの理由を入力してください" in answer.content.decode() and Case.objects.get().closed_on


def test_only_the_last_event_is_taken_back(as_user, coordinator, case, closed):  # noqa: F811
    client = as_user(coordinator)
    send(client, case, "reopen", **REOPENING)
    for event in CaseEvent.objects.all():
        assert "取り消せません" in client.get(f"/case-events/{event.pk}/withdraw/").content.decode()
        assert "/withdraw/" not in client.get(f"/case-events/{event.pk}/edit/").content.decode()
        answer = withdraw(client, event, **WHY)
        assert answer.status_code == 422 and WHY["why"] in answer.content.decode()
    assert not CaseEvent.objects.filter(is_withdrawn=True).exists()

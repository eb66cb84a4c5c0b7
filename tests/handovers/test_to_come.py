"""担当の引き継ぎ entered ahead of its day: 予定 until then, carried out on it by itself, changed and taken back before."""
import datetime

import pytest
from django.db import OperationalError

from cases import new_day
from cases.handover import pack_of
from cases.models import Assignment, AuditEntry, Case, CaseEvent
from cases.periods import format_date
from cases.services import handovers_to_come
from cases.services.handovers_to_come import carry_out_due
from tests.factories import log_contact
from tests.handovers.sending import DAY, TODAY, TYPED, plan


def elsewhere(small, user):
    return f"{user.pk}-{small.districts['renjaku'].pk}"


def test_until_its_day_it_is_told_as_to_come_and_nothing_has_changed(as_user, coordinator, other_coordinator, small, case):
    client = as_user(coordinator)
    answer = plan(client, case, elsewhere(small, other_coordinator))
    assert answer.status_code == 302 and answer["Location"] == f"/cases/{case.pk}/"
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert f"{TYPED}の引き継ぎの予定を保存しました" in page and "担当の引き継ぎ（予定）" in page and "大きな声を避ける" in page
    assert f"{TYPED}から{other_coordinator.name}（予定）" in page and "（担当地区も連雀に変わります）" in page
    case.refresh_from_db()
    assert (case.coordinator, case.district) == (coordinator, small.districts["osawa"])
    assert as_user(other_coordinator).get(f"/cases/{case.pk}/").status_code == 404
    assert [each.note for each in pack_of(coordinator, district=None, coordinator=coordinator, contacts=3).handed] == ["訪問の約束"]


def test_on_its_day_the_first_request_hands_the_case_over_with_its_access(as_user, coordinator, other_coordinator, small, case, on_the_day):
    log_contact(small, coordinator, case=case)
    plan(as_user(coordinator), case, elsewhere(small, other_coordinator))
    on_the_day(DAY - datetime.timedelta(1))
    assert as_user(other_coordinator).get(f"/cases/{case.pk}/").status_code == 404
    on_the_day()
    page = as_user(other_coordinator).get(f"/cases/{case.pk}/")
    assert page.status_code == 200 and "（予定）" not in page.content.decode() and "<dd>大沢 → 連雀</dd>" in page.content.decode()
    assert [each.number for each in as_user(other_coordinator).get("/cases/").context["page"]] == ["C-1"]
    assert as_user(coordinator).get(f"/cases/{case.pk}/").status_code == 404
    case.refresh_from_db()
    event = CaseEvent.objects.get()
    assert (case.coordinator, case.district) == (other_coordinator, small.districts["renjaku"])
    assert (event.kind, event.date, event.from_user, event.to_user, event.watch) == ("handed_over", DAY, coordinator, other_coordinator, "大きな声を避ける")


def test_days_later_it_is_dated_its_day_and_done_once_in_the_name_of_who_entered_it(as_user, coordinator, heir, case, on_the_day):
    plan(as_user(coordinator), case, heir.pk)
    later = DAY + datetime.timedelta(3)
    on_the_day(later)
    assert (carry_out_due(later), carry_out_due(later)) == (1, 0)
    assert CaseEvent.objects.get().date == DAY and Case.objects.get().coordinator == heir
    told = AuditEntry.objects.filter(action__in=("handover.begun", "case.changed", "caseevent.changed"))
    assert {each.user_id for each in told} == {coordinator.pk} and {each.action for each in told} >= {"handover.begun", "case.changed"}


def test_two_processes_that_see_the_day_come_do_it_once(as_user, coordinator, heir, case, on_the_day, monkeypatch):
    plan(as_user(coordinator), case, heir.pk)
    on_the_day()
    seen, other = CaseEvent.objects.select_related("case").get(), handovers_to_come.may_take

    def meanwhile(event, day):
        monkeypatch.setattr(handovers_to_come, "may_take", other)
        assert handovers_to_come._carry_out(seen, day)
        return True
    monkeypatch.setattr(handovers_to_come, "may_take", meanwhile)
    assert carry_out_due(DAY) == 0 and CaseEvent.objects.count() == 1 and Case.objects.get().coordinator == heir


def test_who_begins_in_the_district_on_that_day_may_be_chosen_for_it(as_user, coordinator, heir, case, on_the_day):
    Assignment.objects.filter(user=heir).update(starts_on=DAY)
    client = as_user(coordinator)
    assert f"{heir.name}（{TYPED}から）" in client.get(f"/cases/{case.pk}/handover/").content.decode()
    early = plan(client, case, heir.pk, handed_on=format_date(DAY - datetime.timedelta(1)))
    assert early.status_code == 422 and "大沢を担当していません" in early.content.decode() and "訪問の約束" in early.content.decode()
    assert plan(client, case, heir.pk, handed_on=format_date(TODAY)).status_code == 422 and not CaseEvent.objects.exists()
    assert plan(client, case, heir.pk).status_code == 302
    on_the_day()
    client.get("/")
    assert Case.objects.get().coordinator == heir


def test_who_moves_may_take_the_case_along(as_user, coordinator, small, case, on_the_day):
    Assignment.objects.filter(user=coordinator).update(ends_on=DAY - datetime.timedelta(1))
    Assignment.objects.create(user=coordinator, district=small.districts["renjaku"], starts_on=DAY)
    assert plan(as_user(coordinator), case, elsewhere(small, coordinator)).status_code == 302
    on_the_day()
    as_user(coordinator).get("/")
    assert (Case.objects.get().coordinator, Case.objects.get().district) == (coordinator, small.districts["renjaku"])


def test_it_is_changed_and_taken_back_before_its_day(as_user, coordinator, heir, other_coordinator, small, case, on_the_day):
    client = as_user(coordinator)
    plan(client, case, heir.pk)
    page = client.get(f"/cases/{case.pk}/handover/")
    assert (page.context["form"]["coordinator"].value(), page.context["form"]["handed_on"].value()) == (str(heir.pk), DAY) and "引き継ぐ予定があります" in page.content.decode()
    plan(client, case, elsewhere(small, other_coordinator), note="直した申し送り")
    event = CaseEvent.objects.get()
    assert (event.to_user, event.to_district, event.note, event.version) == (other_coordinator, small.districts["renjaku"], "直した申し送り", 2)
    assert client.post(f"/case-events/{event.pk}/withdraw/", {"version": 1}).status_code == 409
    answer = client.post(f"/case-events/{event.pk}/withdraw/", {"version": 2}, follow=True)
    assert "引き継ぎの予定を取り消しました" in answer.content.decode() and "直した申し送り" not in answer.content.decode()
    assert client.post(f"/case-events/{event.pk}/withdraw/", {"version": 3}).status_code == 422
    on_the_day()
    client.get("/")
    assert Case.objects.get().coordinator == coordinator
    assert plan(client, case, heir.pk, handed_on=format_date(DAY + datetime.timedelta(9))).status_code == 302 and CaseEvent.objects.count() == 2


@pytest.mark.parametrize(("has_one", "words"), [(True, "今の担当者が、これからも受け持ちます。"), (False, "担当者は、決まらないままです。")])
def test_taking_it_back_says_who_works_on_the_case_then(as_user, coordinator, heir, case, has_one, words):
    Case.objects.update(coordinator=coordinator if has_one else None)
    client = as_user(coordinator)
    plan(client, case, heir.pk)
    event = CaseEvent.objects.get()
    client.get("/")  # has read that it was saved
    said = [client.get(f"/case-events/{event.pk}/withdraw/"), client.post(f"/case-events/{event.pk}/withdraw/", {"version": 1}, follow=True)]
    assert all(words in each.content.decode() for each in said)
    assert has_one or not any("今の担当者" in each.content.decode() for each in said)


def test_a_page_opened_before_somebody_else_entered_one_is_a_conflict(as_user, coordinator, heir, case):
    client, opened = as_user(coordinator), case.version
    plan(client, case, heir.pk)
    assert plan(client, case, heir.pk, version=opened, note="二つ目").status_code == 409
    assert CaseEvent.objects.get().note == "訪問の約束"


def test_one_that_is_to_be_today_after_all_is_done_at_once(as_user, coordinator, heir, case):
    plan(as_user(coordinator), case, heir.pk)
    plan(as_user(coordinator), case, heir.pk, handed_on=format_date(TODAY))
    event = CaseEvent.objects.get()
    assert (event.kind, event.date, Case.objects.get().coordinator) == ("handed_over", TODAY, heir)


def test_who_cannot_take_it_on_the_day_is_told_on_its_page_and_it_is_tried_again(as_user, coordinator, heir, case, on_the_day):
    client = as_user(coordinator)
    plan(client, case, heir.pk)
    Assignment.objects.filter(user=heir).update(ends_on=DAY - datetime.timedelta(1))
    on_the_day()
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "まだ引き継いでいません" in page and Case.objects.get().coordinator == coordinator
    Assignment.objects.filter(user=heir).update(ends_on=None)
    on_the_day(DAY + datetime.timedelta(1))
    assert "まだ引き継いでいません" not in client.get(f"/cases/{case.pk}/").content.decode() and Case.objects.get().coordinator == heir


def test_a_restricted_case_goes_to_who_is_named_only(as_user, coordinator, heir, case, on_the_day):
    plan(as_user(coordinator), case, heir.pk)
    Case.objects.update(is_restricted=True)
    case.named.set([coordinator])
    on_the_day()
    assert carry_out_due(DAY) == 0
    case.named.add(heir)
    assert carry_out_due(DAY) == 1


def test_one_that_was_handed_over_by_hand_meanwhile_is_taken_back(as_user, coordinator, heir, case, on_the_day):
    plan(as_user(coordinator), case, heir.pk)
    Case.objects.update(coordinator=heir)
    on_the_day()
    assert carry_out_due(DAY) == 0 and CaseEvent.objects.get().is_withdrawn and CaseEvent.objects.get().kind == "to_hand_over"


def test_trouble_with_the_database_keeps_nobody_out_and_is_tried_again(as_user, coordinator, heir, case, on_the_day, monkeypatch):
    client = as_user(coordinator)
    plan(client, case, heir.pk)
    on_the_day()
    with monkeypatch.context() as broken:
        broken.setattr(new_day, "carry_out_due", lambda today: (_ for _ in ()).throw(OperationalError("locked")))
        assert client.get(f"/cases/{case.pk}/").status_code == 200 and Case.objects.get().coordinator == coordinator
    client.get("/")
    assert Case.objects.get().coordinator == heir


def test_looking_costs_one_question_a_day(as_user, coordinator, on_the_day, django_assert_num_queries):
    new_day.looked(None)
    with django_assert_num_queries(1):
        new_day.look()
    with django_assert_num_queries(0):
        new_day.look()


def test_both_coordinators_read_it_on_their_first_page(as_user, coordinator, heir, supervisor, case):
    plan(as_user(coordinator), case, heir.pk)
    for user in (coordinator, heir):
        page = as_user(user).get("/").content.decode()
        assert "担当の引き継ぎの予定" in page and f"{coordinator.name} → {heir.name}" in page and f'href="/cases/{case.pk}/' in page
    assert "担当の引き継ぎの予定" not in as_user(supervisor).get("/").content.decode()


def test_who_will_be_given_a_case_out_of_sight_is_told_a_number_and_the_day(as_user, coordinator, other_coordinator, small, case):
    plan(as_user(coordinator), case, elsewhere(small, other_coordinator))
    as_user(coordinator).get("/")  # who entered it reads that it was saved
    Assignment.objects.filter(user=other_coordinator).update(starts_on=DAY)
    page = as_user(other_coordinator).get("/").content.decode()
    assert "ほかの地区から1件のケースを引き継ぐ予定です" in page and TYPED in page and case.title not in page and f"/cases/{case.pk}/" not in page
    Case.objects.update(is_restricted=True)
    assert "引き継ぐ予定" not in as_user(other_coordinator).get("/").content.decode()
    case.named.add(other_coordinator)
    assert "ほかの地区から1件" in as_user(other_coordinator).get("/").content.decode()


def test_on_its_day_the_first_page_has_it_no_more(as_user, coordinator, heir, case, on_the_day):
    plan(as_user(coordinator), case, heir.pk)
    on_the_day()
    assert "担当の引き継ぎの予定" not in as_user(heir).get("/").content.decode()


def test_the_queries_of_the_first_page_do_not_grow(as_user, coordinator, heir, small, case, django_assert_max_num_queries):
    plan(as_user(coordinator), case, heir.pk)
    with django_assert_max_num_queries(60) as few:
        as_user(heir).get("/")
    for number in range(2, 6):
        more = Case.objects.create(number=f"C-{number}", title="見本", subject="place", coordinator=coordinator, district=small.districts["osawa"], opened_on="2021-04-05")
        more.events.create(kind="to_hand_over", date=DAY, from_user=coordinator, to_user=heir)
    with django_assert_max_num_queries(len(few)):
        assert len(as_user(heir).get("/").context["moves"]) == 5

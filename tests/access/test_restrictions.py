"""A restricted record (制限付き): found by nobody but the named, decided by supervisors and the named, audited."""
import pytest
from django.utils import timezone

from cases import access
from cases.models import AuditEntry, Case, Household, Member, User
from cases.services.restrictions import restrict, shut_out
from tests.factories import log_contact, make_user

REASON = "職員の親族のため"


@pytest.fixture
def household(small, coordinator):
    """A household of 大沢 with a mother and a case with a contact."""
    found = Household.objects.create(number="S-1", name="見本家", district=small.districts["osawa"])
    Member.objects.create(household=found, family_name="見本", relation="母")
    case = Case.objects.create(number="C-1", title="見守り", household=found, district=small.districts["osawa"],
                               opened_on="2021-04-01")
    log_contact(small, coordinator, "topic:meal", case=case, text="見本の本文")
    return found


@pytest.fixture
def colleague(small):
    """Another coordinator of 大沢."""
    return make_user("coordinator", "hayashi", small.districts["osawa"])


def close(record, *named, by):
    restrict(record=record, named=named, reason=REASON, version=record.version, by=by)


def sent(client, url, record, *named, **more):
    return client.post(url, {"named": [each.pk for each in named], "reason": REASON, "version": record.version} | more)


def test_a_supervisor_names_who_may_see_it_and_is_always_among_them(as_user, supervisor, colleague, household):
    assert sent(as_user(supervisor), f"/households/{household.pk}/restriction/", household, colleague).status_code == 302
    household.refresh_from_db()
    assert household.is_restricted and household.restriction_reason == REASON
    assert {*household.named.all()} == {supervisor, colleague}
    entry = AuditEntry.objects.get(action="restriction.set")
    assert entry.purpose == REASON and entry.user_id == supervisor.pk


def test_a_reason_is_needed(as_user, supervisor, household):
    answer = as_user(supervisor).post(f"/households/{household.pk}/restriction/", {"version": 1, "reason": " "})
    household.refresh_from_db()
    assert answer.status_code == 422 and not household.is_restricted


def test_a_version_that_is_no_longer_the_stored_one_changes_nothing_and_keeps_the_reason(as_user, supervisor, household):
    answer = sent(as_user(supervisor), f"/households/{household.pk}/restriction/", household, version=9)
    household.refresh_from_db()
    assert answer.status_code == 409 and REASON in answer.content.decode() and not household.is_restricted


def test_a_coordinator_restricts_nothing_that_is_open(as_user, coordinator, household):
    client = as_user(coordinator)
    assert client.get(f"/households/{household.pk}/restriction/").status_code == 403
    assert sent(client, f"/households/{household.pk}/restriction/", household).status_code == 403
    assert "閲覧の制限" not in client.get(f"/households/{household.pk}/").content.decode()


def test_a_restricted_household_hides_its_cases_members_and_contacts(as_user, supervisor, coordinator, household):
    close(household, by=supervisor)
    assert not access.visible_cases(coordinator).exists() and not access.visible_members(coordinator).exists()
    assert not access.visible_contacts(coordinator).exists()
    assert access.visible_contacts(supervisor).count() == 1


def test_a_restricted_case_leaves_its_household_in_sight(as_user, supervisor, coordinator, household):
    close(household.cases.get(), by=supervisor)
    page = as_user(coordinator).get(f"/households/{household.pk}/").content.decode()
    assert "見本家" in page and "見守り" not in page and "見本の本文" not in page and "制限付き" not in page


def test_a_restricted_member_is_one_line(as_user, supervisor, coordinator, household):
    Member.objects.create(household=household, family_name="隠れ", relation="娘")
    close(Member.objects.get(family_name="隠れ"), by=supervisor)
    page = as_user(coordinator).get(f"/households/{household.pk}/").content.decode()
    assert "制限付きの世帯員 1名" in page and "隠れ" not in page and "見本" in page


def test_a_supervisor_who_is_not_named_sees_nothing(as_user, small, supervisor, household):
    close(household, by=supervisor)
    other = make_user("supervisor", "other-supervisor", small.districts["osawa"])
    assert as_user(other).get(f"/households/{household.pk}/restriction/").status_code == 404


def test_the_named_see_an_unmistakable_mark_with_who_else_sees_it(as_user, supervisor, colleague, household):
    close(household, colleague, by=supervisor)
    for url in (f"/households/{household.pk}/", f"/cases/{household.cases.get().pk}/"):
        page = as_user(colleague).get(url).content.decode()
        assert "mark is-restricted" in page and supervisor.name in page


def test_the_named_open_it_again(as_user, supervisor, colleague, coordinator, household):
    close(household, colleague, by=supervisor)
    assert sent(as_user(colleague), f"/households/{household.pk}/restriction/", household, lift="1").status_code == 302
    assert access.visible_households(coordinator).get() == household and not household.named.exists()
    assert AuditEntry.objects.get(action="restriction.lifted").user_id == colleague.pk


def test_only_who_could_work_with_it_can_be_named(as_user, supervisor, other_coordinator, household):
    answer = sent(as_user(supervisor), f"/households/{household.pk}/restriction/", household, other_coordinator)
    assert answer.status_code == 422 and "選べない利用者" in answer.content.decode()


def test_being_named_does_not_outlast_the_assignment(supervisor, colleague, household):
    close(household, colleague, by=supervisor)
    colleague.assignments.update(ends_on="2021-01-01")
    assert not access.visible_households(colleague).exists()


def test_it_stands_in_every_statistic_and_the_drill_down_closes_the_sum(as_user, supervisor, coordinator, household):
    close(household, by=supervisor)
    page = as_user(coordinator).get("/reports/2021/figures/?axis=topic").content.decode()
    assert "：1件" in page and "制限付き 1件。数には含まれています。" in page and "担当地区の外 " not in page


@pytest.fixture
def orphan(household, supervisor):
    """A restricted household whose only named user left."""
    close(household, by=supervisor)
    User.objects.filter(pk=supervisor.pk).update(is_active=False)
    return household


def handed(client, number, to):
    return client.post("/settings/restrictions/", {"kind": "household", "number": number, "to": to.pk, "reason": REASON})


def test_an_admin_hands_over_what_nobody_sees_any_more_without_seeing_it(as_user, admin, colleague, orphan):
    client = as_user(admin)
    page = client.get("/settings/restrictions/").content.decode()
    assert "<dd>1件</dd>" in page and "見本家" not in page and orphan.number not in page
    assert handed(client, "S-1", colleague).status_code == 302
    assert access.visible_households(colleague).get() == orphan and client.get("/households/1/").status_code == 404
    assert AuditEntry.objects.get(action="restriction.handed_over").user_id == admin.pk


@pytest.mark.parametrize("number", ["S-1", "S-404"])
def test_a_record_in_good_hands_answers_like_no_record(as_user, admin, supervisor, colleague, household, number):
    close(household, by=supervisor)
    answer = handed(as_user(admin), number, colleague)
    assert answer.status_code == 422 and "引き継ぎが必要な記録がない" in answer.content.decode()
    assert {*household.named.all()} == {supervisor}


def test_a_household_with_a_restricted_case_is_refused_without_a_word_of_it(as_user, supervisor, coordinator, household):
    case = household.cases.get()
    close(case, supervisor, by=supervisor)
    answer = as_user(coordinator).post(f"/households/{household.pk}/delete/", {"reason": "重複", "version": household.version})
    page = answer.content.decode()
    assert answer.status_code == 409 and "ほかの記録" in page and "この世帯のケース" not in page


@pytest.mark.parametrize("what", ["household", "case"])
def test_who_works_on_it_and_is_not_named_is_told_of_once_it_is_stored(as_user, supervisor, coordinator, colleague, household, what):
    Case.objects.update(coordinator=coordinator)
    record = household if what == "household" else Case.objects.get()
    def warned(*named):
        record.refresh_from_db()
        answer = as_user(supervisor).post(f"/{what}s/{record.pk}/restriction/", {"named": [each.pk for each in named], "reason": REASON, "version": record.version}, follow=True)
        return [str(each) for each in answer.context["messages"] if each.level_tag == "warning"]
    assert warned(colleague) == [f"担当している{coordinator.name}は、この制限のため、ケースを見られません。見られる人に加えるか、担当を引き継いでください。"]
    assert warned(colleague, coordinator) == []
    Case.objects.update(closed_on="2021-05-01")
    assert warned(colleague) == []


def test_of_a_case_that_is_closed_to_the_one_who_restricts_the_household_nothing_is_told(as_user, supervisor, coordinator, colleague, household):
    other = make_user("supervisor", "other-one", *supervisor.districts_on("2021-05-01"))
    Case.objects.update(coordinator=coordinator)
    close(Case.objects.get(), other, by=other)
    assert shut_out(household, supervisor, timezone.localdate()) == []

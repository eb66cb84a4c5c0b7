"""支援会議 and 重層的支援会議 are two things: the one needs no consent, the other does; both are seen by who sees all their cases."""
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Case, Conference, Resource, Task
from cases.services.deletion import Refused, delete_record

NO_ROWS = {"tasks-TOTAL_FORMS": 0, "tasks-INITIAL_FORMS": 0}
MEETING = {"kind": "support", "date": "R3.6.1", "case_numbers": "C-1", "decisions": "訪問を増やす"} | NO_ROWS
CONSENT = {"kind": "multilayered", "consent_on": "R3.5.20", "consent_method": "written"}


@pytest.fixture
def cases(small):
    return [Case.objects.create(number=f"C-{n}", title=f"見本{n}", subject="place", district=small.districts[code], opened_on="2021-04-05")
            for n, code in ((1, "osawa"), (2, "osawa"), (3, "renjaku"))]


def held(*cases, **fields):
    conference = Conference.objects.create(**{"kind": "support", "date": "2021-06-01"} | fields)
    conference.cases.set(cases)
    return conference


def test_a_meeting_is_written_from_the_case_with_who_took_part_and_what_comes_next(as_user, coordinator, cases):
    agency, client = Resource.objects.create(code="R-1", name="見本包括"), as_user(coordinator)
    form = client.get(f"/conferences/new/?case={cases[0].pk}").context["form"]
    assert form["case_numbers"].value() == "C-1" and form["people"].value() == [coordinator.pk]
    client.post("/conferences/new/", MEETING | {"case_numbers": "C-1、C-2", "people": [coordinator.pk], "agencies": [agency.pk], "others": "長女",
                                                "tasks-TOTAL_FORMS": 1, "tasks-0-who": "包括", "tasks-0-what": "介護の申請", "tasks-0-until": "R3.6.10"})
    conference = Conference.objects.get()
    assert list(conference.cases.order_by("pk")) == cases[:2] and Task.objects.get().conference == conference
    page = client.get(f"/conferences/{conference.pk}/").content.decode()
    for words in ("見本包括", "長女", "訪問を増やす", "介護の申請", "守秘義務", "C-2 見本2"):
        assert words in page
    assert [each.what for each in client.get("/").context["tasks"]] == ["介護の申請"]
    assert "訪問を増やす" in client.get(f"/cases/{cases[1].pk}/").content.decode()


@pytest.mark.either
@pytest.mark.parametrize("typed", ["C2", "Ｃ２", "ｃー２", "c‐2、C1", "Ｃ2 C-1"])
def test_a_number_is_read_in_full_width_and_without_its_hyphen_too(as_user, coordinator, cases, typed):
    as_user(coordinator).post("/conferences/new/", MEETING | {"case_numbers": typed})
    assert set(Conference.objects.get().cases.all()) == ({cases[1]} if "1" not in typed else set(cases[:2]))


def test_a_number_that_may_be_of_two_cases_is_not_guessed(as_user, coordinator, cases):
    for number in ("D-1-2", "D-12"):
        Case.objects.create(number=number, title="x", subject="place", district=cases[0].district, opened_on="2021-04-05")
    answer = as_user(coordinator).post("/conferences/new/", MEETING | {"case_numbers": "d12"})
    assert "見つからないケース番号があります：d12" in answer.content.decode() and not Conference.objects.exists()
    as_user(coordinator).post("/conferences/new/", MEETING | {"case_numbers": "D12", "date": "R3.6.1"})
    assert not Conference.objects.exists()


@pytest.mark.either
@pytest.mark.parametrize(("change", "field"), [
    ({"kind": "multilayered"}, "consent_on"), ({"kind": "multilayered", "consent_on": "R3.5.20"}, "consent_method"),
    (CONSENT | {"kind": "support"}, "consent_on"), ({"kind": ""}, "kind"), ({"case_numbers": "C-1 C-3"}, "case_numbers"),
    (CONSENT | {"consent_on": "R99.1.1"}, "consent_on"), ({"case_numbers": ""}, "case_numbers"), ({"date": "R99.1.1"}, "date")])
def test_what_cannot_be_is_refused_and_the_text_kept(as_user, coordinator, cases, change, field):
    answer = as_user(coordinator).post("/conferences/new/", MEETING | change)
    assert answer.status_code == 422 and field in answer.context["form"].errors and "訪問を増やす" in answer.content.decode()
    assert not Conference.objects.exists()


def test_the_other_kind_keeps_its_consent(as_user, coordinator, cases):
    client = as_user(coordinator)
    client.post("/conferences/new/", MEETING | CONSENT)
    page = client.get(f"/conferences/{Conference.objects.get().pk}/").content.decode()
    assert "令和3年5月20日（木）（書面）" in page and "守秘義務" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"kind": "multilayered"}, {"kind": "support", "consent_on": "2021-05-01", "consent_method": "oral"}])
def test_the_database_tells_the_two_apart(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Conference.objects.create(date="2021-06-01", **fields)


def test_only_who_sees_all_its_cases_sees_it(as_user, coordinator, other_coordinator, supervisor, cases):
    both = held(cases[0], cases[2])
    assert [as_user(user).get(f"/conferences/{both.pk}/").status_code for user in (coordinator, other_coordinator, supervisor)] == [404, 404, 200]
    Case.objects.filter(pk=cases[0].pk).update(is_restricted=True)
    assert as_user(supervisor).get(f"/conferences/{both.pk}/").status_code == 404
    assert as_user(supervisor).get("/conferences/?fiscal_year=2021").context["page"].paginator.count == 0


def test_they_are_counted_by_year_and_kind(as_user, coordinator, cases):
    for date in ("2021-04-01", "2022-03-31", "2022-04-01"):
        held(cases[0], date=date)
    held(cases[0], kind="multilayered", consent_on="2021-05-01", consent_method="oral")
    context = as_user(coordinator).get("/conferences/?fiscal_year=2021").context
    counts = dict(context["years"])
    assert (counts[2021], counts[2022], context["page"].paginator.count) == ([2, 1], [1, 0], 3)


@pytest.mark.either
def test_the_numbers_are_the_same_for_every_reader_and_name_nothing(as_user, coordinator, other_coordinator, supervisor, cases):
    Case.objects.filter(pk=cases[1].pk).update(is_restricted=True, title="秘密")
    gone = Case.objects.create(number="C-9", title="x", subject="place", district=cases[0].district, opened_on="2021-04-05", deleted_at=timezone.now())
    for some in (cases[:1], cases[:2], cases[1:2], cases[2:], [gone]):
        held(*some, decisions="秘密" if cases[1] in some else "")
    held(cases[0], is_withdrawn=True)
    for user, seen in ((coordinator, 1), (other_coordinator, 1), (supervisor, 2)):
        page = as_user(user).get("/conferences/?fiscal_year=2021")
        assert (dict(page.context["years"])[2021], page.context["page"].paginator.count, page.context["unseen"]) == ([4, 0], seen, 4 - seen)
        assert f"ほか{4 - seen}件は" in page.content.decode() and "秘密" not in page.content.decode()


@pytest.mark.either
def test_a_case_is_not_deleted_from_under_a_meeting_about_others_too(coordinator, cases):
    held(*cases[:2])
    with pytest.raises(Refused):
        delete_record(record=cases[0], version=1, reason="二重", by=coordinator)


@pytest.mark.either
def test_who_took_part_is_in_the_history(as_user, coordinator, cases):
    conference, client = held(cases[0]), as_user(coordinator)
    client.post(f"/conferences/{conference.pk}/edit/", MEETING | {"case_numbers": "C-1 C-2", "people": [coordinator.pk], "version": 1})
    page = client.get(f"/conferences/{conference.pk}/history/").content.decode()
    assert "参加した職員" in page and coordinator.name in page and "話し合うケース" in page and "C-2" in page


def test_the_list_takes_the_same_queries_however_long_it_is(as_user, coordinator, cases, django_assert_max_num_queries):
    client = as_user(coordinator)
    held(cases[0])
    with django_assert_max_num_queries(20) as few:
        client.get("/conferences/?fiscal_year=2021")
    for _ in range(8):
        held(*cases[:2]).agencies.add(Resource.objects.get_or_create(code="R-1", name="見本")[0])
    with django_assert_max_num_queries(len(few)):
        client.get("/conferences/?fiscal_year=2021")

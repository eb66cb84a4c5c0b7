"""Users for the admin: roles, districts from day to day, nobody's change lost, and nobody locked out."""
import datetime
import uuid

import pytest
from django.contrib.auth import authenticate
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.models import Assignment, AuditEntry, District, User
from tests.factories import PASSWORD, make_user

NEW, LIST = "/settings/users/new/", "/settings/users/"


def rows(*assignments, initial=0):
    data = {"assignments-TOTAL_FORMS": len(assignments), "assignments-INITIAL_FORMS": initial}
    for place, row in enumerate(assignments):
        data |= {f"assignments-{place}-{name}": value for name, value in row.items()}
    return data


def person(**change):
    return {"name": "見本 新", "username": "arata", "role": "coordinator", "is_active": "on",
            "form_token": str(uuid.uuid4())} | change


def test_a_user_is_saved_with_several_districts(as_user, admin, small):
    osawa, renjaku = small.districts.values()
    response = as_user(admin).post(NEW, person() | rows(
        {"district": osawa.pk, "starts_on": "R3.4.1", "ends_on": "R4.3.31"},
        {"district": renjaku.pk, "starts_on": "R4.4.1"}))
    user = User.objects.get(username="arata")
    assert response.url == f"{LIST}{user.pk}/" and not user.has_usable_password()
    assert list(user.assignments.values_list("district__code", "ends_on")) == [
        ("osawa", datetime.date(2022, 3, 31)), ("renjaku", None)]


def test_a_user_may_have_no_district(as_user, admin, small):
    assert as_user(admin).post(NEW, person() | rows()).status_code == 302


def test_who_works_in_no_district_logs_under_none_from_today_on(as_user, admin, small):
    client = as_user(admin)
    client.post(NEW, person(without_district="on", role="supervisor") | rows())
    user = User.objects.get(username="arata")
    page = as_user(user).get("/contacts/new/")
    assert [each.name for each in page.context["form"].fields["district"].queryset] == ["地区なし"]
    assert District.objects.get(code="none").starts_on <= timezone.localdate()
    assert b"without_district" not in as_user(admin).get(NEW).content, "now it is chosen as every district is"


def test_nobody_is_assigned_to_it_unasked(as_user, admin, small):
    as_user(admin).post(NEW, person() | rows())
    assert "「地区なし」を担当にすると" in as_user(User.objects.get(username="arata")).get("/contacts/new/").content.decode()
    assert not District.objects.filter(code="none").exists()


def test_a_double_click_makes_one_user(as_user, admin, small):
    client, sent = as_user(admin), person() | rows()
    client.post(NEW, sent)
    client.post(NEW, sent)
    assert User.objects.filter(username="arata").count() == 1


@pytest.mark.parametrize(("change", "field"), [
    ({"username": "kanri"}, "username"), ({"username": "日本 語"}, "username"), ({"name": ""}, "name"), ({"role": "root"}, "role"),
])
def test_a_wrong_entry_is_explained_and_kept(as_user, admin, small, change, field):
    response = as_user(admin).post(NEW, person(**change) | rows())
    assert response.status_code == 422 and field in response.context["form"].errors
    assert User.objects.count() == 1
    assert "ユーザー名" not in response.content.decode()


def test_a_new_user_leaves_one_entry_and_a_change_another(as_user, admin, coordinator):
    client = as_user(admin)
    client.post(NEW, person() | rows())
    edit(client, coordinator, name="見本 改")
    told = AuditEntry.objects.filter(request_id__gt="", route__startswith="user_")
    assert [told.filter(action=action).count() for action in ("user.created", "user.changed")] == [1, 1]


@pytest.mark.parametrize("name", ["osawa", "OSAWA"])
def test_a_log_in_name_is_never_given_to_someone_else(as_user, admin, coordinator, name):
    client = as_user(admin)
    assert edit(client, coordinator, username="osawa2").status_code == 302
    response = client.post(NEW, person(username=name) | rows())
    assert response.status_code == 422 and "前に別の人が使っていました" in response.content.decode()
    file = SimpleUploadedFile("x.csv", f"利用者名,氏名,役割\n{name},別人,コーディネーター\n".encode())
    assert "前に別の人が使っていました" in client.post("/settings/reference/users/import/", {"file": file}).content.decode()


def test_the_same_person_may_take_the_own_name_back(as_user, admin, coordinator):
    client = as_user(admin)
    edit(client, coordinator, username="osawa2")
    coordinator.refresh_from_db()
    assert edit(client, coordinator, username="osawa").status_code == 302


@pytest.mark.parametrize(("row", "words"), [
    ({"starts_on": "R3.4.1"}, "地区を選んでください"), ({"district": "osawa"}, "開始日を入力してください"),
    ({"district": "osawa", "starts_on": "R3.4.1", "ends_on": "R3.3.31"}, "開始日より前の日付です"),
    ({"district": "osawa", "starts_on": "R3.13.1"}, "13月という月はありません"),
])
def test_a_wrong_assignment_is_explained_and_nothing_is_saved(as_user, admin, small, row, words):
    row = row | {"district": small.districts[row["district"]].pk} if "district" in row else row
    response = as_user(admin).post(NEW, person() | rows(row))
    assert response.status_code == 422 and words in response.content.decode()
    assert not User.objects.filter(username="arata").exists()


def summary_of(response) -> str:
    return response.content.decode().partition('id="errors"')[2].partition("</div>")[0]


@pytest.mark.either
def test_what_is_wrong_with_an_assignment_stands_in_the_summary_at_the_top_too(as_user, admin, small):
    osawa = small.districts["osawa"].pk
    good = {"district": osawa, "starts_on": "R3.4.1", "ends_on": "R4.3.31"}
    summary = summary_of(as_user(admin).post(NEW, person() | rows(
        good, {"starts_on": "R3.13.1"}, {"district": osawa, "starts_on": "R4.3.31"}, {"starts_on": "R3.14.1", "DELETE": "on"})))
    for words in ('<a href="#id_assignments-1-district">2行目の「地区」：地区を選んでください。', '<a href="#id_assignments-1-starts_on">2行目の「開始日」：',
                  '<a href="#id_assignments-2-starts_on">3行目の「開始日」：同じ地区の期間が、上の行と重なっています。'):
        assert words in summary, words
    assert "1行目" not in summary and "4行目" not in summary and "保存されていません" in summary


@pytest.mark.parametrize(("second", "status"), [("R4.3.31", 422), ("R4.4.1", 302)])
def test_the_same_district_twice_on_one_day_is_refused(as_user, admin, small, second, status):
    osawa = small.districts["osawa"].pk
    response = as_user(admin).post(NEW, person() | rows(
        {"district": osawa, "starts_on": "R3.4.1", "ends_on": "R4.3.31"}, {"district": osawa, "starts_on": second}))
    assert response.status_code == status


def edit(client, user, assignments=None, **change):
    return client.post(f"{LIST}{user.pk}/", {
        "name": user.name, "username": user.username, "role": user.role, "is_active": "on",
        "version": User.objects.get(pk=user.pk).version} | change | (assignments or rows()))


def test_an_edit_leaves_the_password_alone(as_user, admin, coordinator):
    edit(as_user(admin), coordinator, name="見本 改")
    assert authenticate(username=coordinator.username, password=PASSWORD).name == "見本 改"


def test_a_second_edit_of_the_same_version_keeps_the_first_and_shows_both(as_user, admin, coordinator):
    client, opened = as_user(admin), coordinator.version
    edit(client, coordinator, name="先の人", version=opened)
    late = edit(client, coordinator, name="後の人", version=opened)
    assert late.status_code == 409 and {"先の人", "後の人"} <= set(late.content.decode().replace('"', "<").replace(
        ">", "<").split("<"))
    assert User.objects.get(pk=coordinator.pk).name == "先の人"


def test_an_edit_without_a_version_is_refused(as_user, admin, coordinator):
    assert edit(as_user(admin), coordinator, name="版なし", version="").status_code == 409
    assert User.objects.get(pk=coordinator.pk).name == coordinator.name


def test_an_admin_who_changes_the_own_name_stays_logged_in(as_user, admin):
    client = as_user(admin)
    edit(client, admin, name="見本 改")
    assert client.get(LIST).status_code == 200


def test_an_admin_whose_change_is_refused_stays_logged_in(as_user, admin, coordinator):
    make_user("admin", "kanri2")  # the last admin's role would be refused, too
    client = as_user(admin)
    assert edit(client, admin, role="supervisor", username=coordinator.username).status_code == 422
    assert client.get(LIST).status_code == 200


def test_a_stopped_user_cannot_log_in(as_user, admin, coordinator):
    edit(as_user(admin), coordinator, is_active="")
    assert authenticate(username=coordinator.username, password=PASSWORD) is None


@pytest.mark.parametrize("change", [{"is_active": ""}, {"role": "coordinator"}])
def test_the_last_admin_stays(as_user, admin, change):
    response = edit(as_user(admin), admin, **change)
    assert response.status_code == 422 and "システム管理者がいなくなります" in response.content.decode()


def test_an_assignment_is_ended_and_another_removed(as_user, admin, supervisor):
    first, second = supervisor.assignments.all()
    edit(as_user(admin), supervisor, rows(
        {"id": first.pk, "district": first.district_id, "starts_on": "R2.4.1", "ends_on": "R6.3.31"},
        {"id": second.pk, "district": second.district_id, "starts_on": "R2.4.1", "DELETE": "on"}, initial=2))
    assert list(Assignment.objects.values_list("pk", "ends_on")) == [(first.pk, datetime.date(2024, 3, 31))]


def test_someone_elses_assignment_cannot_be_changed(as_user, admin, coordinator, other_coordinator):
    theirs = other_coordinator.assignments.get()
    edit(as_user(admin), coordinator, rows(
        {"id": theirs.pk, "district": theirs.district_id, "starts_on": "R2.4.1", "DELETE": "on"}, initial=1))
    assert other_coordinator.assignments.exists()


def test_the_list_shows_todays_districts(as_user, admin, coordinator, small):
    Assignment.objects.create(user=coordinator, district=small.districts["renjaku"], starts_on="2020-04-01",
                              ends_on="2020-05-01")
    row = next(user for user in as_user(admin).get(LIST).context["users"] if user == coordinator)
    assert [assignment.district.code for assignment in row.current] == ["osawa"]


@pytest.mark.parametrize("count", [1, 5])
def test_the_form_takes_the_same_queries_however_many_assignments(
        as_user, admin, coordinator, small, count, django_assert_num_queries):
    for year in range(count):
        Assignment.objects.create(user=coordinator, district=small.districts["renjaku"],
                                  starts_on=f"{2001 + year}-04-01", ends_on=f"{2002 + year}-03-31")
    client = as_user(admin)
    with django_assert_num_queries(12):  # two of them: the second factor and the invitation of the user
        client.get(f"{LIST}{coordinator.pk}/")

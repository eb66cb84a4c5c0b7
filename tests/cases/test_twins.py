"""The same contact or entry of the register, entered twice as new, is asked about once; what was typed stays, and nothing else is asked about."""
import uuid

import pytest

from cases.models import Activity, ActivityKind, Case, Contact

ASKED = "それでも登録する"


@pytest.fixture
def case(small):
    return Case.objects.create(number="C-7", title="見本の相談", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")


@pytest.fixture
def contact(small, coordinator, case):
    """What the log page sends of a call."""
    return {"form_token": uuid.uuid4(), "date": "R3.4.5", "time": "", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "case": case.pk,
            "counterpart": "", "text": "安否の確認\r\n留守", "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["meal"]}


@pytest.fixture
def entry(small, coordinator):
    """What the page of the register sends."""
    return {"form_token": uuid.uuid4(), "date": "R3.4.5", "kind": ActivityKind.objects.create(code="twin", name="定例会").pk, "title": "見本の会", "place": "公会堂",
            "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "text": "話したこと"}


@pytest.fixture(params=["contact", "entry"])
def form(request):
    """The address, what is sent there, and the model."""
    return {"contact": ("/contacts/new/", Contact), "entry": ("/activities/new/", Activity)}[request.param] + (request.getfixturevalue(request.param),)


def again(client, address, typed, **change):
    return client.post(address, typed | {"form_token": uuid.uuid4()} | change)


def test_the_second_one_is_asked_about_once_and_saved_where_it_is_another(as_user, coordinator, form):
    (address, model, typed), client = form, as_user(coordinator)
    assert client.post(address, typed).status_code == 302
    asked = again(client, address, typed)
    page = asked.content.decode()
    first = model.objects.get()
    assert asked.status_code == 422 and ASKED in page and typed["text"].split()[0] in page and f'/{first.pk}/"' in page and "令和3年4月5日" in page
    assert again(client, address, typed, anyway="on").status_code == 422  # an answer to something else
    assert again(client, address, typed, anyway=asked.context["form"].answer).status_code == 302 and model.objects.count() == 2


def test_a_form_that_is_sent_twice_is_no_second_record(as_user, coordinator, form):
    (address, model, typed), client = form, as_user(coordinator)
    assert [client.post(address, typed).status_code for _ in range(2)] == [302, 302] and model.objects.count() == 1


def test_a_change_of_a_stored_one_is_not_asked_about(as_user, coordinator, form):
    (address, model, typed), client = form, as_user(coordinator)
    client.post(address, typed)
    again(client, address, typed, date="R3.4.6")
    second = model.objects.get(date="2021-04-06")
    assert client.post(f"{address.removesuffix('new/')}{second.pk}/edit/", typed | {"version": 1}).status_code == 302


@pytest.mark.parametrize("change", [{"date": "R3.4.6"}, {"case": ""}, {"axis_method": "visit"}, {"text": "安否の確認"}, {"counterpart": "民生委員"},
                                    {"case": "", "home_name": "見本森家"}])
def test_another_contact_is_not_asked_about(as_user, coordinator, contact, change):
    client = as_user(coordinator)
    client.post("/contacts/new/", contact)
    assert again(client, "/contacts/new/", contact, **change).status_code == 302


@pytest.mark.parametrize(("first", "second", "status"), [("9:30", "15:00", 302), ("9:30", "9:30", 422), ("", "9:30", 422)])
def test_two_times_of_a_day_are_two_contacts(as_user, coordinator, contact, first, second, status):
    client = as_user(coordinator)
    client.post("/contacts/new/", contact | {"time": first})
    assert again(client, "/contacts/new/", contact, time=second).status_code == status


@pytest.mark.parametrize(("change", "status"), [({"case": ""}, 422), ({"text": ""}, 422), ({"case": "", "text": ""}, 302)])
def test_of_what_has_neither_a_case_nor_a_text_nobody_can_tell(as_user, coordinator, contact, change, status):
    client = as_user(coordinator)
    client.post("/contacts/new/", contact | change)
    assert again(client, "/contacts/new/", contact | change).status_code == status


@pytest.mark.parametrize("change", [{"date": "R3.4.6"}, {"title": "別の会"}, {"place": ""}])
def test_another_entry_is_not_asked_about(as_user, coordinator, entry, change):
    client = as_user(coordinator)
    client.post("/activities/new/", entry)
    assert again(client, "/activities/new/", entry, **change).status_code == 302


def test_nothing_is_told_of_a_record_out_of_sight(as_user, small, coordinator, contact):
    restricted = Case.objects.create(number="C-8", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-01", is_restricted=True)
    restricted.named.add(coordinator)
    client = as_user(coordinator)
    assert client.post("/contacts/new/", contact | {"also_cases": "C-8"}).status_code == 302
    assert again(client, "/contacts/new/", contact, also_cases="C-8").status_code == 422
    restricted.named.clear()
    assert again(client, "/contacts/new/", contact).status_code == 302
    other = small.districts["renjaku"]
    assert again(client, "/contacts/new/", contact, case="").status_code == 302
    Contact.objects.filter(case=None).update(district=other)
    assert again(client, "/contacts/new/", contact, case="").status_code == 302


def test_who_was_going_on_to_the_next_entry_goes_on_after_the_answer_alone(as_user, coordinator, contact):
    client = as_user(coordinator)
    client.post("/contacts/new/", contact)
    asked = again(client, "/contacts/new/", contact, save_next="new")
    assert '<input type="hidden" name="next_if_sure" value="new">' in asked.content.decode()
    sure = {"next_if_sure": "new", "anyway": asked.context["form"].answer}
    assert again(client, "/contacts/new/", contact, **sure).url == "/contacts/new/"
    assert again(client, "/contacts/new/", contact, text="別の電話", next_if_sure="new").url == f"/contacts/{Contact.objects.latest('pk').pk}/"

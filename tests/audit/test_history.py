"""A record's history in words, and the way back to what it said."""
import datetime

import pytest
from django.test import Client

from cases.audit.history import state_at, steps_of
from cases.models import Case, Household, Revision
from tests.factories import log_contact

KANA = "介護の相談があった。また電話する。"


def everything(record):
    return True


@pytest.fixture
def contact(small, coordinator):
    return log_contact(small, coordinator, "topic:meal", text=KANA, counterpart="長女")


@pytest.fixture
def client(contact, coordinator):
    client = Client()
    client.force_login(coordinator)
    return client


def edit(client, contact, **changes):
    """Change a contact through its form, as a browser would."""
    page = client.get(f"/contacts/{contact.pk}/edit/").context["entry"]
    data = {name: value for form in (page.form, page.categories) for name, value in form.initial.items() if value not in (None, "")}
    data |= {"date": "2021/4/5", "district": contact.district_id, "version": contact.version,
             "coordinators": [each.pk for each in contact.coordinators.all()], "axis_kind": "outreach",
             "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["meal"]} | changes
    data = {name: value for name, value in data.items() if name not in ("case",)}
    response = client.post(f"/contacts/{contact.pk}/edit/", data)
    assert response.status_code == 302, response.context["entry"].errors
    contact.refresh_from_db()
    return contact


def test_one_sending_is_one_step_with_every_field_once(client, contact):
    edit(client, contact, text=KANA.replace("電話", "訪問"), counterpart="本人", axis_topic=["housing"])
    step = steps_of(contact, everything)[0]
    told = {each.label: (each.before, each.after) for each in step.differences}
    assert told["相手"] == ("長女", "本人")
    assert told["相談内容"] == ("食事", "住まい・道路")
    assert step.entry.username == "osawa"


def test_a_long_text_shows_what_was_taken_out_and_put_in(client, contact):
    edit(client, contact, text=KANA.replace("電話", "訪問"))
    text = next(each for each in steps_of(contact, everything)[0].differences if each.label == "記録")
    assert ("del", "電話") in text.parts and ("ins", "訪問") in text.parts


def test_the_page_tells_it_in_words(client, contact):
    edit(client, contact, text="短く書き直した。")
    page = client.get(f"/contacts/{contact.pk}/history/").content.decode()
    assert "<del>" in page and "<ins>" in page and "この時点の内容に戻す" in page and "osawa" in page


def test_an_earlier_state_comes_back_into_the_form_and_is_saved_from_there(client, contact):
    first = Revision.objects.get(kind="contact", object_id=contact.pk, action="created").seq
    edit(client, contact, text="まちがえて消した", axis_topic=["housing"])
    page = client.get(f"/contacts/{contact.pk}/edit/?from={first}")
    assert KANA in page.content.decode() and "まだ保存していません" in page.content.decode()
    assert page.context["entry"].categories.initial["axis_topic"] == ["meal"]
    contact.refresh_from_db()
    assert contact.text == "まちがえて消した"
    edit(client, contact, text=page.context["entry"].form.initial["text"])
    assert contact.text == KANA


def test_the_state_after_each_step_is_what_was_saved(client, contact):
    for text in ("一", "二", "三"):
        edit(client, contact, text=text)
    seqs = [step.seq for step in steps_of(contact, everything)]
    assert [state_at(contact, seq)["text"] for seq in seqs] == ["三", "二", "一", KANA]


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999", "9" * 30, "²"])
def test_a_number_that_is_no_change_of_this_record_is_not_found(client, contact, number):
    assert client.get(f"/contacts/{contact.pk}/edit/?from={number}").status_code == 404


def test_the_change_of_another_record_is_not_found(client, contact, small, coordinator):
    other = log_contact(small, coordinator)
    seq = Revision.objects.get(kind="contact", object_id=other.pk).seq
    assert client.get(f"/contacts/{contact.pk}/edit/?from={seq}").status_code == 404


def test_a_case_tells_its_household_by_number_and_not_by_name(client, small):
    household = Household.objects.create(number="S-9", name="見本家", district=small.districts["osawa"])
    case = Case.objects.create(number="C-9", title="t", subject="household", household=household, district=small.districts["osawa"],
                               opened_on="2021-04-01")
    Case.objects.filter(pk=case.pk).update(household=None, subject="place")
    page = client.get(f"/cases/{case.pk}/history/").content.decode()
    assert "S-9" in page and "見本家" not in page


def test_a_moment_is_told_in_local_time_and_wareki(client, small):
    case = Case.objects.create(number="C-9", title="t", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    night = datetime.datetime(2021, 4, 30, 15, 30, tzinfo=datetime.UTC)  # the next day in Japan
    Case.objects.filter(pk=case.pk).update(deleted_at=night)
    told = {each.label: each.after for each in steps_of(case, everything)[0].differences}
    assert told == {"削除日時": "令和3年5月1日 00:30"}


def test_only_the_summary_of_a_case_changed_and_it_comes_back(client, small):
    case = Case.objects.create(number="C-9", title="t", subject="place", subject_name="見本", district=small.districts["osawa"],
                               opened_on="2021-04-01", summary="前の概要")
    first = Revision.objects.get(kind="case", object_id=case.pk).seq
    Case.objects.filter(pk=case.pk).update(summary="書きかえた概要")
    assert "概要・主訴" in [each.label for each in steps_of(case, everything)[0].differences]
    assert client.get(f"/cases/{case.pk}/edit/?from={first}").context["form"].initial["summary"] == "前の概要"


def test_a_record_without_a_change_says_so_plainly(client, small):
    household = Household.objects.create(number="S-8", district=small.districts["osawa"])
    assert "登録" in client.get(f"/households/{household.pk}/history/").content.decode()


def test_a_related_record_out_of_sight_is_not_named(small, client, contact):
    case = Case.objects.create(number="C-SECRET", title="t", subject="place", district=small.districts["renjaku"],
                               opened_on="2021-04-01")
    type(contact).objects.filter(pk=contact.pk).update(case=case)
    type(contact).objects.filter(pk=contact.pk).update(case=None)
    page = client.get(f"/contacts/{contact.pk}/history/").content.decode()
    assert "C-SECRET" not in page and "（表示できない記録）" in page

"""Members of a household: as much as is known, and no more."""
import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from cases.models import Household, Member


@pytest.fixture
def household(small):
    return Household.objects.create(number="S-0001", district=small.districts["osawa"])


def add(client, household, **fields):
    return client.post(f"/households/{household.pk}/members/new/", {
        "form_token": str(uuid.uuid4()), "sex": "0", "lives_together": "on"} | fields)


def test_an_age_group_alone_is_enough(as_user, coordinator, household):
    assert add(as_user(coordinator), household, age_text="80代").url == f"/households/{household.pk}/"
    assert Member.objects.get().household == household


def test_nothing_at_all_is_refused(as_user, coordinator, household):
    response = add(as_user(coordinator), household, note="備考だけ")
    assert response.status_code == 422 and "続柄か年代のどちらかを入力してください" in response.content.decode()


@pytest.mark.parametrize("typed", ["昭和13年3月31日", "S13.3.31", "1938/3/31", "1938-03-31"])
def test_a_birth_date_is_read_in_any_notation(as_user, coordinator, household, typed):
    add(as_user(coordinator), household, birth_date=typed)
    assert f"{Member.objects.get().birth_date}" == "1938-03-31"


def test_a_day_outside_its_era_is_explained_beside_the_field(as_user, coordinator, household):
    page = add(as_user(coordinator), household, birth_date="昭和64年2月1日").content.decode()
    assert "＊" in page and "平成元年2月1日" in page and 'value="昭和64年2月1日"' in page


def test_leaving_before_coming_is_refused(as_user, coordinator, household):
    response = add(as_user(coordinator), household, relation="妻", starts_on="R3.4.1", ends_on="R3.3.31")
    assert response.status_code == 422 and "ends_on" in response.context["form"].errors


def test_an_edit_is_saved_and_a_stale_one_is_not(as_user, coordinator, household):
    member = Member.objects.create(household=household, relation="妻", sex=2)
    client, url = as_user(coordinator), f"/members/{member.pk}/edit/"
    assert client.post(url, {"relation": "長女", "sex": "2", "version": "1"}).status_code == 302
    stale = client.post(url, {"relation": "母", "sex": "2", "version": "1"})
    assert stale.status_code == 409 and "長女" in stale.content.decode()
    assert Member.objects.get().relation == "長女"


@pytest.mark.parametrize(("fields", "told"), [({"age_text": "ご高齢"}, True), ({"age_text": "八〇代"}, False), ({"age_text": "約85歳"}, False),
                                              ({"age_text": "ご高齢", "birth_date": "S13.3.31"}, False)])
def test_an_age_that_no_figure_can_be_made_of_is_told(as_user, coordinator, household, fields, told):
    client = as_user(coordinator)
    words = "入力した年齢・年代は、年齢として読み取れないため、報告書では「不明」に数えます"
    assert (words in client.get(add(client, household, **fields).url).content.decode()) is told
    member = Member.objects.get()
    saved = client.post(f"/members/{member.pk}/edit/", fields | {"sex": "0", "version": "1"})
    assert (words in client.get(saved.url).content.decode()) is told


def test_a_note_that_could_not_be_read_before_is_read_by_the_migration(household):
    notes = {"八〇代": (80, 89), "ご高齢": (None, None), "70代": (71, 72)}
    for text in notes:
        Member.objects.create(household=household, age_text=text)
    Member.objects.update(youngest=None, oldest=None)
    Member.objects.filter(age_text="70代").update(youngest=71, oldest=72)  # read already: left alone
    import_module("cases.migrations.0046_ages_read_again").fill(apps, connection.schema_editor())
    assert {each.age_text: (each.youngest, each.oldest) for each in Member.objects.all()} == notes


@pytest.mark.parametrize(("told", "field"), [
    ({"birth_date": "R99.1.1"}, "birth_date"), ({"died_on": "R99.1.1"}, "died_on"), ({"birth_date": "S20.1.1", "died_on": "S19.12.31"}, "died_on")])
def test_a_birth_or_death_to_come_and_a_death_before_the_birth_are_refused_beside_the_field(as_user, coordinator, household, told, field):
    member = Member.objects.create(household=household, relation="父")
    client = as_user(coordinator)
    for answer in (add(client, household, relation="父", note="残る文", **told),
                   client.post(f"/members/{member.pk}/edit/", {"relation": "父", "sex": "1", "version": "1", "note": "残る文", **told})):
        assert answer.status_code == 422 and field in answer.context["form"].errors and "残る文" in answer.content.decode()
    assert list(Member.objects.values_list("birth_date", "died_on", "version")) == [(None, None, 1)]


def test_who_was_born_and_died_today_is_taken(as_user, coordinator, household):
    today = timezone.localdate().isoformat()
    assert add(as_user(coordinator), household, birth_date=today, died_on=today).status_code == 302

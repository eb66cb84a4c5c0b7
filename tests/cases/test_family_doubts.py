"""What may be a mistake in a family is asked about once, stored when it is none, and told on the family's page."""
import re

import pytest

from cases.models import Household, Member, Protection, Relation, Tie

pytestmark = pytest.mark.either


@pytest.fixture
def home(small):
    """A mother of 昭和20年, a son of 昭和45年 and a boy of 昭和50年."""
    household = Household.objects.create(number="S-1", name="見本家", district=small.districts["osawa"])
    household.people = [Member.objects.create(household=household, family_name="見本", given_name=name, birth_date=born)
                        for name, born in (("花子", "1945-05-06"), ("太郎", "1970-05-06"), ("次郎", "1975-05-06"))]
    return household


def relate(client, home, first, kind, second, **more):
    return client.post(f"/households/{home.pk}/relations/new/", {
        "first": home.people[first].pk, "kind": kind, "second": home.people[second].pk, **more})


def answer_in(response) -> str:
    return re.search(r'name="anyway" value="([^"]+)"', response.content.decode())[1]


@pytest.mark.parametrize(("first", "kind", "second", "told"), [
    (1, "blood", 0, "親「見本 太郎」が、子「見本 花子」より後に生まれています"), (2, "step", 1, "より後に生まれています"),
    (1, "blood", 2, "年齢の差が、5歳です")])
def test_a_parent_who_is_hardly_older_is_asked_about_stored_when_meant_and_told(as_user, coordinator, home, first, kind, second, told):
    client = as_user(coordinator)
    asked = relate(client, home, first, kind, second, note="残る文")
    assert asked.status_code == 422 and told in asked.content.decode() and "残る文" in asked.content.decode()
    assert not Relation.objects.exists()
    assert relate(client, home, first, kind, second, anyway=answer_in(asked)).status_code == 302
    assert told in client.get(f"/households/{home.pk}/family/").content.decode()


@pytest.mark.parametrize(("first", "kind", "second"), [(0, "blood", 1), (1, "step", 2)])
def test_other_parents_are_not_asked_about(as_user, coordinator, home, first, kind, second):
    client = as_user(coordinator)
    assert relate(client, home, first, kind, second).status_code == 302
    assert "確かめたいことがあります" not in client.get(f"/households/{home.pk}/family/").content.decode()


def test_an_answer_holds_for_what_was_asked(as_user, coordinator, home):
    client = as_user(coordinator)
    answer = answer_in(relate(client, home, 1, "blood", 2))
    assert relate(client, home, 1, "blood", 0, anyway=answer).status_code == 422 and not Relation.objects.exists()


def test_what_was_stored_knowingly_is_not_asked_again_when_its_note_changes(as_user, coordinator, home):
    row = Relation.objects.create(household=home, first=home.people[1], second=home.people[0], kind="blood")
    sent = {"first": row.first_id, "kind": "blood", "second": row.second_id, "version": 1, "note": "新しい備考"}
    assert as_user(coordinator).post(f"/relations/{row.pk}/edit/", sent).status_code == 302


def test_a_birth_date_that_makes_a_parent_too_young_is_asked_about(as_user, coordinator, home):
    mother, son, _ = home.people
    Relation.objects.create(household=home, first=mother, second=son, kind="blood")
    client, url = as_user(coordinator), f"/members/{mother.pk}/edit/"
    sent = {"family_name": "見本", "sex": "2", "birth_date": "S50.1.1", "version": 1}
    asked = client.post(url, sent)
    assert asked.status_code == 422 and "より後に生まれています" in asked.content.decode()
    assert client.post(url, sent | {"anyway": answer_in(asked)}).status_code == 302
    assert client.post(url, sent | {"version": 2, "note": "備考"}).status_code == 302


@pytest.mark.parametrize(("stored", "entered", "told"), [
    ([(1, "siblings", 2)], (1, "married", 2), "きょうだいでもあり、夫婦（婚姻）でもあります"),
    ([(0, "blood", 1), (0, "blood", 2)], (1, "cohabiting", 2), "きょうだいでもあり"),
    ([(1, "married", 2)], (2, "siblings", 1), "きょうだいでもあり"),
    ([(0, "adopted", 1)], (1, "married", 0), "親子でもあり"),
    ([(0, "married", 1)], (2, "married", 0), "「見本 花子」が、同じ時期に2人（「見本 太郎」と「見本 次郎」）と婚姻しています"),
    ([], (1, "twins", 2), "生年月日が違います")])
def test_kin_as_couples_and_two_marriages_are_asked_about(as_user, coordinator, home, stored, entered, told):
    for first, kind, second in stored:
        Relation.objects.create(household=home, first=home.people[first], second=home.people[second], kind=kind)
    client = as_user(coordinator)
    asked = relate(client, home, *entered)
    assert asked.status_code == 422 and told in asked.content.decode() and Relation.objects.count() == len(stored)
    assert relate(client, home, *entered, anyway=answer_in(asked)).status_code == 302
    assert told in client.get(f"/households/{home.pk}/family/").content.decode()


@pytest.mark.parametrize(("before", "dead", "after"), [
    ({"kind": "divorced"}, {}, {}), ({"kind": "divorced", "ends_on": "2000-04-01"}, {}, {"starts_on": "H12.4.1"}),
    ({"kind": "married"}, {"is_deceased": True}, {}), ({"kind": "married"}, {"is_deceased": True, "died_on": "2000-01-01"}, {"starts_on": "H13.1.1"}),
    ({"kind": "cohabiting"}, {}, {}), ({"kind": "married", "is_withdrawn": True}, {}, {})])
def test_a_marriage_after_another_is_not_asked_about(as_user, coordinator, home, before, dead, after):
    Relation.objects.create(household=home, first=home.people[0], second=home.people[1], **before)
    Member.objects.filter(pk=home.people[1].pk).update(**dead)
    assert relate(as_user(coordinator), home, 0, "married", 2, **after).status_code == 302


def test_a_divorce_after_the_next_marriage_is_asked_about(as_user, coordinator, home):
    Relation.objects.create(household=home, first=home.people[0], second=home.people[1], kind="divorced", ends_on="2000-04-02")
    assert "同じ時期に2人" in relate(as_user(coordinator), home, 0, "married", 2, starts_on="H12.4.1").content.decode()


def tie(client, home, **more):
    return client.post(f"/households/{home.pk}/ties/new/", {"name": "隣の人", "strength": "conflict", "direction": "none", **more})


@pytest.mark.parametrize(("stored", "told"), [
    ({"strength": "strong"}, "「世帯全体」と「隣の人」のつながりが、同じ時期に2つあります（強いと対立・ストレス）"),
    ({"strength": "strong", "ends_on": "2020-03-31"}, ""), ({"strength": "strong", "is_withdrawn": True}, ""), ({"name": "職場"}, "")])
def test_a_second_tie_to_the_same_at_the_same_time_is_asked_about(as_user, coordinator, home, stored, told):
    Tie.objects.create(household=home, **{"name": "隣の人"} | stored)
    client = as_user(coordinator)
    answer = tie(client, home, starts_on="R2.4.1")
    assert (answer.status_code, told in answer.content.decode()) == (422 if told else 302, bool(told) or answer.status_code == 302)
    if told:
        assert tie(client, home, starts_on="R2.4.1", anyway=answer_in(answer)).status_code == 302
        assert told in client.get(f"/households/{home.pk}/family/").content.decode()


def test_a_question_tells_no_hidden_name(as_user, coordinator, home):
    for _ in range(2):
        Tie.objects.create(household=home, name="隣の人")
    Protection.objects.create(household=home, reason="見本の理由", starts_on="2021-04-01", set_by=coordinator)
    client = as_user(coordinator)
    assert tie(client, home).status_code == 302 and "隣の人" not in client.get(f"/households/{home.pk}/family/").content.decode()


def test_a_third_parent_of_the_same_blood_is_asked_about(as_user, coordinator, home):
    client = as_user(coordinator)
    child = Member.objects.create(household=home, family_name="見本", given_name="三郎")
    home.people += [child, Member.objects.create(household=home, family_name="見本", given_name="二人目")]
    for parent in (0, 1):
        assert relate(client, home, parent, "blood", 3).status_code == 302
    asked = relate(client, home, 4, "blood", 3)
    assert asked.status_code == 422 and "実の親が3人（「見本 花子」「見本 太郎」「見本 二人目」）になります" in asked.content.decode()
    assert relate(client, home, 4, "adopted", 3).status_code == 302

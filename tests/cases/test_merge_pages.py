"""The pages of a merge: side by side, what moves, what it does to the figures, and the way back."""
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Council, Household, Member, Merge
from tests.factories import log_contact
from tests.objects import protect

from .merging import close, everything, home, join, part

pytestmark = pytest.mark.either


@pytest.fixture
def two(small, coordinator):
    return home(small, coordinator, "S-1", name="見本家", note="左の備考"), home(small, coordinator, "S-2", phone="0422-11-2222", note="右の備考")


@pytest.fixture
def opened(as_user, coordinator, two):
    """(client, address) of the merge of S-2 into S-1."""
    return as_user(coordinator), f"/households/{two[0].pk}/merge/{two[1].pk}/"


FORM = {"version": 1, "other_version": 1, "reason": "二重に登録"}


def test_both_are_shown_with_a_choice_for_what_differs_and_what_moves(opened):
    answer = opened[0].get(opened[1])
    text = answer.content.decode()
    assert "左の備考" in text and "右の備考" in text and "両方をつなげる" in text and "世帯員　2" in text and "ケース　1" in text
    assert {row["line"].name for row in answer.context["form"].rows if row["buttons"]} == {"name", "phone", "note"}


def test_it_says_which_values_are_chosen_to_begin_with(opened, two):
    left, right = two
    left.name, right.name = "先の名", "後の名"
    left.save()
    right.save()
    answer = opened[0].get(opened[1])
    assert "両方に書かれているときは、後から保存した世帯のほうです" in answer.content.decode()
    assert [row["line"].proposed for row in answer.context["form"].rows if row["line"].name in ("name", "phone")] == ["gone", "gone"]


def test_the_first_post_shows_the_figures_and_changes_nothing(opened):
    answer = opened[0].post(opened[1], FORM | {"name": "gone"})
    assert answer.status_code == 200 and "統合する" in answer.content.decode() and not Merge.objects.exists()
    assert answer.context["effect"][0]["label"] == "令和3年度" and answer.context["form"]["name"].value() == "gone"


def test_the_second_makes_them_one_and_leads_to_it(opened, two):
    for _ in range(2):
        answer = opened[0].post(opened[1], FORM | {"sure": "on", "phone": "gone"})
        assert answer.status_code == 302 and answer.url == f"/households/{two[0].pk}/"
    assert Household.objects.get().phone == "0422-11-2222" and Merge.objects.count() == 1
    assert "統合を取り消す" in opened[0].get(answer.url).content.decode()


def test_a_side_that_there_is_not_is_refused_with_the_text_kept(opened):
    answer = opened[0].post(opened[1], FORM | {"sure": "on", "name": "x", "reason": "書きかけの理由"})
    assert answer.status_code == 422 and "書きかけの理由" in answer.content.decode() and not Merge.objects.exists()


def test_what_can_never_be_one_is_said_before_anything_is_sent(as_user, coordinator, two):
    mother, child = two[0].members.all()
    answer = as_user(coordinator).get(f"/members/{mother.pk}/merge/{child.pk}/")
    assert "統合できません" in answer.content.decode() and "統合する</button>" not in answer.content.decode()


def test_where_one_is_protected_neither_address_is_shown(opened, two, supervisor):
    Household.objects.filter(pk=two[1].pk).update(address="見本町9-9-9")
    protect(two[0], supervisor)
    text = opened[0].get(opened[1]).content.decode()
    assert "見本町9-9-9" not in text and "0422-11-2222" not in text and "支援措置により表示していません" in text


def test_members_of_two_households_are_not_merged(as_user, coordinator, two):
    one, other = (each.members.first() for each in two)
    assert as_user(coordinator).get(f"/members/{one.pk}/merge/{other.pk}/").status_code == 404


def test_a_restricted_one_is_as_one_that_there_is_not(as_user, coordinator, supervisor, two):
    close(two[1], supervisor)
    assert as_user(coordinator).get(f"/households/{two[0].pk}/merge/{two[1].pk}/").status_code == 404


def test_the_number_that_is_gone_finds_the_household_that_stayed(as_user, coordinator, two):
    join(*two, coordinator)
    client = as_user(coordinator)
    assert "S-1" in client.post("/households/", {"q": "S-2"}, follow=True).content.decode()
    assert "C-S-2" in client.post("/contacts/who/", {"q": "S-2 S-1"}).content.decode()
    assert client.get(f"/households/{two[1].pk}/").url == f"/households/{two[0].pk}/"


def test_it_is_not_in_the_list_of_deleted_records(as_user, coordinator, supervisor, two):
    join(*two, coordinator)
    assert "S-2" not in as_user(supervisor).get("/deleted/").content.decode()


def test_the_merge_is_taken_back_from_the_page_of_what_stayed(as_user, coordinator, two):
    made = join(*two, coordinator)
    client, address = as_user(coordinator), f"/merges/{made.pk}/undo/"
    assert address in client.get(f"/households/{two[0].pk}/").content.decode()
    assert client.post(address, {"version": 1, "reason": "別の世帯"}).status_code == 302 and Household.objects.count() == 2


def test_what_was_changed_since_is_on_the_page(as_user, coordinator, two):
    made = join(*two, coordinator)
    Household.objects.filter(pk=two[0].pk).update(phone="0422-99-9999")
    client, address = as_user(coordinator), f"/merges/{made.pk}/undo/"
    assert "「電話番号」" in client.get(address).content.decode()
    answer = client.post(address, {"version": 1, "reason": "書きかけの理由"})
    assert answer.status_code == 409 and "書きかけの理由" in answer.content.decode()


def test_a_merge_of_a_closed_member_is_told_to_who_is_named_only(as_user, coordinator, supervisor, two):
    kept, gone = two[0].members.first(), Member.objects.create(household=two[0], family_name="秘密の人")
    close(kept, supervisor)
    made = join(kept, gone, supervisor)
    assert "秘密の人" not in as_user(coordinator).get(f"/households/{two[0].pk}/").content.decode()
    assert as_user(coordinator).get(f"/merges/{made.pk}/undo/").status_code == 404
    assert as_user(supervisor).get(f"/merges/{made.pk}/undo/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_was_taken_back_already_is_told_and_leads_on(opened, two, coordinator, method):
    made = join(*two, coordinator)
    form = {"version": made.version, "reason": "別の世帯だった"}
    assert opened[0].post(f"/merges/{made.pk}/undo/", form).status_code == 302
    before = everything()
    answer = getattr(opened[0], method)(f"/merges/{made.pk}/undo/", form, follow=True)
    said = answer.content.decode()
    assert answer.redirect_chain == [(f"/households/{two[0].pk}/", 302)] and everything() == before
    assert f"{coordinator.name}さんが取り消しています" in said and "別々の記録に" in said


def test_what_others_took_back_is_told_to_nobody_out_of_sight(opened, two, coordinator, other_coordinator, as_user):
    made = join(*two, coordinator)
    part(made, coordinator)
    assert as_user(other_coordinator).get(f"/merges/{made.pk}/undo/").status_code == 404
    Council.objects.update(reads_elsewhere=True)
    reader = as_user(other_coordinator)
    assert reader.get(f"/households/{two[0].pk}/").status_code == 200 and reader.get(f"/merges/{made.pk}/undo/").status_code == 404
    close(two[0])
    assert as_user(coordinator).get(f"/merges/{made.pk}/undo/").status_code == 404


def test_the_merge_sent_again_after_it_was_taken_back_asks_anew(opened, two, coordinator):
    part(join(*two, coordinator), coordinator)
    answer = opened[0].post(opened[1], FORM | {"sure": "on"})
    assert answer.status_code == 409 and Merge.objects.standing().count() == 0 and "二重に登録" in answer.content.decode()


def test_a_death_before_the_birth_is_not_made_out_of_two_members(as_user, coordinator, two):
    kept = Member.objects.create(household=two[0], relation="父", birth_date="1950-01-01")
    gone = Member.objects.create(household=two[0], relation="父", birth_date="1930-01-01", is_deceased=True, died_on="1949-12-31")
    client, url = as_user(coordinator), f"/members/{kept.pk}/merge/{gone.pk}/"
    sent = FORM | {"birth_date": "kept", "is_deceased": "gone"}
    for more in ({}, {"sure": "on"}):
        answer = client.post(url, sent | more)
        assert answer.status_code == 422 and "is_deceased" in answer.context["form"].errors
        assert "生年月日より前の日付です" in answer.content.decode()
    assert not Merge.objects.exists()
    assert client.post(url, sent | {"birth_date": "gone", "sure": "on"}).status_code == 302


def test_two_members_of_one_birth_to_come_are_corrected_before_they_are_merged(as_user, coordinator, two):
    one, other = (Member.objects.create(household=two[0], relation="父", birth_date="2999-01-01") for _ in range(2))
    answer = as_user(coordinator).post(f"/members/{one.pk}/merge/{other.pk}/", FORM | {"sure": "on"})
    assert answer.status_code == 422 and "先に世帯員を直してください" in answer.content.decode() and not Merge.objects.exists()


def test_who_they_are_and_what_is_done_for_them_stands_on_both_sides(opened, two):
    for each in two:
        Member.objects.filter(household=each, relation="母").update(kana=f"よみ{each.number}", birth_date="1950-01-01")
    text = opened[0].get(opened[1]).content.decode()
    for words in ("見本 S-1母（よみS-1）", "見本 S-2母（よみS-2）", "C-S-1 見本", "C-S-2 見本", "最後の対応", "令和3年4月5日"):
        assert words in text, words


def test_nothing_of_a_side_that_is_out_of_sight_stands_there(opened, two, supervisor):
    close(Member.objects.get(household=two[1], relation="母"), supervisor)
    close(Case.objects.get(household=two[1]), supervisor)
    answer = opened[0].get(opened[1])
    assert "S-2母" not in answer.content.decode() and "C-S-2" not in answer.content.decode()
    assert [(len(each.members), len(each.cases), each.last is None) for each in answer.context["sides"]] == [(2, 1, False), (1, 0, True)]


def test_the_queries_of_both_sides_do_not_grow(opened, two, small, coordinator, django_assert_num_queries):
    client, address = opened
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(4):
        Member.objects.create(household=two[1], relation="子")
        log_contact(small, coordinator, case=Case.objects.create(number=f"C-9{number}", title="x", household=two[number % 2], district=small.districts["osawa"], opened_on="2021-04-01"))
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_one_who_stands_twice_after_a_merge_is_told_until_it_is_decided(opened, two, small, coordinator):
    Member.objects.filter(relation="母").update(family_name="見本", given_name="和子")
    one, other = Member.objects.filter(relation="母").order_by("pk")
    client, address = opened
    assert not client.get(f"/households/{two[0].pk}/").context["twice"]
    client.post(address, FORM | {"sure": "on"})
    link = f"/members/{one.pk}/merge/{other.pk}/"
    assert link in client.get(f"/households/{two[0].pk}/").content.decode() and client.get(link).status_code == 200
    client.post("/households/duplicates/apart/", {"kind": "member", "first": one.pk, "second": other.pk})
    assert link not in client.get(f"/households/{two[0].pk}/").content.decode()

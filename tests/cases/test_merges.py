"""Two records of one household or person become one (統合): nothing is lost, the stricter protection holds, and it is done once."""
import pytest

from cases.models import AuditEntry, Case, Household, Member, Merge, Protection, Relation, Tie
from cases.services.merges import Conflict, Refused, merge

from .merging import close, home, join, protection


@pytest.fixture
def two(small, coordinator):
    return home(small, coordinator, "S-1", name="見本家", note="左の備考"), home(small, coordinator, "S-2", phone="0422-11-2222", note="右の備考")


def test_everything_of_the_one_belongs_to_the_other(two, coordinator):
    join(*two, coordinator)
    for model in (Member, Case, Relation, Tie):
        assert set(model.objects.values_list("household", flat=True)) == {two[0].pk}, model
    assert Case.objects.count() == 2 and not Household.objects.filter(number="S-2").exists()


def test_the_fuller_value_is_proposed_and_notes_are_joined(two, coordinator):
    join(*two, coordinator)
    kept = Household.objects.get()
    assert (kept.number, kept.name, kept.phone, kept.note) == ("S-1", "見本家", "0422-11-2222", "左の備考\n右の備考")


def test_what_is_chosen_is_kept(two, coordinator):
    join(*two, coordinator, phone="kept", note="gone", name="gone")
    kept = Household.objects.get()
    assert (kept.name, kept.phone, kept.note) == ("", "", "右の備考")


def test_it_is_in_the_audit_with_its_reason(two, coordinator):
    join(*two, coordinator)
    assert AuditEntry.objects.get(action="record.merged").purpose == "二重に登録"
    assert AuditEntry.objects.filter(action="case.changed").exists() and AuditEntry.objects.filter(action="merge.created").exists()


def test_sent_twice_it_is_one_merge(two, coordinator):
    first = join(*two, coordinator)
    again = merge(kept=two[0], gone=two[1], versions=(two[0].version, two[1].version), chosen={}, reason="再送", by=coordinator)
    assert again == first and Merge.objects.count() == 1


@pytest.mark.parametrize("late", [0, 1])
def test_a_record_that_someone_saved_meanwhile_is_not_merged(two, coordinator, late):
    versions = [each.version for each in two]
    Household.objects.filter(pk=two[late].pk).update(version=9)
    with pytest.raises(Conflict):
        merge(kept=two[0], gone=two[1], versions=tuple(versions), chosen={}, reason="二重", by=coordinator)
    assert Household.objects.count() == 2 and not Merge.objects.exists()


@pytest.mark.parametrize("side", [0, 1])
def test_a_protection_of_either_holds_for_both(two, coordinator, supervisor, side):
    protection(two[side], supervisor)
    join(*two, coordinator)
    assert Protection.objects.standing().get().household == two[0]


def test_the_stricter_restriction_wins(two, coordinator, supervisor):
    close(two[1], supervisor, coordinator)
    join(*two, coordinator)
    kept = Household.objects.get()
    assert kept.is_restricted and {*kept.named.all()} == {supervisor, coordinator} and kept.restriction_reason


def test_of_two_restrictions_only_who_is_named_on_both_sees_the_one(two, coordinator, supervisor, other_coordinator):
    close(two[0], coordinator, supervisor)
    close(two[1], coordinator, other_coordinator)
    join(*two, coordinator)
    kept = Household.objects.get()
    assert [*kept.named.all()] == [coordinator] and kept.restriction_reason.count("理由") == 2


@pytest.fixture
def people(small, coordinator):
    household = home(small, coordinator, "S-1")
    gone = Member.objects.create(household=household, family_name="見本", birth_date="1941-05-06", sex=2, is_key_person=True)
    return household, household.members.first(), gone


def test_all_that_names_a_person_names_the_one_that_stays(people, coordinator, supervisor, small):
    household, kept, gone = people
    child = household.members.get(relation="長男")
    Relation.objects.create(household=household, first=gone, second=child, kind="adopted")
    Tie.objects.create(household=household, member=gone, name="見本の相手")
    Case.objects.update(person=gone)
    protection(household, supervisor, member=gone)
    join(kept, gone, coordinator)
    assert Case.objects.get().person == kept and Protection.objects.get().member == kept
    assert {*Relation.objects.values_list("first", flat=True)} == {kept.pk} and {*Tie.objects.values_list("member", flat=True)} == {kept.pk}
    kept.refresh_from_db()
    assert (str(kept.birth_date), kept.sex, kept.is_key_person, kept.relation) == ("1941-05-06", 2, True, "母")


def test_a_relation_that_both_have_is_not_doubled(people, coordinator):
    household, kept, gone = people
    Relation.objects.create(household=household, first=gone, second=household.members.get(relation="長男"), kind="blood")
    join(kept, gone, coordinator)
    assert Relation.objects.filter(first=kept).count() == 1 and Relation.objects.filter(first=gone).count() == 1


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("ended", [False, True])
def test_who_is_protected_and_who_it_is_against_are_never_one(people, coordinator, supervisor, swapped, ended):
    household, *members = people
    protected, against = members[::-1] if swapped else members
    protection(household, supervisor, member=protected, from_member=against, ended_at="2021-05-01T00:00Z" if ended else None)
    with pytest.raises(Refused, match="統合できません"):
        join(*members, coordinator)


def test_nor_anyone_of_a_protected_household_and_who_it_is_against(people, coordinator, supervisor):
    protection(people[0], supervisor, from_member=people[2])
    with pytest.raises(Refused):
        join(people[1], people[2], coordinator)


def test_nor_two_who_are_said_to_be_parent_and_child(people, coordinator):
    kept, child = people[0].members.get(relation="母"), people[0].members.get(relation="長男")
    with pytest.raises(Refused, match="親と子"):
        join(kept, child, coordinator)


@pytest.mark.parametrize("side", [0, 1])
def test_nor_a_protected_household_and_that_of_whom_it_hides_from(two, coordinator, supervisor, side):
    member = two[1 - side].members.first()
    protection(two[side], supervisor, from_text=f"元夫（{member.family_name}　{member.given_name}）")
    with pytest.raises(Refused, match="知らせてはいけない相手"):
        join(*two, coordinator)


def test_an_equal_family_name_alone_is_no_such_sign(two, coordinator, supervisor):
    two[1].members.update(given_name="")
    protection(two[0], supervisor, from_text="元夫（見本 太郎）")
    join(*two, coordinator)
    assert Household.objects.count() == 1

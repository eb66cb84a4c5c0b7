"""A merge is taken back exactly as it was, as long as nothing of it was changed since; else it says what."""
import pytest
from django.utils import timezone

from cases.models import AuditEntry, Case, Household, Member, Merge, Relation, Tie
from cases.services.merges import Conflict, Refused, undo_merge

from .merging import close, everything, home, join, part, protection


@pytest.fixture
def two(small, coordinator, supervisor):
    kept, gone = home(small, coordinator, "S-1", note="左"), home(small, coordinator, "S-2", note="右", address="見本町1-1")
    protection(gone, supervisor, member=gone.members.first())
    return kept, gone


@pytest.mark.parametrize("restricted", [(), (0,), (1,), (0, 1)])
def test_every_field_and_link_is_as_before(two, coordinator, supervisor, restricted):
    for side in restricted:
        close(two[side], coordinator, *([supervisor] if side else []))
    before = everything()
    made = join(*two, coordinator)
    assert everything() != before
    part(made, coordinator)
    assert everything() == before
    assert AuditEntry.objects.filter(action="record.unmerged").exists()


def test_that_of_people_too(two, coordinator):
    kept = two[1].members.first()
    gone = Member.objects.create(household=two[1], birth_date="1941-05-06", age_text="80代")
    Case.objects.filter(household=two[1]).update(person=gone)
    before = everything()
    part(join(kept, gone, coordinator), coordinator)
    assert everything() == before


def test_it_can_be_merged_again_and_taken_back_again(two, coordinator):
    before = everything()
    for _ in range(2):
        part(join(*two, coordinator), coordinator)
    assert everything() == before and Merge.objects.count() == 2


@pytest.mark.parametrize("version", [None, 9])
def test_it_asks_for_the_version(two, coordinator, version):
    made = join(*two, coordinator)
    with pytest.raises(Conflict):
        undo_merge(made=made, version=version, reason="別", by=coordinator)


def changed_address(kept, gone, user):
    Household.objects.filter(pk=kept.pk).update(address="別の町2-2")


def moved_case(kept, gone, user):
    Case.objects.filter(number="C-S-2").update(household=Household.objects.create(number="S-9"), person=None)


def person_of_the_other(kept, gone, user):
    Case.objects.filter(number="C-S-2").update(person=Member.objects.get(given_name="S-1母"))


def relation_across(kept, gone, user):
    Relation.objects.create(household=kept, first=Member.objects.get(given_name="S-1母"), second=Member.objects.get(given_name="S-2長男"), kind="blood")


def new_tie_of_a_moved_member(kept, gone, user):
    Tie.objects.create(household=kept, member=Member.objects.get(given_name="S-2母"), name="見本")


def new_protection(kept, gone, user):
    protection(kept, user)


def new_restriction(kept, gone, user):
    close(kept, user)


def merged_people(kept, gone, user):
    join(Member.objects.get(given_name="S-1母"), Member.objects.get(given_name="S-2母"), user)


@pytest.mark.parametrize("act, words", [
    (changed_address, "「住所」"), (moved_case, "ケースの「世帯」"), (person_of_the_other, "ケースが両方の世帯"),
    (relation_across, "世帯員の関係が両方"), (new_tie_of_a_moved_member, "周囲とのつながりが両方"), (new_protection, "支援措置が登録"),
    (merged_people, "世帯員も統合")])
def test_what_was_changed_since_is_told_and_nothing_is_taken_back(two, coordinator, act, words):
    made = join(*two, coordinator)
    act(*two, coordinator)
    before = everything()
    with pytest.raises(Refused, match=words):
        part(made, coordinator)
    assert everything() == before and Merge.objects.standing().filter(pk=made.pk).exists()


def test_a_restriction_changed_since_is_told(two, coordinator, supervisor):
    close(two[1], coordinator, supervisor)
    made = join(*two, coordinator)
    two[0].named.remove(supervisor)
    with pytest.raises(Refused, match="見ることができる利用者"):
        part(made, coordinator)


def test_what_is_not_of_the_merge_stays_as_it_was_changed(two, coordinator):
    made = join(*two, coordinator)
    Household.objects.filter(pk=two[0].pk).update(name="後の呼び名")
    Member.objects.filter(given_name="S-2母").update(phone="0422-33-4444")
    part(made, coordinator)
    assert Household.objects.get(number="S-1").name == "後の呼び名"
    assert Member.objects.get(phone="0422-33-4444").household == two[1]


def test_a_merge_of_the_one_that_stayed_is_taken_back_first(two, coordinator, small):
    third = home(small, coordinator, "S-3")
    before = everything()
    first = join(*two, coordinator)
    between = everything()
    second = join(third, two[0], coordinator)
    part(second, coordinator)
    assert everything() == between
    part(first, coordinator)
    assert everything() == before
    assert timezone.now() >= Merge.objects.get(pk=first.pk).undone_at

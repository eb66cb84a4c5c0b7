"""Relations proposed from 続柄: looked at one by one, stored only where somebody says so, drawn only when stored."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.kinship import COUPLE, PARENT, SIBLINGS, Person, proposals
from cases.models import Household, Member, Relation

FAMILIES = {
    "spouse and children": ("本人 妻 長男 二女", {("本人", "妻", COUPLE, "married"), ("本人", "長男", PARENT, "blood"), ("本人", "二女", PARENT, "blood"),
                                           ("妻", "長男", PARENT, "blood"), ("妻", "二女", PARENT, "blood")}),
    "8050": ("世帯主 母", {("母", "世帯主", PARENT, "blood")}),
    "parents": ("本人 父 母 弟", {("父", "本人", PARENT, "blood"), ("母", "本人", PARENT, "blood"), ("父", "母", COUPLE, "married"), ("父", "弟", PARENT, "blood"), ("母", "弟", PARENT, "blood")}),
    "siblings alone": ("本人 姉", {("本人", "姉", SIBLINGS, "siblings")}),
    "twins": ("本人 双子の妹", {("本人", "双子の妹", SIBLINGS, "twins")}),
    "twins and their mother": ("本人 母 双子の妹", {("母", "本人", PARENT, "blood"), ("母", "双子の妹", PARENT, "blood"), ("本人", "双子の妹", SIBLINGS, "twins")}),
    "three generations": ("本人 長男 長男の妻 孫", {("本人", "長男", PARENT, "blood"), ("長男", "長男の妻", COUPLE, "married"), ("長男", "孫", PARENT, "blood")}),
    "whose grandchild": ("本人 長男 長女 孫", {("本人", "長男", PARENT, "blood"), ("本人", "長女", PARENT, "blood"), ("長男", "孫", PARENT, "blood"), ("長女", "孫", PARENT, "blood")}),
    "in-laws": ("世帯主 妻 義母 妻の弟", {("世帯主", "妻", COUPLE, "married"), ("義母", "妻", PARENT, "blood"), ("妻", "妻の弟", SIBLINGS, "siblings")}),
    "cohabiting": ("本人 内縁の妻 元夫 養女", {("本人", "内縁の妻", COUPLE, "cohabiting"), ("本人", "元夫", COUPLE, "divorced"), ("本人", "養女", PARENT, "adopted")}),
    "grandmother": ("本人 母 祖母", {("母", "本人", PARENT, "blood"), ("祖母", "母", PARENT, "blood")}),
    "in brackets": ("世帯主（本人） 妻（未届）", {("世帯主（本人）", "妻（未届）", COUPLE, "cohabiting")}),
    "old and wide forms": ("本人 ムスメ 兒", set()),
    "two anchors": ("本人 世帯主 長男", set()),
    "nobody to read from": ("妻 長男", set()),
    "husband and wife": ("妻 夫", {("夫", "妻", COUPLE, "married")}),
    "whose wife": ("妻 夫 妻", set()),
    "unknown words": ("本人 同居人 甥 知人", set()),
    "two of the name": ("本人 長男 長男 長男の妻", {("本人", "長男", PARENT, "blood")}),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_words_speak_for_relations(name):
    words, expected = FAMILIES[name]
    people = [Person(place, word) for place, word in enumerate(words.split())]
    assert {(people[each.first].word, people[each.second].word, each.sort, each.kind) for each in proposals(people)} == expected


@given(st.lists(st.sampled_from(["本人", "世帯主", "妻", "夫", "父", "母", "祖母", "義母", "長男", "次女", "孫", "弟", "長男の妻", "長男の長男", "妻の子", "養女", "同居人"]) | st.text(max_size=4), max_size=7))
def test_no_words_make_a_pair_twice_or_of_one_person(words):
    found = proposals(Person(place, word) for place, word in enumerate(words))
    assert len({(frozenset((each.first, each.second)), each.sort) for each in found}) == len(found)
    assert all(each.first != each.second and each.kind in each.kinds for each in found)


@pytest.fixture
def home(small):
    household = Household.objects.create(number="S-1", district=small.districts["osawa"])
    for word in ("本人", "妻", "長男"):
        Member.objects.create(household=household, relation=word)
    return household


def keys(home):
    return [each.pk for each in home.members.order_by("pk")]


def test_nothing_is_chosen_before_somebody_chooses_and_nothing_is_drawn_before_it_is_stored(as_user, coordinator, home):
    client, url = as_user(coordinator), f"/households/{home.pk}/kinship/"
    assert "続柄から考えられる関係が3件あります" in client.get(f"/households/{home.pk}/").content.decode()
    form = client.get(url).context["form"]
    assert len(form.fields) == 3 and not [name for name in form.fields if form[name].value()]
    assert client.post(url, {}).status_code == 302 and not Relation.objects.exists()
    assert "まだ登録されていません" in client.get(f"/households/{home.pk}/family/").content.decode()


def test_what_is_chosen_is_stored_once_and_asked_no_more(as_user, coordinator, home):
    client, url = as_user(coordinator), f"/households/{home.pk}/kinship/"
    me, wife, son = keys(home)
    form = {f"{me}-{wife}-couple": "cohabiting", f"{me}-{son}-parent": "adopted"}
    for _ in range(2):
        assert client.post(url, form).status_code == 302
    assert set(Relation.objects.values_list("first", "kind", "second")) == {(me, "cohabiting", wife), (me, "adopted", son)}
    assert [*client.get(url).context["form"].proposed] == [f"{wife}-{son}-parent"]
    assert "続柄から考えられる関係が1件あります" in client.get(f"/households/{home.pk}/family/").content.decode()


def test_a_relation_that_is_there_by_now_stays_as_it_is(as_user, coordinator, home):
    me, wife, _ = keys(home)
    Relation.objects.create(household=home, first_id=wife, second_id=me, kind="divorced")
    as_user(coordinator).post(f"/households/{home.pk}/kinship/", {f"{me}-{wife}-couple": "married"})
    assert Relation.objects.get().kind == "divorced"


def test_what_cannot_be_is_refused_beside_the_pair(as_user, coordinator, home):
    me, _, son = keys(home)
    Member.objects.filter(pk=son).update(relation="父")
    extra = Member.objects.create(household=home, relation="祖父")
    Relation.objects.create(household=home, first_id=me, second_id=extra.pk, kind="blood")
    answer = as_user(coordinator).post(f"/households/{home.pk}/kinship/", {f"{son}-{me}-parent": "blood", f"{extra.pk}-{son}-parent": "blood"})
    assert answer.status_code == 422 and "自分の祖先" in answer.content.decode() and Relation.objects.count() == 1


def test_members_out_of_sight_are_in_no_question(as_user, coordinator, other_coordinator, home):
    Member.objects.filter(relation="妻").update(is_restricted=True)
    assert len(as_user(coordinator).get(f"/households/{home.pk}/kinship/").context["form"].proposed) == 1
    assert as_user(other_coordinator).get(f"/households/{home.pk}/kinship/").status_code == 404

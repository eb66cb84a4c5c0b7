"""家系図・エコマップ of a household: entered in the browser, drawn as far as it is in sight."""
import pytest

from cases.models import Case, Household, Member, Protection, Relation, Resource, Revision, Tie

pytestmark = pytest.mark.either


@pytest.fixture
def home(small):
    """見本家: a mother, her son and a daughter."""
    household = Household.objects.create(number="S-1", name="見本家", district=small.districts["osawa"], address="見本町9-9", phone="0422-00-0000")
    names = (("花子", "母", 2), ("太郎", "長男", 1), ("桃子", "長女", 2))
    household.people = [Member.objects.create(household=household, family_name="見本", given_name=name, relation=relation, sex=sex)
                        for name, relation, sex in names]
    return household


def family_page(client, home) -> str:
    return client.get(f"/households/{home.pk}/family/").content.decode()


def relate(client, home, first, kind, second, **more):
    return client.post(f"/households/{home.pk}/relations/new/", {
        "first": home.people[first].pk, "kind": kind, "second": home.people[second].pk, **more})


def test_what_is_entered_is_drawn_and_written_and_linked_from_the_household(as_user, coordinator, home):
    client = as_user(coordinator)
    assert f"/households/{home.pk}/family/" in client.get(f"/households/{home.pk}/").content.decode()
    assert relate(client, home, 0, "blood", 1).status_code == 302
    client.post(f"/households/{home.pk}/ties/new/", {"name": "隣の人", "strength": "strong", "direction": "from", "member": home.people[1].pk})
    page = family_page(client, home)
    assert page.count("<svg") >= 2 and "見本 太郎: 見本 花子の子" in page
    assert "隣の人: 見本 太郎との関係は強い関係、世帯への支援・働きかけ" in page


@pytest.mark.parametrize(("first", "kind", "second", "told"), [
    (1, "blood", 0, "すでに登録"), (0, "step", 1, "すでに登録"), (2, "blood", 0, "自分の祖先"), (1, "married", 1, "別の人")])
def test_what_cannot_be_is_refused_beside_the_field_and_kept(as_user, coordinator, home, first, kind, second, told):
    for parent, child in ((0, 1), (1, 2)):
        Relation.objects.create(household=home, first=home.people[parent], second=home.people[child], kind="blood")
    answer = relate(as_user(coordinator), home, first, kind, second, note="残る文")
    assert answer.status_code == 422 and told in answer.content.decode() and "残る文" in answer.content.decode()
    assert Relation.objects.count() == 2


def test_a_tie_has_one_other_end(as_user, coordinator, home):
    resource, client = Resource.objects.create(code="R-1", name="見本の会"), as_user(coordinator)
    for ends in ({}, {"name": "隣の人", "resource": resource.pk}):
        assert client.post(f"/households/{home.pk}/ties/new/", {"strength": "weak", "direction": "none", **ends}).status_code == 422


def test_what_is_withdrawn_stays_in_the_list_and_leaves_the_figure(as_user, coordinator, home):
    row = Relation.objects.create(household=home, first=home.people[0], second=home.people[1], kind="blood")
    client = as_user(coordinator)
    sent = {"first": row.first_id, "kind": "blood", "second": row.second_id, "is_withdrawn": "on", "version": 1}
    assert client.post(f"/relations/{row.pk}/edit/", sent).status_code == 302
    page = family_page(client, home)
    assert "取り消した" in page and "見本 花子の子" not in page
    assert Revision.objects.filter(kind="relation", object_id=row.pk).count() == 2
    assert "取り消す" in client.get(f"/relations/{row.pk}/history/").content.decode()


def test_a_closed_member_is_counted_and_never_drawn(as_user, coordinator, supervisor, home):
    closed = home.people[1]
    Member.objects.filter(pk=closed.pk).update(is_restricted=True)
    closed.named.set([supervisor])
    row = Relation.objects.create(household=home, first=home.people[0], second=closed, kind="blood", note="秘密の備考")
    tie = Tie.objects.create(household=home, member=closed, name="秘密の相手")
    client, page = as_user(coordinator), family_page(as_user(coordinator), home)
    assert "制限付きの世帯員 1名は、この図に描いていません" in page
    assert not [word for word in ("太郎", "長男", "秘密の相手", "秘密の備考") if word in page]
    assert {client.get(url).status_code for url in (f"/relations/{row.pk}/edit/", f"/ties/{tie.pk}/edit/", f"/ties/{tie.pk}/history/")} == {404}
    assert relate(client, home, 0, "blood", 1).status_code == 422
    assert "秘密の相手" in family_page(as_user(supervisor), home)


def test_a_protected_household_s_figures_tell_no_place(as_user, coordinator, home):
    shelter = Resource.objects.create(code="R-1", name="見本シェルター", category="居場所", address="見本町8-8")
    Tie.objects.create(household=home, resource=shelter, note="見本町に通う")
    Tie.objects.create(household=home, name="実家の近所")
    client = as_user(coordinator)
    assert "見本シェルター" in family_page(client, home)
    Protection.objects.create(household=home, reason="見本の理由", starts_on="2021-04-01", set_by=coordinator)
    page = family_page(client, home)
    for tie in Tie.objects.all():
        page += "".join(client.get(f"/ties/{tie.pk}/{last}/").content.decode() for last in ("edit", "history"))
        assert client.post(f"/ties/{tie.pk}/edit/", {"strength": "weak", "direction": "to", "version": 1}).status_code == 302
    assert set(Tie.objects.values_list("name", "strength")) == {("", "weak"), ("実家の近所", "weak")}
    assert "居場所" in page and not [word for word in ("見本シェルター", "実家の近所", "見本町", "0422-00") if word in page]


def test_a_whole_family_asks_as_few_questions_as_a_small_one(as_user, coordinator, home, django_assert_max_num_queries):
    client = as_user(coordinator)
    for at in range(10):
        child = Member.objects.create(household=home, given_name=f"子{at}")
        Relation.objects.create(household=home, first=home.people[0], second=child, kind="blood")
        Tie.objects.create(household=home, resource=Resource.objects.create(code=f"R-{at}", name=f"会{at}"), member=child)
    with django_assert_max_num_queries(36):
        family_page(client, home)


def test_the_person_of_the_open_case_is_drawn_double(as_user, coordinator, home, small):
    Case.objects.create(number="C-1", title="t", household=home, person=home.people[2], district=small.districts["osawa"],
                        opened_on="2021-04-01")
    assert "見本 桃子（長女、女性、本人、同居）" in family_page(as_user(coordinator), home)


def test_the_dead_of_known_day_are_dead(as_user, coordinator, home):
    client, member = as_user(coordinator), home.people[0]
    sent = {"relation": "母", "sex": "2", "birth_date": "S10.1.1", "died_on": "R3.1.2", "version": 1}
    assert client.post(f"/members/{member.pk}/edit/", sent).status_code == 302
    assert Member.objects.get(pk=member.pk).is_deceased and "母（母、女性、86歳、死亡）" not in family_page(client, home)
    assert "女性、86歳、死亡" in family_page(client, home)


def test_the_household_s_page_tells_since_when_and_until_when_someone_belongs_to_it(as_user, coordinator, home):
    Member.objects.filter(pk=home.people[1].pk).update(starts_on="2019-05-01", ends_on="2021-04-01")
    page = as_user(coordinator).get(f"/households/{home.pk}/").content.decode()
    assert "令和元年5月1日〜令和3年4月1日" in page and "世帯を離れた" in page


def test_what_begins_later_is_in_the_list_and_neither_drawn_nor_told(as_user, coordinator, home):
    mother, son, daughter = home.people
    Relation.objects.create(household=home, first=mother, second=son, kind="married", starts_on="2999-01-01")
    Relation.objects.create(household=home, first=mother, second=daughter, kind="blood", starts_on="2000-01-01")
    Tie.objects.create(household=home, name="来年からの人", starts_on="2999-04-01")
    page = family_page(as_user(coordinator), home)
    figures, rows = page.split("登録した関係とつながり", 1)
    assert "婚姻" not in figures.replace(">婚姻</text>", "").replace("父母（婚姻の記載なし）", "")
    assert "関係1件の図" in figures and "来年からの人" not in figures
    assert rows.count("始まる前") == 2 and "来年からの人" in rows


def test_until_the_day_of_a_divorce_two_are_married(as_user, coordinator, home):
    Relation.objects.create(household=home, first=home.people[0], second=home.people[1], kind="divorced", ends_on="2999-01-01")
    assert "見本 花子と見本 太郎: 婚姻" in family_page(as_user(coordinator), home)


def test_twins_are_entered_drawn_and_told(as_user, coordinator, home):
    client = as_user(coordinator)
    assert relate(client, home, 1, "twins", 2).status_code == 302
    page = family_page(client, home)
    assert "見本 太郎と見本 桃子: 双子" in page and "双子（ふたご）" in page
    assert "すでに登録" in relate(client, home, 2, "siblings", 1).content.decode()


@pytest.mark.parametrize(("kind", "told"), [
    ("married", "2人目（夫・妻など）"), ("separated", "2人目（夫・妻など）"), ("foster", "2人目（子）"), ("siblings", "2人目（きょうだい）"), ("twins", "2人目（双子）"),
    ("", "2人目（親と子では子）")])
def test_an_error_names_the_second_as_what_it_is_in_the_kind_chosen(as_user, coordinator, home, kind, told):
    client = as_user(coordinator)
    missing = client.post(f"/households/{home.pk}/relations/new/", {"first": home.people[0].pk, "kind": kind})
    assert f"{told}を選んでください。" in missing.content.decode()
    if kind:
        page = relate(client, home, 0, kind, 0).content.decode()
        assert f"{told}：別の人を選んでください。" in page and "親と子では子" not in page

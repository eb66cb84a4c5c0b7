"""The menus show what the role may open, and the council's names are the admin's to change."""
import pytest

from cases.models import Council


def menu(client):
    return [entry.route for entry, _ in client.get("/settings/").context["entries"]]


def test_each_role_is_offered_what_it_may_open(as_user, coordinator, admin):
    offered = menu(as_user(coordinator))
    assert "codebook" in offered and not {"user_list", "district_list", "council_edit"} & set(offered)
    assert {"codebook", "user_list", "district_list", "council_edit"} <= set(menu(as_user(admin)))


def test_everything_offered_can_be_opened(as_user, admin):
    client = as_user(admin)
    for _, address in client.get("/settings/").context["entries"]:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("persona", ["coordinator", "admin"])
def test_the_frame_offers_the_records_to_everyone_who_may_be_assigned(request, client, persona):
    client.force_login(request.getfixturevalue(persona))
    page = client.get("/settings/").content.decode()
    assert 'href="/households/"' in page and 'href="/resources/"' in page


def test_the_page_one_is_on_is_marked(as_user, coordinator):
    page = as_user(coordinator).get("/households/new/").content.decode()
    assert 'href="/households/" aria-current="page"' in page and 'href="/cases/" aria-current' not in page


def test_the_councils_names_are_changed(as_user, admin):
    as_user(admin).post("/settings/council/", {"name": "見本社会福祉協議会", "programme": "見本の事業", "mask_below": "3", "version": 1})
    assert (Council.current().name, Council.objects.count()) == ("見本社会福祉協議会", 1)


@pytest.mark.either
@pytest.mark.parametrize(("typed", "words"), [("-1", "1以上の数にしてください。"), ("0", "1以上の数にしてください。"), ("21", "20以下の数にしてください。"),
                                              ("9" * 19, "20以下の数にしてください。")])
def test_the_limits_of_what_is_masked_are_told_as_they_are(as_user, admin, typed, words):
    response = as_user(admin).post("/settings/council/", {"name": "見本", "programme": "見本", "mask_below": typed, "version": 1})
    assert response.status_code == 422 and response.context["form"].errors["mask_below"] == [words]
    assert f'value="{typed}"' in response.content.decode() and not Council.objects.filter(name="見本").exists()


def test_a_council_without_a_name_is_refused(as_user, admin):
    response = as_user(admin).post("/settings/council/", {"name": "", "programme": "見本"})
    assert response.status_code == 422 and "協議会の名称を入力してください" in response.content.decode()

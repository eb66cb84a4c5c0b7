"""Saved searches (保存した条件): kept by their owner, opened within today's sight, without a name in any address."""
import datetime
import json

import pytest

from cases.models import AuditEntry, Case, Household, Revision, SavedSearch
from tests.factories import log_contact

NAMED = {"name": "田中さんの電話"}


@pytest.fixture
def contacts(small, coordinator):
    """One contact with the searched word and one without."""
    return [log_contact(small, coordinator, "topic:meal", text=text) for text in ("田中さんから電話", "見学")]


def saved_from(client, list_url, typed, **fields):
    """Ask a list, follow 「この条件を保存する」 and save under a name: (address of the form, answer)."""
    page = client.post(list_url, {"q": typed, **fields}, follow=True)
    address = page.context["save_address"]
    form = client.get(address).context["form"]
    return address, client.post(address, NAMED | {name: form[name].value() for name in ("page", "conditions", "form_token")})


def test_what_a_list_was_asked_for_is_saved_and_found_again(as_user, coordinator, contacts):
    client = as_user(coordinator)
    address, answer = saved_from(client, "/contacts/", "田中", topic="meal")
    saved = SavedSearch.objects.get()
    assert answer.url == "/searches/" and saved.owner == coordinator
    assert saved.conditions == {"q": "田中", "topic": "meal"} and saved.words == "相手・記録・番号・氏名・電話番号：田中、相談内容：食事"
    assert "田中" not in address and "%E7" not in address
    client.session.flush()
    client.force_login(coordinator)
    opened = client.get(f"/searches/{saved.pk}/")
    assert "%E7" not in opened.url and opened.url.startswith("/contacts/?topic=meal&s=")
    assert [each.pk for each in client.get(opened.url).context["page"]] == [contacts[0].pk]


@pytest.mark.parametrize(("url", "model"), [("/cases/", Case), ("/households/", Household)])
def test_cases_and_households_too(as_user, coordinator, small, url, model):
    more = {"title": "田中", "subject": "place", "opened_on": "2021-04-01"} if model is Case else {"name": "田中"}
    for number, name in (("X-1", "田中"), ("X-2", "見本")):
        model.objects.create(number=number, district=small.districts["osawa"], **{key: name if value == "田中" else value for key, value in more.items()})
    client = as_user(coordinator)
    saved_from(client, url, "田中")
    page = client.get(f"/searches/{SavedSearch.objects.get().pk}/", follow=True).context["page"]
    assert [each.number for each in page] == ["X-1"]


def test_it_finds_only_what_is_in_sight_when_it_is_opened(as_user, coordinator, contacts):
    saved = SavedSearch.objects.create(owner=coordinator, page="contact_list", name="見本", conditions={"q": "田中"})
    coordinator.assignments.update(ends_on=datetime.date(2020, 5, 1))
    page = as_user(coordinator).get(f"/searches/{saved.pk}/", follow=True)
    assert not page.context["page"].paginator.count and "田中さんから" not in page.content.decode()


def test_a_district_out_of_sight_is_left_out_and_said(as_user, coordinator, contacts):
    saved = SavedSearch.objects.create(owner=coordinator, page="contact_list", name="見本",
                                       conditions={"district": "renjaku", "topic": "meal", "nonsense": "x"})
    page = as_user(coordinator).get(f"/searches/{saved.pk}/", follow=True)
    assert page.redirect_chain[0][0] == "/contacts/?topic=meal" and "外しました：地区" in page.content.decode()


@pytest.mark.either
@pytest.mark.parametrize("conditions", ["", "{}", "[]", "x", '{"q": ["x"]}', '{"month": "13"}', "[" * 5000])
def test_nothing_to_save_is_refused_and_the_name_kept(as_user, coordinator, conditions):
    answer = as_user(coordinator).post("/searches/new/", NAMED | {"page": "contact_list", "conditions": conditions})
    assert answer.status_code == 422 and NAMED["name"] in answer.content.decode() and not SavedSearch.objects.exists()


def test_it_is_nobody_else_s(as_user, coordinator, supervisor, admin):
    saved = SavedSearch.objects.create(owner=coordinator, page="case_list", name="見本の名", conditions={"q": "田中"})
    for other in (supervisor, admin):
        client = as_user(other)
        assert "見本の名" not in client.get("/searches/").content.decode() + client.get("/cases/").content.decode()
        assert {client.get(f"/searches/{saved.pk}/{page}").status_code for page in ("", "edit/")} == {404}
        assert client.post(f"/searches/{saved.pk}/delete/", {"version": 1}).status_code == 404


def test_renamed_and_deleted(as_user, coordinator):
    client, saved = as_user(coordinator), SavedSearch.objects.create(owner=coordinator, page="case_list", name="前の名")
    assert client.post(f"/searches/{saved.pk}/edit/", {"name": "後の名", "version": 1}).url == "/searches/"
    assert "後の名" in client.get("/cases/").content.decode()
    assert client.post(f"/searches/{saved.pk}/delete/", {"version": 1}).status_code == 409
    assert client.post(f"/searches/{saved.pk}/delete/", {"version": 2}).url == "/searches/"
    assert not SavedSearch.objects.exists()


def test_the_audit_tells_that_it_was_saved_and_not_whom_it_names(as_user, coordinator, contacts):
    saved_from(as_user(coordinator), "/contacts/", "田中")
    revision = Revision.objects.get(kind="savedsearch")
    assert AuditEntry.objects.filter(action="savedsearch.created").count() == 1
    assert set(json.loads(revision.changes)) & {"conditions", "words"} == set()


def test_a_list_asks_once_for_them_all(as_user, coordinator, django_assert_max_num_queries):
    client = as_user(coordinator)
    for number in range(12):
        SavedSearch.objects.create(owner=coordinator, page="case_list", name=f"見本{number}", conditions={"state": "all"})
    with django_assert_max_num_queries(14):
        assert client.get("/searches/").status_code == 200


@pytest.mark.parametrize("name", ["見本１", " 見本1 "])
def test_two_of_one_user_do_not_bear_one_name(as_user, coordinator, other_coordinator, contacts, name):
    SavedSearch.objects.create(owner=other_coordinator, page="contact_list", name="別の名前", conditions={"topic": "meal"})
    first, other = (SavedSearch.objects.create(owner=coordinator, page="contact_list", name=each, conditions={"topic": "meal"}) for each in ("見本1", "見本2"))
    client = as_user(coordinator)
    for url, sent in ((f"/searches/{other.pk}/edit/", {"version": 1}), ("/searches/new/", {"page": "contact_list", "conditions": '{"topic": "meal"}'})):
        page = client.post(url, sent | {"name": name})
        assert page.status_code == 422 and "すでに保存されています" in page.content.decode()
    assert client.post(f"/searches/{first.pk}/edit/", {"version": 1, "name": name}).status_code == 302
    assert client.post(f"/searches/{other.pk}/edit/", {"version": 1, "name": "別の名前"}).status_code == 302
    assert SavedSearch.objects.filter(owner=coordinator).count() == 2


def test_it_is_asked_before_one_is_deleted(as_user, coordinator, contacts):
    saved, client = SavedSearch.objects.create(owner=coordinator, page="contact_list", name="見本", conditions={"topic": "meal"}), as_user(coordinator)
    address = f"/searches/{saved.pk}/delete/"
    assert f'href="{address}"' in client.get("/searches/").content.decode()
    page = client.get(address).content.decode()
    assert "見本」を消しますか" in page and SavedSearch.objects.exists()
    assert client.post(address, {"version": 1}).url == "/searches/" and not SavedSearch.objects.exists()

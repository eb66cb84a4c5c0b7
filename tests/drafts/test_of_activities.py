"""Drafts of the register (地域支援の記録): kept as one types, listed with the others, counted nowhere, gone with the save."""
import uuid

import pytest

from cases.models import Activity, ActivityKind, Draft

SAVE, SCRIPT = "/drafts/save/", {"HX-Request": "true"}


@pytest.fixture
def typed(small, coordinator):
    """A half-written entry, as the page sends it."""
    kind = ActivityKind.objects.create(code="salon-x", name="見本サロン", asks_visitors=True)
    return {"form_token": str(uuid.uuid4()), "draft_page": str(uuid.uuid4()), "draft_noun": "activity", "draft_target": "", "draft_version": "",
            "date": "R3.13.", "kind": kind.pk, "title": "見本サロン十二月", "place": "公会堂", "visitors": "十二人", "is_citywide": "on",
            "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "text": "書きかけの内容"}


@pytest.fixture
def client(as_user, coordinator, typed):
    client = as_user(coordinator)
    assert client.post(SAVE, typed, headers=SCRIPT).status_code == 204
    return client


def test_it_is_listed_among_the_drafts_and_stands_in_no_list_of_entries(client):
    page = client.get("/drafts/").content.decode()
    assert "新しい地域支援の記録" in page and "見本サロン十二月" in page and "書きかけの内容" in page
    assert not Activity.objects.exists() and client.get("/activities/").context["page"].paginator.count == 0
    assert "書きかけの下書きが1件あります" in client.get("/").content.decode()


def test_going_on_gives_every_field_back_as_it_was_typed(client, typed):
    page = client.get(client.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]).content.decode()
    for words in ('value="R3.13."', 'value="十二人"', 'value="公会堂"', "書きかけの内容", f'name="form_token" value="{typed["form_token"]}"'):
        assert words in page
    assert page.count("checked") == 3  # kind, coordinator, citywide


def test_saving_the_entry_removes_it_and_a_late_one_is_not_kept(client, typed):
    whole = typed | {"date": "R3.12.5", "visitors": "12"}
    assert client.post("/activities/new/", typed).status_code == 422 and Draft.objects.exists()
    assert client.post("/activities/new/", whole).status_code == 302
    assert Activity.objects.count() == 1 and not Draft.objects.exists()
    assert client.post(SAVE, typed, headers=SCRIPT).headers["X-Draft"] == "finished" and not Draft.objects.exists()


def test_a_change_of_an_entry_is_kept_too_and_goes_with_its_save(client, typed):
    client.post("/activities/new/", typed | {"date": "R3.12.5", "visitors": "12"})
    entry = Activity.objects.get()
    change = typed | {"draft_target": entry.pk, "version": entry.version, "text": "書き直しの途中", "draft_page": str(uuid.uuid4())}
    client.post(SAVE, change, headers=SCRIPT)
    go_on = client.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    assert go_on.startswith(f"/activities/{entry.pk}/edit/") and "書き直しの途中" in client.get(go_on).content.decode()
    client.post(f"/activities/{entry.pk}/edit/", change | {"date": "R3.12.5", "visitors": "12"})
    assert Activity.objects.get().text == "書き直しの途中" and not Draft.objects.exists()


def test_it_opens_in_no_form_of_contacts_and_in_nobody_elses(client, as_user, supervisor):
    draft = Draft.objects.get()
    assert "書きかけの内容" not in client.get(f"/contacts/new/?draft={draft.pk}").content.decode()
    assert "書きかけの内容" not in as_user(supervisor).get(f"/activities/new/?draft={draft.pk}").content.decode()


def test_a_session_that_ended_keeps_the_text_and_the_log_in_saves_it(client, typed, coordinator):
    client.logout()
    assert client.post(SAVE, typed, headers=SCRIPT).status_code == 401
    page = client.post("/activities/new/", typed).content.decode()
    assert "書きかけの内容" in page and Draft.objects.count() == 1

"""Drafts: kept as one types, the writer's alone, gone on with, counted nowhere, gone with the save or after 14 days."""
import datetime
import re
import uuid

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from cases.models import Case, Contact, ContactCategory, Draft
from cases.models.drafts import DraftQuerySet
from cases.services import contacts
from cases.templatetags.japanese import wareki, wareki_time
from tests.factories import log_contact

SAVE = "/drafts/save/"
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def typed(small, coordinator):
    """A half-written contact, as the page sends it."""
    return {"form_token": str(uuid.uuid4()), "draft_page": str(uuid.uuid4()), "draft_target": "", "draft_version": "",
            "date": "R3.13.", "time": "午後", "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk],
            "text": "書きかけの見本", "axis_kind": "new", "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["meal"],
            "csrfmiddlewaretoken": "x" * 32, "again-password": "secret"}


def keep(client, typed, **change):
    return client.post(SAVE, typed | change, headers=SCRIPT)


def test_what_is_typed_is_kept_right_or_wrong(as_user, coordinator, typed):
    assert keep(as_user(coordinator), typed).status_code == 204
    draft = Draft.objects.get()
    assert (draft.owner, draft.text, draft.typed["date"]) == (coordinator, "書きかけの見本", "R3.13.")
    assert not {"csrfmiddlewaretoken", "again-password", "draft_page"} & set(draft.data)


def test_typing_on_keeps_one_draft(as_user, coordinator, typed):
    client = as_user(coordinator)
    for text in ("一", "一二", "一二三"):
        keep(client, typed, text=text)
    assert Draft.objects.get().text == "一二三"


def test_it_is_counted_nowhere(as_user, coordinator, typed):
    client = as_user(coordinator)
    keep(client, typed)
    assert not Contact.objects.exists() and not ContactCategory.objects.exists()
    assert "書きかけの見本" not in client.get("/contacts/").content.decode() + client.get("/").content.decode()


def test_it_is_listed_and_today_says_how_many(as_user, coordinator, typed):
    client = as_user(coordinator)
    keep(client, typed)
    assert "書きかけの見本" in client.get("/drafts/").content.decode()
    assert "書きかけの下書きが1件あります" in client.get("/").content.decode()


def test_it_is_told_apart_by_its_case_or_by_who_was_written_down(as_user, small, coordinator, typed):
    case = Case.objects.create(number="C-7", title="見本の相談", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    client = as_user(coordinator)
    for change in ({"case": case.pk}, {"counterpart": "見本病院"}, {"home_name": "見本家"}, {"case": "9" * 30}):
        keep(client, typed, text="", form_token=str(uuid.uuid4()), draft_page=str(uuid.uuid4()), **change)
    page = client.get("/drafts/").content.decode()
    assert all(words in page for words in ("C-7 見本の相談", "見本病院", "見本家"))
    first = Draft.objects.order_by("pk").first()
    assert "C-7 見本の相談" in client.get(f"/drafts/{first.pk}/").content.decode()
    Case.objects.update(is_restricted=True)
    assert "見本の相談" not in client.get("/drafts/").content.decode() + client.get(f"/drafts/{first.pk}/").content.decode()


def test_going_on_gives_every_field_back_as_it_was_typed(as_user, coordinator, typed):
    client = as_user(coordinator)
    keep(client, typed)
    go_on = client.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    page = client.get(go_on).content.decode()
    for words in ('value="R3.13."', 'value="午後"', "書きかけの見本", f'name="form_token" value="{typed["form_token"]}"'):
        assert words in page
    assert page.count(" checked") == 5


def test_another_page_of_the_same_draft_does_not_write_over_it(as_user, coordinator, typed):
    client = as_user(coordinator)
    keep(client, typed)
    assert keep(client, typed, draft_page=str(uuid.uuid4()), text="別の画面の文").status_code == 409
    opened = keep(client, typed, draft_page=str(uuid.uuid4()), draft_version="1", text="続きの文")
    assert opened.status_code == 204 and Draft.objects.get().text == "続きの文"
    assert keep(client, typed, text="古い画面の文").status_code == 409


@pytest.fixture
def chosen(small, coordinator, typed):
    """What the page sends once a case is chosen whose last contacts were visits of its own district."""
    case = Case.objects.create(number="C-7", title="見本の相談", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    for _ in range(2):
        log_contact(small, coordinator, "kind:case", "consulter:self", "method:visit", "target:elderly", "topic:meal", case=case)
    today = timezone.localdate()
    begun = {name: typed[name] for name in ("form_token", "draft_page", "draft_target", "draft_version", "district", "coordinators")}
    return begun | {"draft_noun": "contact", "case": case.pk, "date": f"R{today.year - 2018}.{today.month}.{today.day}", "time": "", "text": "", "counterpart": "", "who": "",
                    "axis_kind": "case", "axis_consulter": "self", "axis_method": "visit", "axis_target": "elderly"}


def test_a_case_that_was_only_chosen_is_no_draft(as_user, coordinator, chosen):
    client = as_user(coordinator)
    assert keep(client, chosen).headers["X-Draft"] == "empty" and not Draft.objects.exists()
    for name in ("axis_kind", "axis_consulter", "axis_method", "axis_target"):
        keep(client, chosen | {name: ""})
    assert not Draft.objects.exists()
    keep(client, chosen, text="電話")
    keep(client, chosen)
    assert Draft.objects.get().text == ""


@pytest.mark.parametrize("change", [
    {"text": "電話"}, {"axis_method": "phone"}, {"axis_topic": ["meal"]}, {"axis_action": ["listen"], "main_action": "listen"}, {"date": "R3.4.5"}, {"date": "きょうかな"}, {"date": ""},
    {"time": "10:30"}, {"minutes": "20"}, {"counterpart": "民生委員"}, {"next_action_on": "+7"}, {"also_cases": "C-8"}, {"home_name": "見本家"}, {"who": "C-8"}, {"activity": "1"},
    {"coordinators": []}, {"district": "renjaku"}, {"case": "999999"}, {"case": ""}])
def test_whatever_was_typed_or_chosen_besides_is_one(as_user, small, coordinator, chosen, change):
    if change.get("district"):
        change = {"district": small.districts["renjaku"].pk}
    assert keep(as_user(coordinator), chosen, **change).headers["X-Draft"] == "kept" and Draft.objects.count() == 1


def test_a_case_alone_is_a_draft_for_whoever_presses_the_button(as_user, coordinator, chosen):
    as_user(coordinator).post(SAVE, chosen)
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("persona", ["other_coordinator", "supervisor", "admin"])
def test_nobody_else_sees_it(request, as_user, coordinator, typed, persona):
    keep(as_user(coordinator), typed)
    client, draft = as_user(request.getfixturevalue(persona)), Draft.objects.get()
    assert "書きかけの見本" not in client.get("/drafts/").content.decode()
    assert client.get(f"/drafts/{draft.pk}/").status_code == 404
    assert client.post(f"/drafts/{draft.pk}/discard/", {"version": 1}).status_code == 404
    assert "書きかけの見本" not in client.get(f"/contacts/new/?draft={draft.pk}").content.decode()


def test_saving_the_record_removes_the_draft_in_the_same_transaction(as_user, coordinator, typed, monkeypatch):
    client = as_user(coordinator)
    keep(client, typed)
    whole = typed | {"date": "R3.4.5", "time": "", "axis_target": "elderly"}
    monkeypatch.setattr(contacts, "_set_codings", _broken)
    client.raise_request_exception = False
    assert client.post("/contacts/new/", whole).status_code == 503 and Draft.objects.exists()
    monkeypatch.undo()
    assert client.post("/contacts/new/", whole).status_code == 302
    assert Contact.objects.count() == 1 and not Draft.objects.exists()


def _broken(*args):
    raise OperationalError


def test_a_late_draft_of_a_saved_record_is_not_kept(as_user, coordinator, typed):
    client = as_user(coordinator)
    client.post("/contacts/new/", typed | {"date": "R3.4.5", "time": "", "axis_target": "elderly"})
    assert keep(client, typed).headers["X-Draft"] == "finished" and not Draft.objects.exists()


@pytest.fixture
def editing(small, coordinator, typed):
    """A stored contact, and a half-written change of it."""
    contact = log_contact(small, coordinator, text="はじめの記録")
    return contact, typed | {"draft_target": contact.pk, "version": contact.version, "text": "書き直しの途中"}


def test_a_change_of_a_record_is_kept_too_and_goes_with_its_save(as_user, coordinator, editing):
    contact, form = editing
    client = as_user(coordinator)
    keep(client, form)
    page = client.get(f"/contacts/{contact.pk}/edit/?draft={Draft.objects.get().pk}").content.decode()
    assert "書き直しの途中" in page
    whole = form | {"date": "R3.4.5", "time": "", "axis_target": "elderly"}
    assert client.post(f"/contacts/{contact.pk}/edit/", whole).status_code == 302 and not Draft.objects.exists()


def test_who_lost_the_district_still_reads_the_own_words_but_cannot_save_them_there(as_user, coordinator, editing):
    contact, form = editing
    client = as_user(coordinator)
    keep(client, form)
    coordinator.assignments.all().delete()
    response = client.get(f"/drafts/{Draft.objects.get().pk}/")
    assert "書き直しの途中" in response.content.decode() and response.context["go_on"] == ""
    assert client.get(f"/contacts/{contact.pk}/edit/?draft={Draft.objects.get().pk}").status_code == 404


@pytest.mark.parametrize(("days", "listed", "noticed"), [(0, True, False), (10.9, True, False), (11.1, True, True), (14.1, False, False)])
def test_it_expires_after_14_days_with_a_notice_before(as_user, coordinator, typed, days, listed, noticed):
    client = as_user(coordinator)
    keep(client, typed)
    Draft.objects.update(updated_at=timezone.now() - datetime.timedelta(days=days))
    page = client.get("/drafts/").content.decode()
    assert ("書きかけの見本" in page, "まもなく消えます" in page) == (listed, noticed)


def test_expired_drafts_are_removed_by_the_command_and_by_the_next_save_but_not_by_reading(as_user, coordinator, typed, capsys):
    client, old = as_user(coordinator), timezone.now() - datetime.timedelta(days=15)
    for remove in (lambda: call_command("purge_drafts"), lambda: keep(client, typed, form_token=str(uuid.uuid4()))):
        Draft.objects.create(owner=coordinator, form_token=uuid.uuid4(), data={"text": ["古い"]}, updated_at=old)
        client.get("/drafts/")
        assert Draft.objects.filter(updated_at=old).exists()
        remove()
        assert Draft.objects.get(updated_at=old).data == {}
        Draft.objects.filter(updated_at=old).delete()


def test_today_says_that_drafts_are_about_to_vanish_how_many_and_when(as_user, coordinator, other_coordinator, typed):
    client = as_user(coordinator)
    now = timezone.now()
    for days in (1, 12, 13):
        Draft.objects.create(owner=coordinator, form_token=uuid.uuid4(), data={"text": ["見本"]}, updated_at=now - datetime.timedelta(days=days))
    page = client.get("/").content.decode()
    assert "書きかけの下書きが3件あります" in page and "うち2件は、まもなく消えます。" in page
    assert f"早いものは{wareki_time(now + datetime.timedelta(days=1))}に消えます" in page
    assert "まもなく" not in as_user(other_coordinator).get("/").content.decode()


@pytest.mark.either
def test_who_wrote_one_that_vanished_is_told_once_without_a_word_of_it(as_user, coordinator, other_coordinator, typed):
    client, old = as_user(coordinator), timezone.now() - datetime.timedelta(days=15)
    draft = Draft.objects.create(owner=coordinator, form_token=uuid.uuid4(), data={"text": ["古い見本"]}, updated_at=old)
    told = f"{wareki(timezone.localtime(old).date())}に書いた下書き（1件）は、14日の間、書き足されなかったため消えました。"
    assert told not in " ".join(client.get("/").content.decode().split())
    call_command("purge_drafts")
    Draft.objects.create(owner=other_coordinator, form_token=uuid.uuid4(), data={}, updated_at=old)
    page = client.get("/").content.decode()
    assert told in re.sub(r"<input[^>]*>", "", page) and "古い見本" not in page and "古い見本" not in client.get("/drafts/").content.decode()
    as_user(other_coordinator).post("/drafts/gone/", {"gone": [draft.pk, "x", "9" * 30]})
    assert Draft.objects.filter(pk=draft.pk).exists()
    as_user(coordinator).post("/drafts/gone/", {"gone": draft.pk})
    assert "消えました" not in client.get("/").content.decode() and not Draft.objects.filter(owner=coordinator).exists()


def test_another_change_of_the_record_begins_anew_where_one_had_vanished(as_user, coordinator, editing):
    contact, form = editing
    client = as_user(coordinator)
    keep(client, form)
    Draft.objects.update(updated_at=timezone.now() - datetime.timedelta(days=15), data={}, version=7)
    assert keep(client, form, draft_page=str(uuid.uuid4())).status_code == 204 and Draft.objects.get().text == "書き直しの途中"


def test_a_page_that_stayed_open_goes_on_with_its_draft_after_it_had_vanished(as_user, coordinator, typed):
    client = as_user(coordinator)
    keep(client, typed)
    Draft.objects.update(updated_at=timezone.now() - datetime.timedelta(days=15), data={})
    assert keep(client, typed).status_code == 204 and Draft.objects.get().text == "書きかけの見本"


def test_it_is_given_up_on_purpose_only(as_user, coordinator, typed):
    client = as_user(coordinator)
    keep(client, typed)
    draft = Draft.objects.get()
    keep(client, typed, text="書き足した文")
    refused = client.post(f"/drafts/{draft.pk}/discard/", {"version": 1})
    assert refused.status_code == 409 and "書き足した文" in refused.content.decode()
    client.post(f"/drafts/{draft.pk}/discard/", {"version": 2})
    assert not Draft.objects.exists()


def test_without_a_script_the_button_keeps_it_and_shows_the_list(as_user, coordinator, typed):
    response = as_user(coordinator).post(SAVE, typed, follow=True)
    assert "下書きに保存しました" in response.content.decode() and "書きかけの見本" in response.content.decode()


@pytest.mark.parametrize("change", [{"draft_page": str(uuid.uuid4()), "text": "別の画面の文"}, {"text": "長" * 200_001}])
def test_without_a_script_a_refused_draft_stays_readable(as_user, coordinator, typed, change):
    client = as_user(coordinator)
    keep(client, typed)
    response = client.post(SAVE, typed | change)
    assert response.status_code in (409, 422) and change["text"][:50] in response.content.decode()
    assert Draft.objects.get().text == "書きかけの見本"


def test_a_page_that_is_left_while_its_first_draft_is_on_the_way_keeps_the_later_text(as_user, coordinator, typed, monkeypatch):
    client = as_user(coordinator)
    keep(client, typed)
    of_form, looked = DraftQuerySet.of_form, []
    monkeypatch.setattr(DraftQuerySet, "of_form", lambda *form: (looked.append(1), of_form(*form) if looked[1:] else form[0].none())[1])
    assert keep(client, typed, text="書き足した文").status_code == 204
    assert Draft.objects.get().text == "書き足した文" and len(looked) == 2


def test_saved_as_another_record_it_leaves_no_draft_behind(as_user, coordinator, typed):
    client, whole = as_user(coordinator), typed | {"date": "R3.4.5", "time": "", "axis_target": "elderly"}
    client.post("/contacts/new/", whole)
    answer = client.post("/contacts/new/", whole | {"text": "別の文"})
    keep(client, whole, text="別の文", draft_target=answer.context["draft_target"])
    assert answer.status_code == 409 and Draft.objects.get().target == Contact.objects.get().pk
    client.post("/contacts/new/", whole | {"text": "別の文", "form_token": answer.context["new_token"]})
    assert Contact.objects.count() == 2 and not Draft.objects.exists()


def test_a_session_that_ended_is_a_bare_answer(client, typed, small):
    response = keep(client, typed)
    assert (response.status_code, response.content) == (401, b"") and not Draft.objects.exists()

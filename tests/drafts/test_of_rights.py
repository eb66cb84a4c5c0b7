"""Drafts of the forms that not everybody of a district may send: restrictions, settings; and of 世帯の分類, whose year goes along."""
import html

import pytest

from cases.models import Axis, Case, Category, District, Draft, Household, Question, Tie
from tests.factories import make_user
from tests.objects import protect

from .lines import CHANGED, NEW, RIGHTS, forms, keep, sent, where

pytestmark = pytest.mark.either
LINES = [(noun, *line) for noun, line in RIGHTS.items()]
TEXTS = [line for line in LINES if line[0] != "householdtypes"]
TYPED = "見本の文"  # short enough for a line of 200 characters


@pytest.fixture
def site(as_user, objects, supervisor, admin):
    """The browser of who may send the form."""
    return lambda line: as_user(admin if line[0] in ("council", "district", "question") else supervisor)


def typed_into(client, line, objects, **change):
    return sent(client, line, objects) | {line[4]: TYPED} | change


@forms(TEXTS)
def test_it_is_kept_listed_gone_on_with_and_goes_with_the_save(site, objects, line):
    client = site(line)
    form = typed_into(client, line, objects)
    assert keep(client, form).headers["X-Draft"] == "kept"
    draft, page = Draft.objects.get(), client.get("/drafts/").content.decode()
    assert draft.kind_words in page and draft.begins == TYPED and TYPED in page
    assert "下書きを開く" in client.get(where(line, objects)).content.decode()
    answer = client.get(client.get(f"/drafts/{draft.pk}/").context["go_on"])
    assert answer.context["form"][line[4]].value() == TYPED and "field-error" not in answer.content.decode()
    done = client.post(where(line, objects), form)
    assert done.status_code == 302 and not Draft.objects.exists(), done.context and done.context["form"].errors
    assert keep(client, form).headers["X-Draft"] == "finished"


@forms(LINES)
def test_every_field_is_kept(site, objects, line):
    kept = Draft(noun=line[0]).form.keeps
    assert [name for name in site(line).get(where(line, objects)).context["form"].fields if not kept(name)] == []


@forms([line for line in TEXTS if line[0] not in ("council", "district", "question")])
def test_who_may_not_send_it_reads_the_own_words_and_goes_on_nowhere(site, as_user, objects, line):
    client = site(line)
    keep(client, typed_into(client, line, objects))
    writer = Draft.objects.get().owner
    writer.role = "coordinator"
    writer.save()
    answer = as_user(writer).get(f"/drafts/{Draft.objects.get().pk}/")
    assert answer.context["go_on"] == "" and TYPED in answer.content.decode()


@pytest.mark.parametrize("kind", ["household", "case", "member"])
def test_a_restriction_without_a_reason_is_refused_and_its_draft_stays(site, objects, kind):
    line = (f"{kind}restriction", *RIGHTS[f"{kind}restriction"])
    client = site(line)
    form = typed_into(client, line, objects)
    keep(client, form)
    assert client.post(where(line, objects), form | {"reason": ""}).status_code == 422 and Draft.objects.get().typed["reason"] == TYPED
    type(objects[kind]).objects.filter(pk=objects[kind].pk).update(version=7)
    assert client.post(where(line, objects), form).status_code == 409 and Draft.objects.exists()


def test_a_restriction_that_somebody_else_made_takes_the_way_on_from_the_draft(site, objects):
    line = ("caserestriction", *RIGHTS["caserestriction"])
    client = site(line)
    keep(client, typed_into(client, line, objects))
    Case.objects.update(is_restricted=True)
    page = client.get(f"/drafts/{Draft.objects.get().pk}/")
    assert page.context["go_on"] == "" and "見本の相談" not in page.content.decode() + client.get("/drafts/").content.decode()


@pytest.mark.parametrize(("kind", "words"), [("household", "S-1 見本の家"), ("case", "C-1 見本の相談"), ("member", "S-1 見本の家　母")])
def test_a_restriction_says_of_which_record_it_is_and_who_is_chosen_as_long_as_that_is_in_sight(site, objects, small, coordinator, kind, words):
    line, stranger = (f"{kind}restriction", *RIGHTS[f"{kind}restriction"]), make_user("coordinator", "yoso")
    client = site(line)
    keep(client, typed_into(client, line, objects, named=[coordinator.pk, stranger.pk, "x"]))
    pages = ("/drafts/", f"/drafts/{Draft.objects.get().pk}/")
    for page in pages:
        shown = html.unescape(client.get(page).content.decode())
        assert words in shown and f"見られる人：{coordinator.name}" in shown and stranger.name not in shown
    Household.everything.update(is_restricted=True)
    Case.everything.update(is_restricted=True)
    for page in pages:
        shown = html.unescape(client.get(page).content.decode())
        assert "今は見られない" in shown and coordinator.name not in shown and not any(word in shown for word in words.split())


@pytest.mark.parametrize("kind", ["household", "case", "member"])
def test_a_restriction_saved_since_is_told_when_the_draft_is_gone_on_with(site, objects, supervisor, kind):
    line, record = (f"{kind}restriction", *RIGHTS[f"{kind}restriction"]), objects[kind]
    client = site(line)
    form = typed_into(client, line, objects)
    keep(client, form)
    type(record).objects.filter(pk=record.pk).update(version=record.version + 1, is_restricted=True, restriction_reason="ほかの人の理由")
    record.named.add(supervisor)
    go_on = client.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    page = client.get(go_on)
    assert page.context["in_conflict"] == "draft" and [(row["stored"], row["own"]) for row in page.context["conflict"]] == [("ほかの人の理由", TYPED)]
    assert page.context["form"]["version"].value() == record.version + 1 and "field-error" not in page.content.decode()
    assert f'name="opened_version" value="{record.version}"' in page.content.decode()
    refused = client.post(where(line, objects), form)
    assert refused.status_code == 409 and [row["stored"] for row in refused.context["conflict"]] == ["ほかの人の理由"]
    assert client.post(where(line, objects), form | {"version": record.version + 1}).status_code == 302 and not Draft.objects.exists()


@pytest.mark.parametrize(("noun", "route", "form", "field"), [
    ("district", "/settings/districts/new/", {"code": "kita", "name": "北", "starts_on": "R3.4.1", "order": "9"}, "towns_text"),
    ("question", "/settings/assessment/new/", {"code": "Q-77", "section": "健康", "label": "見本", "kind": "choice", "order": "5"}, "choices"),
])
def test_a_new_row_of_the_settings_is_kept_too(as_user, objects, admin, noun, route, form, field):
    client = as_user(admin)
    page = client.get(route).context
    posted = form | {field: TYPED, "form_token": str(page["form"]["form_token"].value()), "draft_noun": noun, "draft_page": str(page["draft_page"])}
    assert keep(client, posted).headers["X-Draft"] == "kept" and TYPED in client.get("/drafts/").content.decode()
    assert client.get(client.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]).context["form"][field].value() == TYPED
    assert client.post(route, posted | {field: "見本9丁目"}).status_code == 302 and not Draft.objects.exists()
    assert (District if noun == "district" else Question).objects.filter(code=form["code"]).exists()


def test_the_types_of_a_year_are_gone_on_with_in_that_year(as_user, small, objects, coordinator):
    axis = Axis.objects.create(code="home", name="世帯類型", answer="single", source="household", order=40)
    for code in ("alone", "couple"):
        Category.objects.create(axis=axis, code=code, label=code)
    line, client = ("householdtypes", *RIGHTS["householdtypes"][:2]), as_user(coordinator)
    address = f"{where(line, objects)}?fiscal_year=2023"
    page = client.get(address)
    assert 'name="fiscal_year" value="2023"' in page.content.decode()
    form = {"draft_noun": line[0], "draft_target": objects["household"].pk, "draft_page": str(page.context["draft_page"]), "draft_version": "",
            "version": page.context["form"]["version"].value(), "fiscal_year": "2023", "type_home": "couple"}
    keep(client, form)
    assert "世帯の分類を選ぶ" in client.get("/drafts/").content.decode()
    go_on = client.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    again = client.get(go_on)
    assert again.context["year"] == 2023 and again.context["form"]["type_home"].value() == "couple"
    assert client.post(address, form).status_code == 302 and not Draft.objects.exists()


@pytest.mark.parametrize("line", [("tie", *NEW["tie"]), ("tie", *CHANGED["tie"])], ids=["new", "changed"])
def test_the_other_end_of_a_tie_is_hidden_once_its_household_is_protected(as_user, objects, coordinator, line):
    client = as_user(coordinator)
    keep(client, sent(client, line, objects, name="別居の長女", note="備考の文"))
    draft = Draft.objects.get()
    assert "別居の長女" in client.get(f"/drafts/{draft.pk}/").content.decode() and "備考の文" in client.get("/drafts/").content.decode()
    protect(objects["household"], coordinator)
    shown = client.get(f"/drafts/{draft.pk}/").content.decode() + client.get("/drafts/").content.decode()
    assert "別居の長女" not in shown and "備考の文" not in shown and Tie.objects.count() == 1


def test_of_a_record_out_of_sight_no_answer_tells_whether_a_text_was_guessed(as_user, objects, other_coordinator):
    Household.objects.update(note="秘密の文")
    other_coordinator.assignments.all().delete()
    client = as_user(other_coordinator)
    for text in ("秘密の文", "別の文"):
        keep(client, {"draft_noun": "household", "draft_target": objects["household"].pk, "note": text})
        assert Draft.objects.get().begins == text
        Draft.objects.all().delete()


def test_the_page_of_a_form_without_a_word_of_text_says_nothing_of_texts(as_user, objects, coordinator):
    client = as_user(coordinator)
    keep(client, {"draft_noun": "householdtypes", "draft_target": objects["household"].pk, "type_home": "alone"})
    page = html.unescape(client.get(f"/drafts/{Draft.objects.get().pk}/").content.decode())
    assert "S-1 見本の家" in page and "本文はまだありません" not in page

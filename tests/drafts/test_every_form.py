"""Drafts of the other forms: cases and what they have, households and members, agencies, meetings. All of them do as those of contacts do."""
import html
import uuid

import pytest

from cases.models import Case, Contact, Draft, Household, Question, Referral, SupportPlan, Task
from cases.models.draft_nouns import DRAFT_FORMS
from tests.objects import protect

from .lines import (
    ALL,
    CHANGED,
    EVERYONES,
    LONG,
    NEW,
    OF_CONTACT,
    OF_SETTINGS,
    RIGHTS,
    belongs_to,
    every_form,
    forms,
    keep,
    sent,
    where,
    wrong,
)

pytestmark = pytest.mark.either


@every_form
def test_it_is_kept_and_listed_with_what_it_belongs_to_and_goes_with_the_save(site, objects, line):
    form = sent(site, line, objects)
    assert keep(site, form).status_code == 204
    draft, page = Draft.objects.get(), site.get("/drafts/").content.decode()
    assert draft.noun == line[0] and draft.kind_words in page and draft.text.splitlines()[0] in page
    assert belongs_to(line) in page and html.escape(LONG) in site.get(f"/drafts/{draft.pk}/").content.decode()
    answer = site.post(where(line, objects), form)
    assert answer.status_code == 302 and not Draft.objects.exists(), answer.context and answer.context["form"].errors


@every_form
def test_it_is_gone_on_with_as_it_was_typed_right_or_wrong(site, objects, line):
    form = sent(site, line, objects)
    [(field, typed)] = wrong(line, form).items()
    keep(site, form, **{field: typed})
    go_on = site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    answer = site.get(go_on)
    page, again = answer.content.decode(), answer.context["form"]
    assert answer.status_code == 200 and html.escape(LONG) in page and again[field].value() == typed
    assert "入力内容を確認してください" not in page and "field-error" not in page
    hidden = "form_token" if again.is_new else "version"
    assert again[hidden].value() == str(form[hidden])
    typed_on = form | {name: answer.context[name] or "" for name in ("draft_page", "draft_version", "draft_target", "draft_parent", "draft_parent_kind")}
    assert keep(site, typed_on, **{line[4]: "続きの文"}).status_code == 204 and Draft.objects.get().text
    assert site.post(where(line, objects), typed_on).status_code == 302 and not Draft.objects.exists()


@forms(ALL, with_each_push=True)
def test_every_field_of_the_form_is_kept(site, objects, line):
    form = site.get(where(line, objects)).context["form"]
    rows = [row.add_prefix(name) for row in getattr(form, "rows", ()) for name in row.fields]
    rows += [field.html_name for field in getattr(form.rows, "management_form", ())] if rows else []
    assert [name for name in (*form.fields, *rows) if not DRAFT_FORMS[line[0]].keeps(name)] == []


def test_every_form_of_long_texts_is_tried():
    assert {line[0] for line in ALL} | {"contact", "activity", *RIGHTS, *OF_SETTINGS} == set(DRAFT_FORMS)


@every_form
def test_a_refused_save_keeps_it(site, objects, line):
    form = sent(site, line, objects)
    keep(site, form)
    refused = site.post(where(line, objects), form | wrong(line, form))
    assert refused.status_code == 422 and Draft.objects.get().typed[line[4]] == LONG
    assert str(refused.context["draft_page"]) == str(form["draft_page"])
    site.logout()
    assert site.post(where(line, objects), form).status_code == 401 and Draft.objects.count() == 1
    assert keep(site, form).status_code == 401


@every_form
@pytest.mark.parametrize("persona", ["supervisor", *(pytest.param(each, marks=pytest.mark.long) for each in ("other_coordinator", "admin"))])
def test_it_is_nobody_elses(request, as_user, coordinator, objects, line, persona):
    site = as_user(coordinator)
    keep(site, sent(site, line, objects))
    draft, other = Draft.objects.get(), as_user(request.getfixturevalue(persona))
    assert "見本の長い文" not in other.get("/drafts/").content.decode() and other.get(f"/drafts/{draft.pk}/").status_code == 404
    address = where(line, objects)
    page = other.get(f"{address}{'&' if '?' in address else '?'}draft={draft.pk}")
    assert "見本の長い文" not in page.content.decode()


@forms([line for line in ALL if line[0] not in EVERYONES])
def test_out_of_sight_it_is_read_and_not_gone_on_with(site, objects, coordinator, line):
    keep(site, sent(site, line, objects))
    draft = Draft.objects.get()
    go_on = site.get(f"/drafts/{draft.pk}/").context["go_on"]
    coordinator.assignments.all().delete()
    answer = site.get(f"/drafts/{draft.pk}/")
    page = answer.content.decode()
    assert answer.context["go_on"] == "" and html.escape(LONG) in page and "続きを書けません" in page
    assert not any(words in page + site.get("/drafts/").content.decode() for words in ("見本の相談", "見本の家", "S-1", "令和3年4月5日の対応記録"))
    assert site.get(go_on).status_code in (403, 404)


@forms([line for line in ALL if line[0] in EVERYONES])
@pytest.mark.parametrize("persona", ["coordinator", "admin"])
def test_what_is_everyones_is_gone_on_with_wherever_one_works(request, as_user, objects, line, persona):
    user = request.getfixturevalue(persona)
    user.assignments.all().delete()
    site = as_user(user)
    form = sent(site, line, objects)
    keep(site, form)
    answer = site.get(site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"])
    assert html.escape(LONG) in answer.content.decode()
    assert site.post(where(line, objects), form).status_code == 302 and not Draft.objects.exists()


@pytest.mark.parametrize("noun", ["referral", "waiting"])
def test_what_was_written_on_a_contact_goes_on_there_also_when_the_contact_has_a_case_by_then(site, objects, noun):
    line = (noun, *OF_CONTACT[noun])
    form = sent(site, line, objects)
    keep(site, form)
    Contact.objects.update(case=objects["case"])
    go_on = site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    assert go_on.startswith(where(line, objects)) and html.escape(LONG) in site.get(go_on).content.decode()
    assert "下書きを開く" in site.get(where(line, objects)).content.decode()
    assert "下書きを開く" not in site.get(f"/cases/{objects['case'].pk}/").content.decode()
    assert site.post(where(line, objects), form).status_code == 302 and not Draft.objects.exists()
    assert type(objects[noun]).objects.latest("pk").case == objects["case"]


def test_a_draft_of_a_contact_opens_in_no_form_of_a_case_of_the_same_number(site, objects):
    keep(site, sent(site, ("referral", *OF_CONTACT["referral"]), objects))
    Draft.objects.update(parent=objects["case"].pk)
    page = site.get(f"/cases/{objects['case'].pk}/referrals/new/?draft={Draft.objects.get().pk}").content.decode()
    assert html.escape(LONG) not in page and "下書きを開く" not in page and Referral.objects.count() == 1


def test_a_restricted_household_takes_its_name_and_the_way_on_from_the_draft_of_its_protection(site, objects):
    keep(site, sent(site, ("protection", *NEW["protection"]), objects))
    Household.objects.update(is_restricted=True)
    answer = site.get(f"/drafts/{Draft.objects.get().pk}/")
    page = answer.content.decode() + site.get("/drafts/").content.decode()
    assert answer.context["go_on"] == "" and "今は見られない世帯" in page and "S-1" not in page and html.escape(LONG) in page


@pytest.mark.parametrize("noun", ["household", "member"])
def test_of_who_was_protected_since_the_draft_shows_no_whereabouts(site, objects, coordinator, noun):
    line = (noun, *CHANGED[noun])
    keep(site, sent(site, line, objects), address="見本町9-9", phone="0422-99-9999")
    address = f"/drafts/{Draft.objects.get().pk}/"
    assert "0422-99-9999" in site.get(address).content.decode()
    protect(objects["household"], coordinator)
    page = site.get(address)
    again = site.get(page.context["go_on"])
    words = page.content.decode() + again.content.decode()
    assert "見本町9-9" not in words and "0422-99-9999" not in words and html.escape(LONG) in again.content.decode()


@pytest.mark.parametrize("noun", ["supportplan", "goal", "conference"])
def test_a_restricted_case_takes_its_name_and_the_way_on_from_the_draft(site, objects, noun):
    keep(site, sent(site, (noun, *NEW[noun]), objects))
    Case.objects.update(is_restricted=True)
    answer = site.get(f"/drafts/{Draft.objects.get().pk}/")
    assert answer.context["go_on"] == "" and "今は見られないケース" in answer.content.decode() and "見本の相談" not in answer.content.decode()


def test_a_change_by_somebody_else_is_told_and_the_draft_stays(site, objects):
    line = ("supportplan", *CHANGED["supportplan"])
    form = sent(site, line, objects)
    keep(site, form)
    SupportPlan.objects.update(version=5, wish="ほかの人の文")
    go_on = site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    assert site.get(go_on).status_code == 200
    refused = site.post(where(line, objects), form)
    assert refused.status_code == 409 and "ほかの人の文" in refused.content.decode() and Draft.objects.get().typed["wish"] == LONG
    assert SupportPlan.objects.get().wish == "ほかの人の文"


def test_a_case_that_was_deleted_meanwhile_leaves_the_words(site, objects):
    line = ("conference", *NEW["conference"])
    keep(site, sent(site, line, objects))
    Case.objects.filter(pk=objects["case"].pk).update(deleted_at="2021-06-01T00:00:00Z")
    page = site.get(f"/drafts/{Draft.objects.get().pk}/")
    assert page.context["go_on"] == "" and html.escape(LONG) in page.content.decode()


def test_a_meeting_of_no_case_is_gone_on_with_by_who_works_in_a_district(site, objects):
    line = ("conference", *NEW["conference"])
    keep(site, sent(site, line, objects, draft_parent=""))
    draft = Draft.objects.get()
    assert site.get(f"/drafts/{draft.pk}/").context["go_on"] == f"/conferences/new/?draft={draft.pk}"
    assert "C-1" in site.get("/drafts/").content.decode()


def test_a_goal_of_no_plan_leads_nowhere(site, objects):
    keep(site, sent(site, ("goal", *NEW["goal"]), objects, draft_parent=""))
    assert site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"] == "" and site.get("/drafts/").status_code == 200


ROWS = {"tasks-TOTAL_FORMS": 3, "tasks-0-who": "長女", "tasks-0-what": "通院に付き添う", "tasks-0-until": "R3.5.", "tasks-1-who": "", "tasks-1-what": "",
        "tasks-1-until": "", "tasks-2-who": "見本の人", "tasks-2-what": "", "tasks-2-until": ""}


def test_who_does_what_comes_back_with_it(site, objects):
    keep(site, sent(site, ("conference", *NEW["conference"]), objects) | ROWS)
    answer = site.get(f"/drafts/{Draft.objects.get().pk}/")
    assert "長女　通院に付き添う　R3.5.\n見本の人" in answer.content.decode()
    page = site.get(answer.context["go_on"]).content.decode()
    for words in ("通院に付き添う", 'value="R3.5."', 'value="見本の人"', 'id="id_tasks-2-who"'):
        assert words in page
    assert "必須です" not in page and "field-error" not in page


def test_a_stored_task_is_changed_against_the_version_that_was_opened(site, objects):
    task = objects["task"]
    row = {"tasks-TOTAL_FORMS": 1, "tasks-INITIAL_FORMS": 1, "tasks-0-id": task.pk, "tasks-0-goal": objects["goal"].pk, "tasks-0-version": 1,
           "tasks-0-who": "見本の人", "tasks-0-what": "書き直した役割", "tasks-0-until": "", "initial-tasks-0-who": "見本の人", "initial-tasks-0-what": "見本の役割",
           "initial-tasks-0-until": ""}
    form = sent(site, ("goal", *CHANGED["goal"]), objects) | row
    keep(site, form)
    page = site.get(site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]).content.decode()
    assert "書き直した役割" in page and 'name="tasks-0-version" value="1"' in page and 'name="initial-tasks-0-what" value="見本の役割"' in page
    Task.objects.update(version=2, what="ほかの人の役割")
    assert site.post(where(("goal", *CHANGED["goal"]), objects), form).status_code == 409 and Draft.objects.exists()


def test_answers_come_back_under_their_questions(site, objects):
    question = objects["question"].pk
    several = Question.objects.create(code="Q-0002", section="健康", label="見本の困りごと", kind="several", choices="食事\n通院\n家事")
    line = ("assessment", *NEW["assessment"])
    keep(site, sent(site, line, objects, view="", **{f"question_{question}": "よく眠れない", f"question_{several.pk}": ["食事", "家事"]}))
    draft = Draft.objects.get()
    answer = site.get(f"/drafts/{draft.pk}/")
    assert draft.text == "よく眠れない" and "見本の困りごと" in answer.content.decode() and "食事、家事" in answer.content.decode()
    form = site.get(answer.context["go_on"]).context["form"]
    assert form[f"question_{question}"].value() == "よく眠れない" and form[f"question_{several.pk}"].value() == ["食事", "家事"]


def test_a_form_opened_anew_says_that_a_draft_waits(site, objects):
    line = ("assessment", *NEW["assessment"])
    assert site.get(where(line, objects)).context["draft_waiting"] is None
    keep(site, sent(site, line, objects))
    draft = Draft.objects.get()
    page = site.get(where(line, objects)).content.decode()
    assert f'<a href="/drafts/{draft.pk}/">下書きを開く</a>' in page and "見本の長い文" not in page
    assert "下書きを開く" not in site.get(site.get(f"/drafts/{draft.pk}/").context["go_on"]).content.decode()
    assert "下書きを開く" not in site.get(f"/cases/{objects['ended'].pk}/assessments/new/").content.decode()


def test_saved_again_as_another_record_it_leaves_no_draft_behind(site, objects):
    line = ("supportplan", *NEW["supportplan"])
    form = sent(site, line, objects)
    site.post(where(line, objects), form)
    answer = site.post(where(line, objects), form | {"wish": "別の文"})
    assert answer.status_code == 409 and answer.context["draft_target"] == SupportPlan.objects.latest("pk").pk
    keep(site, form, wish="別の文", draft_target=answer.context["draft_target"])
    assert Draft.objects.get().target
    assert site.post(where(line, objects), form | {"wish": "別の文", "form_token": answer.context["new_token"]}).status_code == 302
    assert SupportPlan.objects.filter(wish="別の文").count() == 1 and not Draft.objects.exists()


def test_they_are_counted_nowhere(site, objects):
    for noun, line in NEW.items():
        keep(site, sent(site, (noun, *line), objects))
    assert Draft.objects.count() == len(NEW) and Case.objects.count() == 2 and Contact.objects.count() == 1 and Household.objects.count() == 2
    for page in (f"/cases/{objects['case'].pk}/", "/conferences/", "/cases/", "/households/", "/resources/", "/referrals/", f"/households/{objects['household'].pk}/", "/"):
        assert "見本の長い文" not in site.get(page).content.decode()


def test_the_help_says_what_is_kept_and_how_long(site, settings):
    settings.DRAFT_DAYS = 9
    page = site.get("/help/safety/").content.decode()
    assert "9日の間、書き足さないと消えます" in page and all(words in page for words in ("アセスメント", "会議の記録", "モニタリング", "世帯員", "支援措置"))


@pytest.mark.parametrize("noun", ["x", "", "Contact", "account"])
def test_an_unknown_form_keeps_what_one_of_contacts_does(site, small, noun):
    keep(site, {"form_token": str(uuid.uuid4()), "draft_noun": noun, "text": "見本", "talk": "余分", "password": "秘密"})
    assert Draft.objects.get().data.keys() == {"form_token", "text"} and Draft.objects.get().noun == "contact"


def test_the_queries_of_the_list_and_of_a_draft_do_not_grow(site, objects, django_assert_num_queries):
    for noun, line in [*NEW.items(), *OF_CONTACT.items(), *CHANGED.items()]:
        keep(site, sent(site, (noun, *line), objects))
    site.get("/drafts/")
    with django_assert_num_queries(18):
        site.get("/drafts/")
    for noun, line in NEW.items():
        keep(site, sent(site, (noun, *line), objects))
    with django_assert_num_queries(18):
        site.get("/drafts/")

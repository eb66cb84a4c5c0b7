"""Drafts of the other forms of long texts: cases, their course, assessments, plans, meetings. All of them do as those of contacts do."""
import html
import uuid

import pytest
from django.urls import reverse

from cases.models import Assignment, Case, Contact, Council, Draft, Question, SupportPlan, Task
from cases.models.draft_nouns import DRAFT_FORMS
from tests.objects import case_with
from tests.version_table import assessment, case, conference, goal, intake, monitoring, supportplan

SAVE, SCRIPT = "/drafts/save/", {"HX-Request": "true"}
LONG = "見本の長い文です。\n<b>二行目</b>"
NEW = {  # noun: the route of a new one, what it belongs to, a valid form, and the field of its long text
    "case": ("case_new", None, case, "summary"),
    "caseevent": ("case_intake", "case", lambda objects: intake(objects) | {"route": ""}, "complaint"),
    "assessment": ("case_assessment", "case", assessment, "view"),
    "supportplan": ("case_plan", "case", supportplan, "policy"),
    "goal": ("supportplan_goal", "supportplan", goal, "aim"),
    "monitoring": ("supportplan_monitoring", "supportplan", monitoring, "voice"),
    "conference": ("conference_new", None, conference, "talk"),
}
CHANGED = {  # noun: the route of a change, of which object
    "case": ("case_edit", "case", case, "summary"),
    "caseevent": ("caseevent_edit", "caseevent", lambda objects: intake(objects) | {"route": ""}, "note"),
    "closing": ("case_close", "case", lambda objects: {"closed_on": "R3.5.1", "closing_reason": "転出"}, "note"),
    "reopening": ("case_reopen", "ended", lambda objects: {"reopened_on": "R3.6.1"}, "note"),
    "handover": ("case_handover", "case", lambda objects: {"handed_on": "R3.6.1", "coordinator": objects["heir"].pk}, "watch"),
    "assessment": ("assessment_edit", "assessment", assessment, "view"),
    "supportplan": ("supportplan_edit", "supportplan", supportplan, "wish"),
    "goal": ("goal_edit", "goal", goal, "aim"),
    "monitoring": ("monitoring_edit", "monitoring", monitoring, "progress"),
    "conference": ("conference_edit", "conference", conference, "decisions"),
}
ALL = [*((noun, *line) for noun, line in NEW.items()), *((noun, *line) for noun, line in CHANGED.items())]


def forms(lines):
    """Try each of these forms."""
    return pytest.mark.parametrize("line", lines, ids=[f"{line[0]}-{line[1]}" for line in lines])


every_form = forms(ALL)


@pytest.fixture
def objects(small, coordinator, other_coordinator):
    """A case with all that belongs to one, and one that has ended."""
    Council.objects.update(closing_reasons="転出\nそのほか")
    osawa = small.districts["osawa"]
    first = Case.objects.create(number="C-1", title="見本の相談", subject="place", district=osawa, opened_on="2021-04-01", coordinator=coordinator)
    ended = Case.objects.create(number="C-2", title="終わった相談", subject="place", district=osawa, opened_on="2021-04-01", closed_on="2021-05-01")
    Assignment.objects.create(user=other_coordinator, district=osawa, starts_on="2020-04-01")
    made = case_with(first) | {"ended": ended, "district": osawa, "user": coordinator, "heir": other_coordinator}
    return made | {"question": Question.objects.get()}


@pytest.fixture
def site(as_user, coordinator):
    return as_user(coordinator)


def where(line, objects):
    """The address of the form."""
    noun, route, of = line[:3]
    query = f"?case={objects['case'].pk}" if route == "conference_new" else ""
    return reverse(route, args=[objects[of].pk] if of else []) + query


def sent(site, line, objects, **change):
    """What the page sends, opened anew, with a long text typed into it."""
    page = site.get(where(line, objects)).context
    hidden = {name: page[name] if page[name] is not None else "" for name in ("draft_noun", "draft_target", "draft_parent", "draft_page", "draft_version")}
    named = {name: page["form"][name].value() for name in ("form_token", "version") if name in page["form"].fields}
    asked = {"asked_year": "2021"} if line[0] == "assessment" else {}
    return line[3](objects) | {line[4]: LONG} | hidden | named | asked | change


def keep(site, form, **change):
    return site.post(SAVE, form | change, headers=SCRIPT)


@every_form
def test_it_is_kept_and_listed_with_what_it_belongs_to_and_goes_with_the_save(site, objects, line):
    form = sent(site, line, objects)
    assert keep(site, form).status_code == 204
    draft, page = Draft.objects.get(), site.get("/drafts/").content.decode()
    assert draft.noun == line[0] and draft.kind_words in page and draft.text.splitlines()[0] in page
    of = "終わった相談" if line[0] == "reopening" else "" if line[1] == "case_new" else "C-1"
    assert of in page and html.escape(LONG) in site.get(f"/drafts/{draft.pk}/").content.decode()
    answer = site.post(where(line, objects), form)
    assert answer.status_code == 302 and not Draft.objects.exists(), answer.context and answer.context["form"].errors


@every_form
def test_it_is_gone_on_with_as_it_was_typed_right_or_wrong(site, objects, line):
    form = sent(site, line, objects)
    day = next((name for name in form if name in ("date", "made_on", "closed_on", "reopened_on", "handed_on", "opened_on")), "until")
    keep(site, form, **{day: "R3.13."})
    go_on = site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    answer = site.get(go_on)
    page, again = answer.content.decode(), answer.context["form"]
    assert answer.status_code == 200 and html.escape(LONG) in page and again[day].value() == "R3.13."
    assert "入力内容を確認してください" not in page and "field-error" not in page
    hidden = "form_token" if again.is_new else "version"
    assert again[hidden].value() == str(form[hidden])
    typed_on = form | {name: answer.context[name] or "" for name in ("draft_page", "draft_version", "draft_target", "draft_parent")}
    assert keep(site, typed_on, **{line[4]: "続きの文"}).status_code == 204 and Draft.objects.get().text
    assert site.post(where(line, objects), typed_on).status_code == 302 and not Draft.objects.exists()


@every_form
def test_every_field_of_the_form_is_kept(site, objects, line):
    form = site.get(where(line, objects)).context["form"]
    rows = [row.add_prefix(name) for row in getattr(form, "rows", ()) for name in row.fields]
    rows += [field.html_name for field in form.rows.management_form] if rows else []
    assert [name for name in (*form.fields, *rows) if not DRAFT_FORMS[line[0]].keeps(name)] == []


def test_every_form_of_long_texts_is_tried():
    assert {line[0] for line in ALL} | {"contact", "activity"} == set(DRAFT_FORMS)


@every_form
def test_a_refused_save_keeps_it(site, objects, line):
    form = sent(site, line, objects)
    keep(site, form)
    day = next((name for name in form if name in ("date", "made_on", "closed_on", "reopened_on", "handed_on", "opened_on")), "until")
    refused = site.post(where(line, objects), form | {day: "R3.13."})
    assert refused.status_code == 422 and Draft.objects.get().typed[line[4]] == LONG
    assert str(refused.context["draft_page"]) == str(form["draft_page"])
    site.logout()
    assert site.post(where(line, objects), form).status_code == 401 and Draft.objects.count() == 1
    assert keep(site, form).status_code == 401


@every_form
@pytest.mark.parametrize("persona", ["other_coordinator", "supervisor", "admin"])
def test_it_is_nobody_elses(request, as_user, coordinator, objects, line, persona):
    site = as_user(coordinator)
    keep(site, sent(site, line, objects))
    draft, other = Draft.objects.get(), as_user(request.getfixturevalue(persona))
    assert "見本の長い文" not in other.get("/drafts/").content.decode() and other.get(f"/drafts/{draft.pk}/").status_code == 404
    address = where(line, objects)
    page = other.get(f"{address}{'&' if '?' in address else '?'}draft={draft.pk}")
    assert "見本の長い文" not in page.content.decode()


@every_form
def test_out_of_sight_it_is_read_and_not_gone_on_with(site, objects, coordinator, line):
    keep(site, sent(site, line, objects))
    draft = Draft.objects.get()
    go_on = site.get(f"/drafts/{draft.pk}/").context["go_on"]
    coordinator.assignments.all().delete()
    answer = site.get(f"/drafts/{draft.pk}/")
    page = answer.content.decode()
    assert answer.context["go_on"] == "" and html.escape(LONG) in page and "続きを書けません" in page
    assert "見本の相談" not in page + site.get("/drafts/").content.decode()
    assert site.get(go_on).status_code in (403, 404)


@pytest.mark.parametrize("noun", ["supportplan", "goal", "conference"])
def test_a_restricted_case_takes_its_name_and_the_way_on_from_the_draft(site, objects, noun):
    keep(site, sent(site, (noun, *NEW[noun]), objects))
    Case.objects.update(is_restricted=True)
    answer = site.get(f"/drafts/{Draft.objects.get().pk}/")
    assert answer.context["go_on"] == "" and "担当地区の外のケース" in answer.content.decode() and "見本の相談" not in answer.content.decode()


@forms(ALL[::4])
def test_two_pages_of_one_draft_do_not_write_over_each_other(site, objects, line):
    form = sent(site, line, objects)
    keep(site, form)
    assert keep(site, form, draft_page=str(uuid.uuid4()), **{line[4]: "別の画面の文"}).status_code == 409
    assert Draft.objects.get().typed[line[4]] == LONG


def test_a_change_by_somebody_else_is_told_and_the_draft_stays(site, objects):
    line = ("supportplan", *CHANGED["supportplan"])
    form = sent(site, line, objects)
    keep(site, form)
    SupportPlan.objects.update(version=5, wish="ほかの人の文")
    go_on = site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    assert site.get(go_on).context["form"]["version"].value() == "1"
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
    assert Draft.objects.count() == len(NEW) and Case.objects.count() == 2 and not Contact.objects.exists()
    for page in (f"/cases/{objects['case'].pk}/", "/conferences/", "/cases/", "/"):
        assert "見本の長い文" not in site.get(page).content.decode()


def test_the_help_says_what_is_kept_and_how_long(site, settings):
    settings.DRAFT_DAYS = 9
    page = site.get("/help/safety/").content.decode()
    assert "9日の間、書き足さないと消えます" in page and all(words in page for words in ("アセスメント", "会議の記録", "モニタリング"))


@pytest.mark.parametrize("noun", ["x", "", "Contact", "user"])
def test_an_unknown_form_keeps_what_one_of_contacts_does(site, small, noun):
    keep(site, {"form_token": str(uuid.uuid4()), "draft_noun": noun, "text": "見本", "talk": "余分", "password": "秘密"})
    assert Draft.objects.get().data.keys() == {"form_token", "text"} and Draft.objects.get().noun == "contact"


def test_the_queries_of_the_list_and_of_a_draft_do_not_grow(site, objects, django_assert_num_queries):
    for noun, line in [*NEW.items(), *CHANGED.items()]:
        keep(site, sent(site, (noun, *line), objects))
    site.get("/drafts/")
    with django_assert_num_queries(9):
        site.get("/drafts/")
    for noun, line in NEW.items():
        keep(site, sent(site, (noun, *line), objects))
    with django_assert_num_queries(9):
        site.get("/drafts/")

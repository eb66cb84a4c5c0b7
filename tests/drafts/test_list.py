"""The list of drafts: each line says what is being written, of what as one may see it today, and how what was typed begins."""
import html
import re
import uuid

import pytest

from cases.models import Case, Conference, Draft, Household
from tests.factories import log_contact
from tests.objects import register_in

from .lines import CHANGED, LONG, NEW, forms, keep, sent, where

pytestmark = pytest.mark.either
TEXTS = [(noun, *line) for noun, line in CHANGED.items()]


def lines(site):
    """The words of each line and of its link."""
    rows = re.findall(r'<tr>\s*<th scope="row">(<a class="row-link".*?</a>)(.*?)</tr>', site.get("/drafts/").content.decode(), re.S)
    return [tuple(" ".join(html.unescape(re.sub(r"<[^>]*>", " ", part)).split()) for part in row) for row in rows]


def restrict(case):
    Case.objects.filter(pk=case.pk).update(is_restricted=True)


@forms(TEXTS)
def test_of_a_change_it_shows_the_beginning_of_what_was_typed(site, objects, line):
    old = site.get(where(line, objects)).context["form"]
    stored = {name: old[name].value() or "" for name in old.fields if name in Draft(noun=line[0]).form.texts}
    keep(site, sent(site, line, objects, **stored | {line[4]: LONG} | ({"title": "見本の相談"} if line[0] == "case" else {})))
    assert Draft.objects.get().begins == LONG and LONG.splitlines()[0] in lines(site)[0][1]


@pytest.mark.parametrize("noun", ["household", "supportplan", "conference", "assessment", "goal"])
def test_of_a_change_in_which_no_text_was_typed_it_shows_none_of_the_stored_ones(site, objects, noun):
    line = (noun, *CHANGED[noun])
    site.post(where(line, objects), sent(site, line, objects))
    keep(site, sent(site, line, objects, draft_page=str(uuid.uuid4())))
    assert Draft.objects.get().text and "（文章はまだありません）" in lines(site)[0][1] and "見本の長い文" not in lines(site)[0][1]


def test_a_title_that_was_changed_is_shown_and_one_that_was_not_is_not(site, objects):
    line = ("case", *CHANGED["case"])
    keep(site, sent(site, line, objects, title="見本の相談"))
    assert "見本の相談" not in lines(site)[0][1]
    keep(site, sent(site, line, objects, title="新しい題名"), draft_version=1)
    assert lines(site)[0][1].startswith("新しい題名 見本の長い文です。")


def test_of_rows_only_a_new_or_changed_one_is_shown(site, objects):
    task, stored = objects["task"], {"who": "見本の人", "what": "見本の役割", "until": ""}
    row = {"tasks-TOTAL_FORMS": 2, "tasks-INITIAL_FORMS": 1, "tasks-0-id": task.pk, "tasks-0-goal": objects["goal"].pk, "tasks-0-version": 1,
           **{f"{kind}tasks-0-{name}": text for kind in ("", "initial-") for name, text in stored.items()}, "tasks-1-who": "長女", "tasks-1-what": "通院に付き添う", "tasks-1-until": ""}
    keep(site, sent(site, ("goal", *CHANGED["goal"]), objects) | row | {"aim": objects["goal"].aim})
    assert Draft.objects.get().begins == "長女　通院に付き添う"


def test_the_link_says_what_is_written_and_of_what(site, objects):
    for noun in ("member", "consent", "closing", "conference"):
        keep(site, sent(site, (noun, *CHANGED[noun]), objects))
    keep(site, sent(site, ("case", *NEW["case"]), objects, household="S-1"))
    links = [link for link, _ in lines(site)]
    assert links == ["新しいケース S-1 見本の家", "会議の記録を直す 令和3年4月5日の支援会議 C-1 見本の相談", "ケースの終結 C-1 見本の相談",
                     "同意を直す S-1 見本の家 母", "世帯員を直す S-1 見本の家 母"]


def test_the_change_of_an_entry_without_a_case_names_the_entry(site, objects, small, coordinator):
    contact, activity = log_contact(small, coordinator), register_in(objects["district"], title="見本の会議")
    keep(site, {"draft_noun": "contact", "draft_target": contact.pk, "draft_page": str(uuid.uuid4()), "text": "書き直し"})
    keep(site, {"draft_noun": "activity", "draft_target": activity.pk, "draft_page": str(uuid.uuid4()), "text": "書き直し", "title": activity.title})
    assert lines(site)[0][0] == f"地域支援の記録を直す 令和3年4月5日の{activity.title}" and lines(site)[1][0] == "対応記録を直す 令和3年4月5日の対応記録"
    coordinator.assignments.all().delete()
    assert lines(site)[0][0] == "地域支援の記録を直す 今は見られない地域支援の記録" and lines(site)[1][0] == "対応記録を直す 今は見られない対応記録"


@pytest.mark.parametrize("typed", ["C-1、C-2", "C-1 C-2", "Ｃ－１、c2", "C1;C-2、家 2"])
def test_the_number_of_a_case_that_was_restricted_since_is_shown_nowhere(site, objects, typed):
    keep(site, sent(site, ("conference", *NEW["conference"]), objects, case_numbers=typed, draft_parent=""))
    draft = Draft.objects.get()
    restrict(objects["case"])
    answer = site.get(f"/drafts/{draft.pk}/")
    page = site.get(answer.context["go_on"])
    form = page.context["form"]
    assert "今は見られないものを入力欄から外しました" in page.content.decode()
    shown = site.get("/drafts/").content.decode() + answer.content.decode() + form["case_numbers"].value()
    assert "今は見られないケース" in lines(site)[0][0] and not any(number in shown for number in ("C-1", "Ｃ－１")) and "見本の相談" not in shown
    assert "C-2" in form["case_numbers"].value() or "c2" in form["case_numbers"].value()


def test_numbers_of_cases_in_sight_and_slips_stay_in_the_form_as_they_were_typed(site, objects):
    keep(site, sent(site, ("conference", *NEW["conference"]), objects, case_numbers="Ｃ－１、山田", draft_parent=""))
    answer = site.get(f"/drafts/{Draft.objects.get().pk}/")
    page = site.get(answer.context["go_on"])
    assert page.context["form"]["case_numbers"].value() == "Ｃ－１、山田" and "入力欄から外しました" not in page.content.decode()
    assert lines(site)[0][0] == "新しい会議の記録 C-1 見本の相談 山田"


def test_a_household_or_another_case_that_was_restricted_since_is_in_no_form(site, objects):
    keep(site, sent(site, ("case", *NEW["case"]), objects, household="S-1"))
    keep(site, {"draft_noun": "contact", "form_token": str(uuid.uuid4()), "draft_page": str(uuid.uuid4()), "text": "見本", "who": "C-1", "also_cases": "C-1、C-2"})
    restrict(objects["case"])
    Household.objects.update(is_restricted=True)
    for draft, names in zip(Draft.objects.order_by("pk"), (("household",), ("who", "also_cases")), strict=True):
        answer = site.get(f"/drafts/{draft.pk}/")
        page = site.get(answer.context["go_on"])
        form = page.context.get("form") or page.context["entry"].form
        assert not any(hidden in f"{form[name].value()}{lines(site)}{answer.content.decode()}" for name in names for hidden in ("S-1", "C-1"))


def test_a_meeting_whose_case_was_restricted_since_is_named_no_more(site, objects):
    keep(site, sent(site, ("conference", *CHANGED["conference"]), objects))
    Case.objects.update(is_restricted=True)
    assert lines(site)[0][0] == "会議の記録を直す 今は見られない会議" and Conference.objects.exists()


def test_what_a_change_began_with_goes_when_it_expires(site, objects):
    keep(site, sent(site, ("household", *CHANGED["household"]), objects))
    Draft.objects.update(updated_at="2021-01-01T00:00:00Z")
    Draft.objects.expire()
    assert Draft.objects.get().begins == ""

"""A draft whose record was saved by someone else since: what is stored stands beside it each time it is gone on with."""
import html

import pytest
from django.db.models import F

from cases.models import Case, Contact, Draft
from tests.factories import log_contact

from .lines import CHANGED, LONG, forms, keep, sent, where

pytestmark = pytest.mark.either
CHANGES = [(noun, *line) for noun, line in CHANGED.items()]
HIDDEN = ("draft_page", "draft_version", "draft_target", "draft_parent", "draft_parent_kind")


def saved_by_another(row, **values):
    type(row).objects.filter(pk=row.pk).update(version=F("version") + 1, **values)


def gone_on_with(site, line, objects):
    return site.get(f"{where(line, objects)}?draft={Draft.objects.get().pk}")


def typed_on(page):
    """What a script sends from the page: its hidden fields as they stand there."""
    form = page.context["form"]
    return {name: page.context[name] or "" for name in HIDDEN} | {
        "draft_noun": page.context["draft_noun"], "version": form["version"].value(), "opened_version": form.opened_version}


@forms(CHANGES)
def test_it_is_told_when_it_is_gone_on_with_and_again_the_next_time(site, objects, line):
    form = sent(site, line, objects)
    keep(site, form)
    saved_by_another(objects[line[2]])
    for _ in range(2):
        page = gone_on_with(site, line, objects)
        assert page.status_code == 200 and page.context["in_conflict"] == "draft" and html.escape(LONG) in page.content.decode()
        assert "この下書きを書き始めた後に" in page.content.decode() and "field-error" not in page.content.decode()
        assert keep(site, form | typed_on(page)).status_code == 204
    assert site.post(where(line, objects), form | typed_on(page)).status_code == 302 and not Draft.objects.exists()


@forms(CHANGES)
def test_a_draft_of_what_is_stored_now_is_told_nothing(site, objects, line):
    keep(site, sent(site, line, objects))
    assert "in_conflict" not in gone_on_with(site, line, objects).context


def test_who_was_warned_at_the_save_and_kept_it_for_later_is_warned_again(site, objects):
    line = ("case", *CHANGED["case"])
    form = sent(site, line, objects)
    saved_by_another(objects["case"], promises="同僚が書いた約束")
    refused = site.post(where(line, objects), form)
    assert refused.status_code == 409
    keep(site, form | typed_on(refused))
    page = gone_on_with(site, line, objects)
    assert ("同僚が書いた約束", "") in [(row["stored"], row["own"]) for row in page.context["conflict"]]
    assert Case.objects.get(pk=objects["case"].pk).promises == "同僚が書いた約束"


def test_what_is_wrong_in_the_draft_stands_in_the_table_as_it_was_typed(site, objects):
    line = ("case", *CHANGED["case"])
    keep(site, sent(site, line, objects, opened_on="R3.13."))
    saved_by_another(objects["case"])
    found = {row["label"]: row["own"] for row in gone_on_with(site, line, objects).context["conflict"]}
    assert found["開始日"] == "R3.13."


def test_a_row_that_was_typed_into_stands_in_the_table_too(site, objects):
    line, task = ("goal", *CHANGED["goal"]), objects["task"]
    stored = {"who": "見本の人", "what": "見本の役割", "until": "令和3年5月1日"}
    row = {"tasks-TOTAL_FORMS": 1, "tasks-INITIAL_FORMS": 1, "tasks-0-id": task.pk, "tasks-0-goal": objects["goal"].pk, "tasks-0-version": 1,
           **{f"{kind}tasks-0-{name}": text for kind in ("", "initial-") for name, text in stored.items()}, "tasks-0-what": "書き直した役割"}
    keep(site, sent(site, line, objects) | row)
    saved_by_another(objects["goal"])
    saved_by_another(task, what="ほかの人の役割")
    told = {each["label"]: (each["stored"], each["own"]) for each in gone_on_with(site, line, objects).context["conflict"]}
    assert told["やること 1行目"] == ("見本の人：ほかの人の役割（令和3年5月1日まで）", "見本の人：書き直した役割（令和3年5月1日まで）")


def test_a_contact_is_no_exception(site, objects, small, coordinator):
    contact = log_contact(small, coordinator, text="はじめの記録")
    address = f"/contacts/{contact.pk}/edit/"
    keep(site, {"draft_target": contact.pk, "version": contact.version, "text": "書き直しの途中", "date": "R3.13."})
    saved_by_another(contact, text="先に保存された記録")
    for _ in range(2):
        page = site.get(f"{address}?draft={Draft.objects.get().pk}")
        told = {row["label"]: (row["stored"], row["own"]) for row in page.context["conflict"]}
        assert told["記録"] == ("先に保存された記録", "書き直しの途中") and told["日付"][1] == "R3.13."
        assert page.context["form"]["version"].value() == 2 and page.context["form"]["text"].value() == "書き直しの途中"
        keep(site, {"text": "書き直しの途中", "date": "R3.13."} | typed_on(page))
    assert Contact.objects.get(pk=contact.pk).text == "先に保存された記録"

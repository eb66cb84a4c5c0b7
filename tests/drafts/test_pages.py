"""Several open pages of one form: none writes over what another keeps, and each of a stored record keeps its own draft."""
import uuid

import pytest

from cases.models import Draft

from .lines import CHANGED, LONG, NEW, forms, keep, sent, where

pytestmark = pytest.mark.either
OTHER = "別の画面の文"


@forms([(noun, *line) for noun, line in NEW.items()])
def test_a_new_record_has_one_draft_that_no_other_page_replaces(site, objects, line):
    form = sent(site, line, objects)
    keep(site, form)
    assert keep(site, form, draft_page=str(uuid.uuid4()), **{line[4]: OTHER}).status_code == 409
    assert Draft.objects.get().typed[line[4]] == LONG


@forms([(noun, *line) for noun, line in CHANGED.items()])
def test_a_page_that_was_opened_anew_keeps_a_draft_of_its_own(site, objects, line):
    form, field = sent(site, line, objects), line[4]
    keep(site, form)
    page = site.get(where(line, objects))
    assert "書きかけた下書きがあります" in page.content.decode()
    anew = form | {"draft_page": str(page.context["draft_page"]), field: OTHER}
    for _ in range(2):
        assert keep(site, anew).headers["X-Draft"] == "kept"
    assert sorted(each.typed[field] for each in Draft.objects.all()) == sorted([LONG, OTHER])
    assert site.post(where(line, objects), anew).status_code == 302
    assert [each.typed[field] for each in Draft.objects.all()] == [LONG]


def test_an_opened_draft_that_another_page_goes_on_with_is_not_replaced(site, objects):
    line = ("case", *CHANGED["case"])
    keep(site, sent(site, line, objects))
    first, second = (site.get(f"{where(line, objects)}?draft={Draft.objects.get().pk}").context for _ in range(2))
    typed = [sent(site, line, objects) | {"draft_page": str(each["draft_page"]), "draft_version": each["draft_version"]} for each in (first, second)]
    assert keep(site, typed[0], summary="続きの文").status_code == 204
    assert keep(site, typed[1], summary=OTHER).status_code == 409
    assert Draft.objects.get().typed["summary"] == "続きの文"


def test_what_another_draft_of_the_record_has_become_is_not_taken_for_the_opened_one(site, objects):
    line = ("case", *CHANGED["case"])
    keep(site, sent(site, line, objects))
    keep(site, sent(site, line, objects), summary=OTHER)
    opened = Draft.objects.get(data__summary=[LONG])
    page = site.get(f"{where(line, objects)}?draft={opened.pk}").context
    form = sent(site, line, objects) | {"draft_page": str(page["draft_page"]), "draft_version": page["draft_version"]}
    assert site.post(where(line, objects), form).status_code == 302
    assert [each.typed["summary"] for each in Draft.objects.all()] == [OTHER]

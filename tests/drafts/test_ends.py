"""How a draft ends: with the save of its page, not with another text's, and not by coming late. What was never begun is none."""
import datetime
import uuid

from django.utils import timezone

from cases.models import Draft, FinishedPage, SupportPlan

from .lines import CHANGED, NEW, forms, keep, sent, where


@forms([(noun, *line) for noun, line in CHANGED.items()])
def test_a_draft_that_was_still_on_its_way_when_its_page_was_saved_is_finished(site, objects, line):
    form = sent(site, line, objects)
    assert site.post(where(line, objects), form).status_code == 302
    late = keep(site, form)
    assert late.status_code == 204 and late.headers["X-Draft"] == "finished" and not Draft.objects.exists()


def test_what_is_typed_on_another_page_or_later_is_none_that_was_on_its_way(site, as_user, objects, coordinator, supervisor):
    line = ("supportplan", *CHANGED["supportplan"])
    form = sent(site, line, objects)
    site.post(where(line, objects), form)
    assert keep(site, form, draft_page=str(uuid.uuid4()), policy="別の画面の文").headers["X-Draft"] == "kept"
    assert keep(as_user(supervisor), form).headers["X-Draft"] == "kept"
    Draft.objects.all().delete()
    FinishedPage.objects.update(at=timezone.now() - datetime.timedelta(seconds=61))
    assert keep(as_user(coordinator), form, policy="戻って書いた文").headers["X-Draft"] == "kept" and not FinishedPage.objects.exists()


def test_a_save_that_is_refused_finishes_no_page(site, objects):
    line = ("supportplan", *CHANGED["supportplan"])
    form = sent(site, line, objects)
    SupportPlan.objects.update(version=5)
    assert site.post(where(line, objects), form).status_code == 409
    assert keep(site, form).headers["X-Draft"] == "kept"


def test_a_draft_that_was_not_opened_outlasts_the_save_of_another_text(site, objects):
    line = ("supportplan", *CHANGED["supportplan"])
    keep(site, sent(site, line, objects), wish="先に書いた文")
    other = sent(site, line, objects) | {"wish": "後から書いた文"}
    assert site.post(where(line, objects), other).status_code == 302
    assert Draft.objects.get().typed["wish"] == "先に書いた文" and SupportPlan.objects.get().wish == "後から書いた文"


def test_a_draft_that_was_opened_goes_with_the_save_also_where_nothing_was_typed_on(site, objects):
    line = ("supportplan", *CHANGED["supportplan"])
    keep(site, sent(site, line, objects))
    opened = site.get(f"{where(line, objects)}?draft={Draft.objects.get().pk}").context
    form = sent(site, line, objects) | {"draft_page": str(opened["draft_page"]), "draft_version": opened["draft_version"]}
    assert site.post(where(line, objects), form).status_code == 302 and not Draft.objects.exists()


def test_a_new_case_that_was_begun_is_told_of_when_the_form_is_opened_anew(site, objects):
    keep(site, sent(site, ("case", *NEW["case"]), objects))
    assert "この画面で書きかけた下書きがあります" in site.get("/cases/new/").content.decode()
    keep(site, {"form_token": str(uuid.uuid4()), "draft_noun": "contact", "text": "見本"})
    assert "書きかけた下書きがあります" not in site.get("/contacts/new/").content.decode()


def test_a_new_form_in_which_nothing_was_typed_is_no_draft(site):
    begun = {"form_token": str(uuid.uuid4()), "draft_page": str(uuid.uuid4()), "draft_noun": "contact", "date": "R3.13.1", "district": "1", "version": ""}
    assert keep(site, begun).headers["X-Draft"] == "empty" and not Draft.objects.exists()
    assert "下書きに保存していません" in site.post("/drafts/save/", begun, follow=True).content.decode()
    assert keep(site, begun | {"text": "見本"}).headers["X-Draft"] == "kept"
    assert keep(site, begun | {"text": ""}).headers["X-Draft"] == "kept" and Draft.objects.get().text == ""

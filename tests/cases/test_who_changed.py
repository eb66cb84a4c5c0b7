"""A page that was opened before somebody else saved its record: who changed which field since is told, and what the writer did not touch is what is stored."""
import html

import pytest
from django.db.models import F
from django.utils import timezone

from cases.forms.opened import mark_of, read
from cases.models import Case, CaseEvent, Contact, Draft, Household
from cases.periods import fiscal_year_of
from tests.drafts.lines import hidden_of, keep, make_records
from tests.factories import log_contact
from tests.objects import protect

pytestmark = pytest.mark.either
MINE, THEIRS = "私が書いた文", "ほかの人が書いた文"
# noun: the address, the field that the writer changes, and those that somebody else does, with what the page shows of them then
FORMS = {
    "case": ("/cases/{}/edit/", "summary", {"promises": THEIRS, "opened_on": ("2021-03-02", "令和3年3月2日"), "title": THEIRS}),
    "household": ("/households/{}/edit/", "note", {"name": THEIRS, "phone": "0422-11-1111", "is_outside": (False, False)}),
    "member": ("/members/{}/edit/", "note", {"kana": THEIRS, "is_key_person": (True, True), "birth_date": ("1950-05-06", "昭和25年5月6日"), "sex": (2, "2")}),
    "supportplan": ("/plans/{}/edit/", "policy", {"wish": THEIRS, "state": ("ended", "ended"), "ends_on": ("2021-12-01", "令和3年12月1日")}),
    "monitoring": ("/monitorings/{}/edit/", "progress", {"voice": THEIRS}),
    "consent": ("/consents/{}/edit/", "content", {"scope": THEIRS}),
    "resource": ("/resources/{}/edit/", "note", {"address": THEIRS}),
    "leader": ("/leaders/{}/edit/", "note", {"phone": "0422-11-1111"}),
    "referral": ("/referrals/{}/edit/", "result", {"asked": THEIRS}),
    "goal": ("/goals/{}/edit/", "aim", {"state": ("stopped", "stopped")}),
}
every_form = pytest.mark.parametrize("noun", FORMS)


@pytest.fixture
def objects(small, coordinator, other_coordinator):
    """By noun: a case with all that belongs to one, a household with its members, an agency."""
    made = make_records(small, coordinator, other_coordinator)
    Case.objects.update(subject_name="見本集会所")
    return made


@pytest.fixture
def site(as_user, coordinator):
    """The writer's browser."""
    return as_user(coordinator)


def as_sent(page):
    """What a browser sends of the form as it is shown."""
    form, sent = page.context["form"], hidden_of(page.context)
    rows = [field for row in (getattr(form, "rows", None) or ()) for field in row] + [*getattr(getattr(form, "rows", None), "management_form", ())]
    for field in (*form, *rows):
        shown = field.field.widget.format_value(field.value())
        if field.field.show_hidden_initial:
            begun = field.form.data.get(field.html_initial_name, field.initial)
            sent[field.html_initial_name] = field.field.widget.format_value(begun) or ""
        if isinstance(field.value(), bool):
            sent |= {field.html_name: "on"} if field.value() else {}
        elif shown is not None:
            sent[field.html_name] = shown
    return sent


def saved_by_another(record, noun):
    """Somebody else's save; what the page shows of it."""
    changes = {name: each if isinstance(each, tuple) else (each, each) for name, each in FORMS[noun][2].items()}
    type(record)._base_manager.filter(pk=record.pk).update(version=F("version") + 1, **{name: value for name, (value, _) in changes.items()})
    return {name: shown for name, (_, shown) in changes.items()}


def shown_in(form, names):
    return {name: form[name].value() if isinstance(form[name].value(), bool) else _one(form.fields[name].widget.format_value(form[name].value())) for name in names}


def _one(shown):
    return str(shown[0] if isinstance(shown, list) else shown)


def by_name(answer):
    return {row["name"]: row["whose"] for row in answer.context["conflict"] if "name" in row}


@every_form
def test_each_keeps_what_the_other_did_not_touch(site, objects, noun):
    where, mine, _ = FORMS[noun]
    address, record = where.format(objects[noun].pk), objects[noun]
    form = as_sent(site.get(address)) | {mine: MINE}
    theirs = saved_by_another(record, noun)
    answer = site.post(address, form)
    assert answer.status_code == 409 and by_name(answer) == {mine: "own"} | dict.fromkeys({name for name in theirs if name in by_name(answer)}, "other")
    page = html.unescape(answer.content.decode())
    assert "自分が変更した項目" in page and "保存されている内容を入力欄に入れました" in page
    assert answer.context["form"][mine].value() == MINE and shown_in(answer.context["form"], theirs) == theirs
    assert site.post(address, as_sent(answer)).status_code == 302
    saved = type(record)._base_manager.get(pk=record.pk)
    expected = {name: each[0] if isinstance(each, tuple) else each for name, each in FORMS[noun][2].items()}
    assert getattr(saved, mine) == MINE and {name: str(getattr(saved, name)) for name in expected} == {name: str(value) for name, value in expected.items()}


def test_what_both_have_changed_stays_as_it_was_typed_and_is_marked_so(site, objects):
    address = f"/cases/{objects['case'].pk}/edit/"
    form = as_sent(site.get(address)) | {"summary": MINE}
    Case.objects.filter(pk=objects["case"].pk).update(version=F("version") + 1, summary=THEIRS)
    answer = site.post(address, form)
    assert by_name(answer) == {"summary": "both"} and answer.context["form"]["summary"].value() == MINE
    page = answer.content.decode()
    assert THEIRS in page and "両方が変更した項目" in page and "入力欄に入れました" not in page


def test_what_cannot_be_read_was_typed(site, objects):
    address = f"/cases/{objects['case'].pk}/edit/"
    form = as_sent(site.get(address)) | {"opened_on": "R3.13.", "summary": MINE}
    keep(site, form)
    Case.objects.filter(pk=objects["case"].pk).update(version=F("version") + 1, opened_on="2021-03-02", title=THEIRS)
    page = site.get(f"{address}?draft={Draft.objects.get().pk}")
    assert by_name(page) == {"opened_on": "both", "summary": "own", "title": "other"}
    assert page.context["form"]["opened_on"].value() == "R3.13." and page.context["form"]["title"].value() == THEIRS
    assert Draft.objects.get().typed["title"] == "見本の相談"


def test_somebody_elses_next_save_is_told_against_what_was_shown_last(site, objects):
    address = f"/cases/{objects['case'].pk}/edit/"
    form = as_sent(site.get(address)) | {"summary": MINE}
    Case.objects.filter(pk=objects["case"].pk).update(version=F("version") + 1, title=THEIRS)
    form = as_sent(site.post(address, form))
    Case.objects.filter(pk=objects["case"].pk).update(version=F("version") + 1, title="見本の相談")
    answer = site.post(address, form)
    assert by_name(answer) == {"summary": "own", "title": "other"} and answer.context["form"]["title"].value() == "見本の相談"


def test_a_page_that_does_not_say_what_it_was_opened_with_is_answered_as_before(site, objects):
    address = f"/cases/{objects['case'].pk}/edit/"
    for marks in (None, "", "x", ":::", "title", "見" * 9000):
        form = as_sent(site.get(address)) | {"summary": MINE, "opened_marks": marks}
        saved_by_another(objects["case"], "case")
        answer = site.post(address, {name: value for name, value in form.items() if value is not None})
        assert answer.status_code == 409 and "other" not in by_name(answer).values() and answer.context["form"]["summary"].value() == MINE
        assert "自分が変更した項目" not in answer.content.decode()


def test_a_contact_and_its_draft_are_no_exception(site, objects, small, coordinator):
    contact = log_contact(small, coordinator, text="はじめの記録", counterpart="見本の相手")
    address = f"/contacts/{contact.pk}/edit/"
    form = as_sent(site.get(address)) | {"text": MINE, "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["health"]}
    keep(site, form)
    Contact.objects.filter(pk=contact.pk).update(version=F("version") + 1, counterpart=THEIRS, minutes=45)
    for answer in (site.get(f"{address}?draft={Draft.objects.get().pk}"), site.post(address, form)):
        assert {name: by_name(answer)[name] for name in ("text", "counterpart", "minutes")} == {"text": "own", "counterpart": "other", "minutes": "other"}
        shown = answer.context["form"]
        assert (shown["text"].value(), shown["counterpart"].value(), str(shown["minutes"].value())) == (MINE, THEIRS, "45")
        assert read(shown["opened_marks"].value())["counterpart"] == mark_of("counterpart", THEIRS)


def test_whereabouts_that_were_protected_since_are_taken_over_by_no_page(site, objects, coordinator):
    address = f"/households/{objects['household'].pk}/edit/"
    form = as_sent(site.get(address)) | {"note": MINE}
    assert "phone" in read(form["opened_marks"])
    Household.objects.filter(pk=objects["household"].pk).update(version=F("version") + 1, phone="0422-99-9999")
    protect(objects["household"], coordinator)
    answer = site.post(address, form)
    assert answer.status_code == 409 and "0422-99-9999" not in answer.content.decode()
    assert "phone" not in read(site.get(address).context["form"]["opened_marks"].value())


def test_a_mark_tells_nothing_of_the_value(site, objects, settings):
    one = mark_of("phone", "0422-11-1111")
    assert one == mark_of("phone", " 0422-11-1111\r\n") and one not in (mark_of("phone", "0422-11-1112"), mark_of("address", "0422-11-1111"))
    settings.SECRET_KEY = "another"
    assert mark_of("phone", "0422-11-1111") != one


def test_an_error_that_comes_of_what_somebody_else_saved_is_told_with_it(as_user, admin, small):
    """Who changed only the aliases was asked since when the name changes, and was not told that it had been changed."""
    page, year = "/settings/codebook/edit/axes/topic/categories/health/", fiscal_year_of(timezone.localdate())
    client = as_user(admin)
    opened = {name: client.get(page).context["form"][name].value() for name in ("version", "opened_marks", "label")}
    assert client.post(page, opened | {"label": "暮らしの健康", "from_year": year}).status_code == 302
    answer = client.post(page, opened | {"aliases": "けんこう"})
    form, rows = answer.context["form"], {row["name"]: row["whose"] for row in answer.context["conflict"]}
    assert answer.status_code == 409 and rows == {"label": "other", "aliases": "own"} and not form.errors
    assert (form["label"].value(), form["aliases"].value()) == ("暮らしの健康", "けんこう")
    answer = client.post(page, opened | {"label": ""})
    assert answer.status_code == 409 and "label" in answer.context["form"].errors and "別の人か別の画面が" in answer.content.decode()


def test_what_says_no_version_is_answered_with_its_errors(as_user, admin, coordinator, small):
    client = as_user(admin)
    assert client.post("/settings/codebook/edit/axes/topic/categories/health/", {"label": ""}).status_code == 422
    case = Case.objects.create(number="C-1", title="見本", subject="place", subject_name="集会所", district=small.districts["osawa"], coordinator=coordinator,
                               opened_on="2021-04-01")
    event = CaseEvent.objects.create(case=case, kind=CaseEvent.Kind.CLOSED, date="2021-05-01", created_by=coordinator)
    assert as_user(coordinator).post(f"/case-events/{event.pk}/withdraw/", {}).status_code == 422


def test_the_kinds_of_an_axis_are_among_the_differences(as_user, admin, small):
    page, client = "/settings/codebook/edit/axes/topic/edit/", as_user(admin)
    form = client.get(page).context["form"]
    opened = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")} | {"from_year": 0}
    assert client.post(page, opened | {"asked_for": ["new"]}).status_code == 302
    answer = client.post(page, opened | {"unit": "項目"})
    assert answer.status_code == 409 and "対象の対応実績" in [row["label"] for row in answer.context["conflict"]]

"""Drafts of the settings and of the reports' notes and percentages, also of forms that change what has no row of its own: they do as all others."""
import html
import uuid

import pytest

from cases.models import Axis, Category, District, Draft, Footnote, ShareOverride, User
from tests.objects import address, make_objects
from tests.version_table import CHANGES, CREATES

from .lines import OF_SETTINGS, RIGHTS, hidden_of, keep

pytestmark = pytest.mark.either
TYPED = "見本の書きかけ"
RECUT = {"starts_on": "R4.4.1", "code_1": "north", "towns_1": "大沢1〜2丁目", "leaves_out": "on", "sure": "on"}
LINES = [pytest.param(noun, route, field, id=route) for noun, (routes, field) in OF_SETTINGS.items() for route in routes]
CHANGED = [line for line in LINES if line.values[1] in ("activitykind_edit", "joint_edit", "user_edit", "axis_edit", "category_edit", "footnote_edit")]
WITHOUT_ROW = [line for line in LINES if line.values[0] in ("planaxis", "plancategory", "footnotetext", "share")]
ADMINS = ("council", "district", "question")
every_form = pytest.mark.parametrize(("noun", "route", "field"), LINES)


@pytest.fixture
def objects(small, admin):
    """An object for each address, and no draft yet."""
    made = make_objects(small, admin)
    Draft.objects.all().delete()
    return made


@pytest.fixture
def site(as_user, admin, objects):
    """An admin's browser."""
    return as_user(admin)


def typed_into(site, route, objects, field, **change):
    """What the page sends, opened anew, with something typed into a field."""
    page = site.get(address(route, objects)).context
    form = RECUT | {"ending": [objects["district"].pk]} if route == "district_recut" else (CREATES | CHANGES)[route](objects)
    named = {name: page["form"][name].value() for name in ("form_token", "version", "state") if name in page["form"].fields}
    if "draft_token" in page and not getattr(page["form"], "is_new", False):
        named["form_token"] = str(page["draft_token"])
    return form | {field: TYPED} | hidden_of(page) | named | change


def read(site):
    """The list of drafts and the page of the only one."""
    return html.unescape(site.get("/drafts/").content.decode() + site.get(f"/drafts/{Draft.objects.get().pk}/").content.decode())


@every_form
def test_it_is_kept_listed_gone_on_with_and_goes_with_the_save(site, objects, noun, route, field):
    form = typed_into(site, route, objects, field)
    assert keep(site, form).headers["X-Draft"] == "kept"
    draft = Draft.objects.get()
    assert draft.noun == noun and draft.kind_words in read(site) and TYPED in read(site)
    assert "下書きを開く" in site.get(address(route, objects)).content.decode()
    page = site.get(site.get(f"/drafts/{draft.pk}/").context["go_on"])
    assert page.context["form"][field].value() == TYPED and "field-error" not in page.content.decode() and "data-draft" in page.content.decode()
    form |= hidden_of(page.context)
    done = site.post(address(route, objects), form)
    assert done.status_code == 302 and not Draft.objects.exists(), done.context and done.context["form"].errors
    assert keep(site, form).headers["X-Draft"] == "finished" and not Draft.objects.exists()


@every_form
def test_saved_without_a_draft_being_opened_its_own_goes_and_another_stays(site, objects, noun, route, field):
    other, form = (typed_into(site, route, objects, field) for _ in range(2))
    assert other["draft_page"] != form["draft_page"] and [keep(site, each).headers["X-Draft"] for each in (other, form)] == ["kept", "kept"]
    assert site.post(address(route, objects), form).status_code == 302
    assert str(Draft.objects.get().page) == str(other["draft_page"])


@every_form
def test_a_refused_save_keeps_it_and_every_field_is_kept(site, objects, noun, route, field):
    form = typed_into(site, route, objects, field)
    shown = site.get(address(route, objects)).context["form"]
    rows = [row.add_prefix(name) for row in getattr(shown, "rows", ()) if hasattr(row, "fields") for name in row.fields]
    assert [name for name in (*shown.fields, *rows) if not Draft(noun=noun).form.keeps(name)] == []
    keep(site, form)
    wrong = {"district_recut": {"starts_on": "R3.13."}, "report_share_edit": {"printed": "x"}, "user_new": {"username": "あ い"}, "user_edit": {"username": "あ い"},
             "footnote_text": {"text": "見" * 900}, "footnote_new": {"text": ""}, "footnote_edit": {"text": ""}}.get(route, {"first_year": "R99999", "code": "!"})
    refused = site.post(address(route, objects), form | wrong)
    assert refused.status_code == 422 and Draft.objects.get().typed[field] == TYPED
    assert hidden_of(refused.context)["draft_page"] == str(form["draft_page"]) and refused.content.decode().count('name="form_token"') <= 1
    if not Draft(noun=noun).form.has_row:
        assert f'name="form_token" value="{form["form_token"]}"' in refused.content.decode()


@every_form
def test_it_is_nobody_elses_and_tells_nothing_to_who_may_not_open_the_form(site, as_user, objects, admin, supervisor, noun, route, field):
    keep(site, typed_into(site, route, objects, field))
    draft = Draft.objects.get()
    go_on = site.get(f"/drafts/{draft.pk}/").context["go_on"]
    other = as_user(supervisor)
    assert TYPED not in other.get("/drafts/").content.decode() and other.get(f"/drafts/{draft.pk}/").status_code == 404
    assert TYPED not in other.get(go_on).content.decode()
    assert_told_nothing_without_the_role(as_user, admin, go_on)


def assert_told_nothing_without_the_role(as_user, writer, go_on):
    User.objects.filter(pk=writer.pk).update(role="coordinator")
    writer.refresh_from_db()
    site, draft = as_user(writer), Draft.objects.get()
    shown, page, [line] = read(site), site.get(f"/drafts/{draft.pk}/").context, site.get("/drafts/").context["drafts"]
    assert draft.kind_words in shown and "内容は表示しません" in shown and TYPED not in shown
    assert (page["go_on"], page["facts"], page["texts"], line.home, line.told, line.named, line.shown) == ("", {}, [], "", "", [], "")
    assert site.get(go_on).status_code == 403


@pytest.mark.parametrize("noun", ADMINS)
def test_a_draft_of_the_other_settings_tells_nothing_either(site, as_user, objects, admin, noun):
    route, field = RIGHTS[noun][0], RIGHTS[noun][3]
    keep(site, typed_into(site, route, objects, field))
    assert TYPED in read(site)
    assert_told_nothing_without_the_role(as_user, admin, site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"])


@pytest.mark.parametrize(("noun", "route", "field"), CHANGED + WITHOUT_ROW)
def test_what_was_saved_since_is_told_when_it_is_gone_on_with(site, objects, noun, route, field):
    form = typed_into(site, route, objects, field)
    keep(site, form)
    other = typed_into(site, route, objects, field) | {field: "ほかの人の文"}
    assert site.post(address(route, objects), other).status_code == 302
    page = site.get(site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"])
    assert page.context["in_conflict"] == "draft" and ("ほかの人の文", TYPED) in [(row["stored"], row["own"]) for row in page.context["conflict"]]
    assert site.post(address(route, objects), form).status_code == 409
    assert site.post(address(route, objects), form | {"version": page.context["form"]["version"].value()}).status_code == 302 and not Draft.objects.exists()


def test_the_districts_that_were_changed_since_a_recut_was_begun_are_told(site, objects):
    form = typed_into(site, "district_recut", objects, "name_1")
    keep(site, form)
    go_on = site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"]
    assert "地区が変更されました" not in site.get(go_on).content.decode()
    District.objects.update(version=7)
    assert "地区が変更されました" in site.get(go_on).content.decode()
    assert site.post(address("district_recut", objects), form).status_code == 422 and Draft.objects.exists() and District.objects.count() == 2


def test_the_page_that_asks_whether_to_recut_keeps_what_was_typed_before(site, objects):
    form = typed_into(site, "district_recut", objects, "name_1")
    del form["sure"]
    page = site.post(address("district_recut", objects), form)
    body = page.content.decode()
    assert page.status_code == 200 and "data-unsaved" in body and 'id="draft-state"' in body and f'name="draft_page" value="{form["draft_page"]}"' in body
    assert f'name="form_token" value="{form["form_token"]}"' in body and District.objects.count() == 2
    keep(site, form)
    again = site.post(address("district_recut", objects), form | {"back": "on"})
    assert again.status_code == 200 and f'name="form_token" value="{form["form_token"]}"' in again.content.decode()
    assert site.post(address("district_recut", objects), form | {"sure": "on"}).status_code == 302 and not Draft.objects.exists()


def test_no_password_lies_in_a_draft(site, objects):
    form = typed_into(site, "user_new", objects, "name")
    keep(site, form, password="秘密の言葉", password1="秘密の言葉", new_password="秘密の言葉", code="秘密の言葉")
    assert "秘密の言葉" not in str(Draft.objects.get().data)


def test_the_districts_of_a_user_come_back_as_they_were_typed(site, objects):
    rows = {"assignments-TOTAL_FORMS": 1, "assignments-0-district": objects["district"].pk, "assignments-0-starts_on": "R3.13.", "assignments-0-ends_on": ""}
    keep(site, typed_into(site, "user_new", objects, "name") | rows)
    page = site.get(site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"])
    assert page.context["form"].rows[0]["starts_on"].value() == "R3.13." and 'value="R3.13."' in page.content.decode() and "field-error" not in page.content.decode()


def test_a_draft_of_one_table_or_cell_opens_in_no_other(site, objects):
    keep(site, typed_into(site, "report_share_edit", objects, "reason"))
    draft, own = Draft.objects.get(), address("report_share_edit", objects)
    other = own.replace("category=self", "category=family")
    assert other != own and ShareOverride.objects.count() == 1
    page = site.get(f"{other}&draft={draft.pk}")
    assert TYPED not in page.content.decode() and "下書きを開く" not in page.content.decode()
    assert "下書きを開く" in site.get(own).content.decode()


def test_they_count_nowhere(site, objects):
    for routes, field in OF_SETTINGS.values():
        for route in routes:
            keep(site, typed_into(site, route, objects, field))
    assert Draft.objects.count() == len(LINES)
    assert not any(TYPED in str(row) for model in (Axis, Category, District, Footnote, User) for row in model.objects.values())
    for page in ("/settings/users/", "/settings/codebook/edit/", "/settings/districts/", "/reports/2021/notes/", "/reports/2021/shares/"):
        assert TYPED not in site.get(page).content.decode()


def test_an_address_that_its_page_did_not_send_leads_nowhere(site, objects):
    form = typed_into(site, "category_edit", objects, "note")
    keep(site, form | {"axis": "../x", "draft_page": str(uuid.uuid4())})
    assert site.get(f"/drafts/{Draft.objects.get().pk}/").context["go_on"] == ""

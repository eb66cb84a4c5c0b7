"""No form replaces what its writer has not seen: every route that changes a row asks for the version it opened."""
import uuid

import pytest
from django.urls import get_resolver

from cases.forms import base
from cases.models import (
    Assignment,
    Case,
    CaseEvent,
    Council,
    ImportBatch,
    Leader,
    Referral,
    Relation,
    Resource,
)
from tests.measures import measured
from tests.objects import address, make_objects, patterns
from tests.stored import rows, taken_back
from tests.told import assert_names_nobody, told
from tests.version_table import (
    AGAIN,
    AUDIT,
    CHANGES,
    CREATES,
    DELETED,
    FILE,
    LAST_COUNTS,
    MANY,
    NAMED,
    NO_POST,
    ONCE,
    OTHERS,
    OWN_DRAFT,
    OWN_SESSION,
    PAIRS,
    READS,
    SAID,
    UNUSED,
    import_file,
    record_file,
)

UNBELIEVED = {"none": None, "blank": "", "no number": "x", "zero": "0", "negative": "-1", "huge": "9" * 30,
              "full width": "１", "stale": "1"}


def test_every_route_has_a_line_and_every_line_a_route():
    lines = [*CHANGES, *CREATES, *OTHERS]
    assert sorted(lines) == sorted({pattern.name for pattern in patterns(get_resolver())})


@pytest.fixture
def objects(small, admin):
    """One object for each address; each was changed once since a page with version 1 was opened."""
    Assignment.objects.create(user=admin, district=small.districts["osawa"], starts_on="2020-04-01")
    objects = make_objects(small, admin)
    for name in ("contact", "household", "member", "case", "resource", "district", "protection", "relation", "tie", "merge", "member2", "protected", "draft", "saved", "waiting", "activity", "activitykind", "referral", "leader", "caseevent", "supportplan", "goal", "monitoring", "task", "conference", "consent", "assessment", "question", "user",
                 "share", "footnote", "edit", "axis", "category", "plan", "joint"):
        type(objects[name]).objects.filter(pk=objects[name].pk).update(version=2)
    Council.objects.update(version=2)
    return objects


@pytest.fixture
def site(as_user, admin, objects):
    """An admin who is also assigned: may do everything."""
    return as_user(admin)


def prepare(route, objects):
    if route in ("import_commit", "import_discard"):
        ImportBatch.objects.filter(pk=objects["import"].pk).update(
            state="preview", content=import_file(), file_name="x.csv")
    if route == "import_mapping":
        ImportBatch.objects.filter(pk=objects["import"].pk).update(
            state="preview", subject="records", content=record_file(), file_name="x.csv")
    if route == "member_merge":
        Relation.objects.update(is_withdrawn=True)
    if route == "case_reopen":
        Case.objects.update(closed_on="2021-05-01")
    if route == "caseevent_withdraw":
        Case.objects.update(closed_on="2021-05-01")
        CaseEvent.objects.update(kind="closed", date="2021-05-01")


def right_version(site, route, objects):
    if route.startswith("import"):
        page = "import_mapping" if route == "import_mapping" else "import_detail"
        context = site.get(address(page, objects)).context
        return context["discard_version" if route == "import_discard" else "version"]
    return 2


def post_in_vain(site, objects, route, unbelieved):
    prepare(route, objects)
    form, before = CHANGES[route](objects), rows()
    for named, version in unbelieved.items():
        response = site.post(address(route, objects), form | ({} if version is None else {"version": version}))
        page = response.content.decode()
        assert response.status_code == 409 and rows() == before, (route, named)
        assert "notice is-warning" in page, (route, named)
        assert "見本の入力です" in page or "見本の入力です" not in form.values(), (route, named)
    measured("C20", unversioned_posts=len(unbelieved), unversioned_accepted=0)


TOGETHER = 13  # routes that share their objects: making these takes as long as sending a form
PARTS = pytest.mark.parametrize("part", range(-(-len(CHANGES) // TOGETHER)))


def apart(site, part):
    """The routes of a part with their places; what is written for one is taken back before the next."""
    for place, route in list(enumerate(CHANGES))[part * TOGETHER:(part + 1) * TOGETHER]:
        with taken_back(site):
            yield place, route


@pytest.mark.either
@PARTS
def test_a_post_without_the_right_version_changes_nothing_and_keeps_the_text(site, objects, part):
    for place, route in apart(site, part):
        odd = [*UNBELIEVED][place % (len(UNBELIEVED) - 1)]  # all forms read it alike, so each odd one is tried with some
        post_in_vain(site, objects, route, {each: UNBELIEVED[each] for each in (odd, "stale")})


@pytest.mark.long
@pytest.mark.parametrize("route", CHANGES)
def test_a_post_with_any_odd_version_changes_nothing_and_keeps_the_text(site, objects, route):
    post_in_vain(site, objects, route, UNBELIEVED)


@PARTS
def test_the_same_post_with_the_right_version_is_saved(site, objects, part):
    for _, route in apart(site, part):
        prepare(route, objects)
        version, before = right_version(site, route, objects), rows()
        response = site.post(address(route, objects), CHANGES[route](objects) | {"version": version})
        assert response.status_code == 302 and rows() != before, route
        assert_names_nobody(site, objects, route)


@pytest.mark.parametrize("part", range(3))
def test_the_message_after_a_new_row_names_nobody(site, objects, part):
    for route in [*CREATES][part::3]:
        with taken_back(site):
            assert site.post(address(route, objects), CREATES[route](objects) | {"form_token": str(uuid.uuid4())}).status_code == 302, route
            assert_names_nobody(site, objects, route)


def test_what_the_cookie_of_the_messages_holds_is_read_here(site, objects):
    site.post(address("household_edit", objects), CHANGES["household_edit"](objects) | {"version": 2})
    assert told(site) == "世帯を保存しました。"


UNOPENED = ("draft_discard", "saved_delete", "household_whereabouts_edit", "import_commit", "import_discard", "import_mapping", "import_undo")


@pytest.mark.either
def test_every_page_that_changes_a_row_carries_its_version(site, objects):
    opened = {route: site.get(address(route, objects)).context["form"]["version"].value() for route in CHANGES
              if route not in UNOPENED and not route.endswith(("_move", "plan_confirm", "plan_cancel"))}
    assert {route: version for route, version in opened.items() if version != 2} == {} and len(opened) > 40


@pytest.mark.either
def test_every_page_of_a_new_row_carries_a_token(site, objects):
    assert [route for route in CREATES if 'name="form_token"' not in site.get(address(route, objects)).content.decode()] == []


@pytest.mark.either
def test_what_is_not_in_the_table_of_changes_changes_nothing(site, objects):
    before = rows()
    for route, does in OTHERS.items():
        if does in (NO_POST, READS, FILE):
            assert (site.post(address(route, objects)).status_code == 405) == (does == NO_POST), route
            assert rows() == before, route
        else:
            assert does in (AGAIN, OWN_SESSION, AUDIT, DELETED, NAMED, OWN_DRAFT, ONCE, LAST_COUNTS, MANY, PAIRS, SAID, UNUSED), route


def test_a_form_that_believes_any_version_is_seen_by_these_tests(site, objects, monkeypatch):
    monkeypatch.setattr(base, "read_version", lambda text: 2)
    response = site.post(address("household_edit", objects), CHANGES["household_edit"](objects))
    assert response.status_code == 302


def test_a_row_that_vanished_meanwhile_leaves_the_text_on_the_page(site, objects, monkeypatch):
    def vanish(**arguments):
        for model in (Referral, Leader, Resource):
            model.objects.all().delete()
        raise record_pages.Conflict
    from cases.services import resources
    from cases.views import record_pages
    monkeypatch.setattr(resources, "save_versioned", vanish)
    response = site.post(address("resource_edit", objects), CHANGES["resource_edit"](objects) | {"version": 2})
    assert response.status_code == 409 and "見本の入力です" in response.content.decode()


@pytest.mark.parametrize(("first", "second"), [("case_edit", "case_close"), ("case_close", "case_edit"),
                                               ("case_close", "case_close"), ("case_edit", "case_edit")])
def test_of_closing_and_editing_the_first_wins(site, objects, first, second):
    answers = [site.post(address(route, objects), CHANGES[route](objects) | {"version": 2}).status_code
               for route in (first, second)]
    assert answers == [302, 409] and Case.objects.get().version == 3


def test_an_import_that_would_no_longer_do_what_was_shown_is_shown_again(site, objects):
    prepare("import_commit", objects)
    version = right_version(site, "import_commit", objects)
    assert site.post(address("import_commit", objects), {"version": version}).status_code == 302
    prepare("import_commit", objects)
    response = site.post(address("import_commit", objects), {"version": version})
    assert response.status_code == 409 and "もう一度確かめてください" in response.content.decode()


def sealed_changes(site, name):
    from django.core.files.uploadedfile import SimpleUploadedFile
    content = f"番号,名称\nR-1,{name}\n".encode()
    return site.post("/settings/reference/resources/import/", {"file": SimpleUploadedFile("x.csv", content)}).context


def test_a_reference_file_does_not_replace_what_was_changed_since_it_was_looked_at(site, objects):
    sealed = sealed_changes(site, "ファイルの名称")["sealed"]
    Resource.objects.update(name="その間に直した名称", version=3)
    response = site.post("/settings/reference/resources/import/", {"sealed": sealed})
    assert response.status_code == 409 and Resource.objects.get().name == "その間に直した名称"
    again = site.post("/settings/reference/resources/import/", {"sealed": response.context["sealed"]})
    assert again.status_code == 302 and Resource.objects.get().name == "ファイルの名称"


def test_a_row_changed_by_a_file_is_a_new_version(site, objects):
    site.post("/settings/reference/resources/import/", {"sealed": sealed_changes(site, "ファイルの名称")["sealed"]})
    response = site.post(address("resource_edit", objects), CHANGES["resource_edit"](objects) | {"version": 2})
    assert response.status_code == 409 and "ファイルの名称" in response.content.decode()

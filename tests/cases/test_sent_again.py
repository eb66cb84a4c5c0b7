"""A form sent twice makes one row; sent again with another text (browser's 戻る), neither text is lost."""
import uuid

import pytest

from cases.models import (
    Activity,
    ActivityKind,
    Assessment,
    Axis,
    Case,
    CaseEvent,
    Category,
    CodebookPlan,
    Conference,
    Consent,
    Contact,
    District,
    Footnote,
    Goal,
    Household,
    JointDistrict,
    Leader,
    Member,
    Monitoring,
    Protection,
    Question,
    Referral,
    Relation,
    Resource,
    SavedSearch,
    SupportPlan,
    Tie,
    User,
    Waiting,
)
from tests.measures import measured
from tests.objects import address
from tests.version_table import CREATES

from .test_versions import objects, site  # noqa: F401 (fixtures)

MODELS = {"case_referral_new": Referral, "contact_referral_new": Referral, "leader_new": Leader, "activity_new": Activity, "activitykind_new": ActivityKind, "contact_new": Contact, "household_new": Household, "member_new": Member, "case_new": Case,
          "resource_new": Resource, "district_new": District, "protection_new": Protection, "user_new": User,
          "footnote_new": Footnote, "axis_new": Axis, "category_new": Category, "plan_new": CodebookPlan,
          "saved_new": SavedSearch, "case_intake": CaseEvent, "case_plan": SupportPlan, "supportplan_goal": Goal, "supportplan_monitoring": Monitoring,
          "conference_new": Conference, "member_consent": Consent, "case_assessment": Assessment, "question_new": Question, "case_waiting_new": Waiting, "contact_waiting_new": Waiting,
           "relation_new": Relation, "tie_new": Tie, "joint_new": JointDistrict}
IN_A_PLAN = ("plan_axis_new", "plan_category_new")  # leave no row: a plan keeps what differs
WITHOUT_TEXT = ("plan_new",)
CHANGED = "書き直した入力です"


def texts(model):
    """Every stored text of a model in one string."""
    return repr(list(model.objects.values_list()))


@pytest.fixture
def entry(site, objects, request):  # noqa: F811
    """(address, model, a complete form with a token) of the route."""
    route = request.param
    return address(route, objects), MODELS[route], CREATES[route](objects) | {"form_token": str(uuid.uuid4())}


WITH_TEXT = [route for route in MODELS if route not in WITHOUT_TEXT]


def half(turn: int):
    """Every other form, for what one piece of code does for all of them; bin/test --long asks each."""
    return pytest.mark.parametrize("entry", [
        route if place % 2 == turn else pytest.param(route, marks=pytest.mark.long) for place, route in enumerate(WITH_TEXT)], indirect=True)


def rewritten(form):
    return {name: CHANGED if value == "見本の入力です" else value for name, value in form.items()}


def test_every_form_that_adds_is_tried():
    assert {*MODELS, *IN_A_PLAN} == set(CREATES)


@pytest.mark.parametrize("route", IN_A_PLAN)
def test_in_a_plan_the_same_form_again_is_one_change(site, objects, route):  # noqa: F811
    form = CREATES[route](objects) | {"form_token": str(uuid.uuid4())}
    before = len(CodebookPlan.objects.get(pk=objects["plan"].pk).changes)
    answers = {(response.status_code, response.url) for response in (site.post(address(route, objects), form) for _ in range(3))}
    assert len(answers) == 1 and len(CodebookPlan.objects.get(pk=objects["plan"].pk).changes) == before + 1


@pytest.mark.parametrize("entry", MODELS, indirect=True)
def test_the_same_form_again_is_one_row_and_another_text_is_shown_beside_it(site, entry):  # noqa: F811
    url, model, form = entry
    count = model.objects.count()
    answers = {(response.status_code, response.url) for response in (site.post(url, form) for _ in range(3))}
    assert len(answers) == 1 and model.objects.count() == count + 1
    measured("C21", repeated_posts=3, rows=1)
    if "見本の入力です" in form.values():
        is_shown_beside_the_saved_one(site, url, model, form)


def is_shown_beside_the_saved_one(site, url, model, form):  # noqa: F811
    before = texts(model)
    response = site.post(url, rewritten(form))
    page = response.content.decode()
    assert response.status_code == 409 and texts(model) == before
    assert "すでに1件の記録として保存されています" in page and "見本の入力です" in page and CHANGED in page


@pytest.mark.either
@half(0)
def test_from_there_it_replaces_the_saved_one(site, entry):  # noqa: F811
    url, model, form = entry
    site.post(url, form)
    context = site.post(url, rewritten(form)).context
    count = model.objects.count()
    answer = site.post(context["action"], rewritten(form) | {"version": context["form"]["version"].value()})
    assert answer.status_code == 302 and model.objects.count() == count
    assert CHANGED in texts(model) and "見本の入力です" not in texts(model)


@pytest.mark.either
@half(1)
def test_or_becomes_a_row_of_its_own(site, entry):  # noqa: F811
    url, model, form = entry
    if model is Relation:
        pytest.skip("two people have one relation of a kind")
    site.post(url, form)
    token = site.post(url, rewritten(form)).context["new_token"]
    own = {name: f"{value}9" if name in ("number", "code", "username") else value for name, value in rewritten(form).items()}
    own |= {"date": "R3.4.7"} if "complaint" in form else {}  # a case comes in once a day
    own |= {"towns_text": "見本町9丁目"} if "towns_text" in form else {}  # no 町丁目 lies in two districts
    assert site.post(url, own | {"form_token": token}).status_code == 302
    assert CHANGED in texts(model) and "見本の入力です" in texts(model)


@pytest.mark.either
@half(0)
def test_a_wrong_text_with_the_same_token_is_kept_too(site, entry):  # noqa: F811
    url, model, form = entry
    site.post(url, form)
    wrong = rewritten(form) | {"date": "R3.13.1", "opened_on": "x", "sex": "7", "number": "", "code": "", "starts_on": "x"}
    response = site.post(url, wrong)
    assert response.status_code == 409 and CHANGED in response.content.decode()


@pytest.mark.either
@half(1)
def test_the_token_works_after_another_log_in(site, entry, admin):  # noqa: F811
    url, model, form = entry
    first = site.post(url, form).url
    site.logout()
    site.force_login(admin)
    assert site.post(url, form).url == first


def test_the_token_works_a_day_later(site, objects, admin):  # noqa: F811
    import time_machine
    form = CREATES["household_new"](objects) | {"form_token": str(uuid.uuid4())}
    first = site.post("/households/new/", form).url
    with time_machine.travel("2099-01-01T12:00:00+09:00", tick=False):
        site.force_login(admin)
        assert site.post("/households/new/", form).url == first
    assert Household.objects.filter(number="S-77").count() == 1


def test_a_saved_row_that_went_out_of_sight_keeps_the_text_and_shows_nothing_of_it(site, objects, small, admin):  # noqa: F811
    form = CREATES["contact_new"](objects) | {"form_token": str(uuid.uuid4())}
    site.post("/contacts/new/", form)
    Contact.objects.filter(form_token=form["form_token"]).update(text="ほかの地区の記録")
    admin.assignments.update(district=small.districts["renjaku"])
    response = site.post("/contacts/new/", form | {"text": CHANGED, "district": small.districts["renjaku"].pk})
    page = response.content.decode()
    assert response.status_code == 409 and CHANGED in page and "ほかの地区の記録" not in page

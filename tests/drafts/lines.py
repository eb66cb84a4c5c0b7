"""The forms that keep drafts, but those of contacts and of the register: where each stands, what is typed into it, what it is of."""
import pytest
from django.urls import reverse

from cases.models import Assignment, Case, Council, Household, Leader, Member, Question
from tests.factories import log_contact
from tests.objects import case_with, protect, relate
from tests.version_table import (
    assessment,
    case,
    conference,
    consent,
    goal,
    household,
    intake,
    leader,
    member,
    monitoring,
    protection,
    question,
    referral,
    relation,
    resource,
    supportplan,
    tie,
    waiting,
)

SAVE, SCRIPT = "/drafts/save/", {"HX-Request": "true"}
LONG = "見本の長い文です。\n<b>二行目</b>"
NEW = {  # noun: the route of a new one, what it belongs to, a valid form, and the field of its long text
    "case": ("case_new", None, case, "summary"),
    "caseevent": ("case_intake", "case", lambda objects: intake(objects) | {"route": ""}, "complaint"),
    "handovers": ("case_handovers", "user", lambda objects: {
        "handed_on": "R3.6.1", "coordinator": f"{objects['heir'].pk}-{objects['district'].pk}", f"case-{objects['case'].pk}-chosen": "on"}, "note"),
    "assessment": ("case_assessment", "case", assessment, "view"),
    "supportplan": ("case_plan", "case", supportplan, "policy"),
    "goal": ("supportplan_goal", "supportplan", goal, "aim"),
    "monitoring": ("supportplan_monitoring", "supportplan", monitoring, "voice"),
    "conference": ("conference_new", None, conference, "talk"),
    "household": ("household_new", None, household, "note"),
    "member": ("member_new", "household", member, "note"),
    "consent": ("member_consent", "member", consent, "note"),
    "protection": ("protection_new", "household", protection, "reason"),
    "resource": ("resource_new", None, resource, "note"),
    "leader": ("leader_new", "resource", leader, "note"),
    "referral": ("case_referral_new", "case", referral, "asked"),
    "waiting": ("case_waiting_new", "case", waiting, "what"),
    "relation": ("relation_new", "household", relation, "note"),
    "tie": ("tie_new", "household", tie, "note"),
}
OF_CONTACT = {"referral": ("contact_referral_new", "contact", referral, "asked"), "waiting": ("contact_waiting_new", "contact", waiting, "what")}
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
    "household": ("household_edit", "household", household, "contact_care"),
    "member": ("member_edit", "member", member, "contact_care"),
    "consent": ("consent_edit", "consent", consent, "content"),
    "protection": ("protection_edit", "protection", protection, "reason"),
    "resource": ("resource_edit", "resource", resource, "note"),
    "leader": ("leader_edit", "leader", leader, "note"),
    "referral": ("referral_edit", "referral", referral, "asked"),
    "waiting": ("waiting_edit", "waiting", waiting, "what"),
    "waitingend": ("waiting_end", "waiting", lambda objects: {"ended_on": "R3.5.1"}, "result"),
    "relation": ("relation_edit", "relation", relation, "note"),
    "tie": ("tie_edit", "tie", tie, "note"),
    "task": ("task_edit", "task", lambda objects: {"who": "見本の人", "until": "R3.5.1", "what": "見本の入力です"}, "result"),
}
RIGHTS = {  # noun: the route of a change by somebody with a right of their own, of which object; see test_drafts_of_rights.py
    "householdtypes": ("household_types", "household", None, "type_form"),
    "householdrestriction": ("household_restriction", "household", lambda objects: {}, "reason"),
    "caserestriction": ("case_restriction", "case", lambda objects: {}, "reason"),
    "memberrestriction": ("member_restriction", "member", lambda objects: {}, "reason"),
    "council": ("council_edit", None, lambda objects: {"name": "見本社協", "programme": "見本の事業", "mask_below": "3"}, "urgencies"),
    "district": ("district_edit", "district", lambda objects: {"code": "osawa", "name": "大沢", "starts_on": "R2.4.1", "order": "1"}, "towns_text"),
    "question": ("question_edit", "question", question, "hint"),
}
OF_SETTINGS = {  # noun: the routes of the forms of the settings and of the reports, a field and what is typed into it; see test_of_settings.py
    "activitykind": (("activitykind_new", "activitykind_edit"), "name"),
    "jointdistrict": (("joint_new", "joint_edit"), "name"),
    "user": (("user_new", "user_edit"), "name"),
    "axis": (("axis_new", "axis_edit"), "name"),
    "category": (("category_new", "category_edit"), "note"),
    "planaxisnew": (("plan_axis_new",), "name"),
    "planaxis": (("plan_axis_edit",), "name"),
    "plancategorynew": (("plan_category_new",), "note"),
    "plancategory": (("plan_category_edit",), "note"),
    "footnote": (("footnote_new", "footnote_edit"), "text"),
    "footnotetext": (("footnote_text",), "text"),
    "share": (("report_share_edit",), "reason"),
    "recut": (("district_recut",), "name_1"),
}
ALL = [(noun, *line) for forms in (NEW, OF_CONTACT, CHANGED) for noun, line in forms.items()]
DAYS = ("date", "made_on", "closed_on", "reopened_on", "handed_on", "opened_on", "since", "given_on", "starts_on", "ended_on", "birth_date", "until")
EVERYONES = ("resource", "leader")  # no record of people: everyone writes it, wherever they work


def forms(lines, *, with_each_push: bool = False):
    """Try each of these forms; with each push every third of them, as one does as another, and all where that may differ."""
    return pytest.mark.parametrize("line", [
        pytest.param(line, id=f"{line[0]}-{line[1]}", marks=[] if with_each_push or at % 3 == 0 else pytest.mark.long) for at, line in enumerate(lines)])


every_form = forms(ALL)


def make_records(small, coordinator, other_coordinator):
    """By noun: a case with all that belongs to one, one that has ended, a contact, a household with its members, an agency."""
    Council.objects.update(closing_reasons="転出\nそのほか")
    osawa = small.districts["osawa"]
    first = Case.objects.create(number="C-1", title="見本の相談", subject="place", district=osawa, opened_on="2021-04-01", coordinator=coordinator)
    ended = Case.objects.create(number="C-2", title="終わった相談", subject="place", district=osawa, opened_on="2021-04-01", closed_on="2021-05-01")
    Assignment.objects.create(user=other_coordinator, district=osawa, starts_on="2020-04-01")
    made = case_with(first) | {"ended": ended, "district": osawa, "user": coordinator, "heir": other_coordinator}
    return made | {"question": Question.objects.get(), "contact": log_contact(small, coordinator, text="見本の対応"), **_homes(osawa, coordinator, made["referral"].resource)}


def _homes(district, user, agency):
    """A household with its members, one that is protected, and who leads an agency."""
    home = Household.objects.create(number="S-1", name="見本の家", district=district)
    someone = Member.objects.create(household=home, relation="母")
    hidden = protect(Household.objects.create(number="S-2", district=district, address="見本町1-1"), user)
    return {"household": home, "member": someone, **relate(someone), "protection": hidden["protection"], "hidden": hidden["protected"],
            "resource": agency, "leader": Leader.objects.create(resource=agency, name="見本の代表")}


def wrong(line, form):
    """A field of the form with something in it that cannot be saved."""
    if line[0] == "household":
        return {"district": "999999999"}
    return {{"member": "birth_date", "resource": "since", "relation": "starts_on", "tie": "starts_on"}.get(line[0]) or next((name for name in DAYS if name in form), "until"): "R3.13."}


def belongs_to(line):
    """What the list of drafts says that it belongs to."""
    if line[1] in ("case_new", "household_new", "resource_new"):
        return ""
    if line[1] == "case_handovers":
        return "見本 osawaのケース"
    of = {"reopening": "終わった相談", "household": "S-1 見本の家", "member": "S-1 見本の家", "consent": "S-1 見本の家", "relation": "S-1 見本の家", "tie": "S-1 見本の家", "resource": "見本の会", "leader": "見本の会"}
    if line[0] == "protection":
        return "S-1 見本の家" if line[1] == "protection_new" else "S-2"
    return "令和3年4月5日の対応記録" if line[2] == "contact" else of.get(line[0], "C-1")


def where(line, objects):
    """The address of the form."""
    noun, route, of = line[:3]
    query = f"?case={objects['case'].pk}" if route == "conference_new" else f"?coordinator={objects['user'].pk}" if of == "user" else ""
    return reverse(route, args=[objects[of].pk] if of and of != "user" else []) + query


def sent(site, line, objects, **change):
    """What the page sends, opened anew, with a long text typed into it."""
    page = site.get(where(line, objects)).context
    hidden, named = hidden_of(page), {name: page["form"][name].value() for name in ("form_token", "version") if name in page["form"].fields}
    asked = {"asked_year": "2021"} if line[0] == "assessment" else {}
    return line[3](objects) | {line[4]: LONG} | hidden | named | asked | change


def hidden_of(page):
    """What a page says to the drafts of its form."""
    names = ("draft_noun", "draft_target", "draft_parent", "draft_parent_kind", "draft_page", "draft_version")
    return {name: page[name] if page[name] is not None else "" for name in names} | page["draft_at"]


def keep(site, form, **change):
    """Send it as a draft."""
    return site.post(SAVE, form | change, headers=SCRIPT)

"""One object for every address that needs one, and the addresses."""
import datetime
import uuid

from django.urls import get_resolver, reverse
from django.utils import timezone

from cases.models import (
    Activity,
    Answer,
    Assessment,
    Case,
    CaseEvent,
    CodebookPlan,
    Conference,
    Consent,
    Draft,
    Footnote,
    Goal,
    Household,
    ImportBatch,
    JointDistrict,
    KeptApart,
    Leader,
    LoginLimit,
    Member,
    Merge,
    MfaReset,
    Monitoring,
    Protection,
    PublishedFigure,
    Question,
    Referral,
    Relation,
    Resource,
    SavedSearch,
    ShareOverride,
    SupportPlan,
    Task,
    Tie,
    User,
    Waiting,
)
from cases.periods import fiscal_year_of
from tests.factories import Small, log_contact, make_user, meeting_kind

MISSING = 987654321  # an id that no row has
QUERIES = {"figure_contacts": "?axis=kind", "report_share_edit": "?axis=consulter&category=self",
           "footnote_new": "?axis=topic", "saved_new": "?of=contact_list&month=4"}

# What belongs to a case, by noun, with the columns that hold its words.
PARTS = {"waiting": ("whom", "what", "result"),
         "caseevent": ("route", "referrer", "complaint", "urgency", "reason", "note", "watch"),
         "supportplan": ("wish", "policy"), "goal": ("aim",), "monitoring": ("progress", "voice"), "task": ("who", "what", "result"),
         "assessment": ("view", "value"), "conference": ("host", "place", "others", "talk", "decisions"),
         "referral": ("asked", "result")}


# The editor of the codebook names axes and categories by their codes.
EDITOR_ARGUMENTS = {f"axis_{page}": ["topic"] for page in ("detail", "edit", "move", "merge", "delete", "history")} | {
    "category_new": ["topic"]} | {f"category_{page}": ["topic", "meal"] for page in ("edit", "move", "retire", "split", "delete", "history")}


def make_objects(small: Small, user: User) -> dict:
    """Objects of 大沢, by the noun with which their routes' names begin."""
    osawa = small.districts["osawa"]
    household = Household.objects.create(number="S-1", district=osawa)
    member = Member.objects.create(household=household, relation="母")
    return make_shared(small, user) | {
        "contact": log_contact(small, user, "topic:meal"),
        "household": household, "member": member, **relate(member),
        **protect(Household.objects.create(number="S-2", district=osawa, address="見本町1-1"), user),
        **case_with(Case.objects.create(number="C-1", title="見本", subject="place", district=osawa, opened_on="2021-04-01")),
        **merge_objects(household, member, user), "activity": register_in(osawa),
    }


def case_with(case: Case, texts: dict | None = None) -> dict:
    """A case and a row of everything that belongs to one. `texts` gives the words of each by noun."""
    texts = texts or {}
    words = {"whom": "見本の機関", "what": "見本の返事"} | texts.get("waiting", {})
    return {"case": case, "referral": refer(case, **texts.get("referral", {})), "waiting": Waiting.objects.create(case=case, since="2021-04-05", **words),
            "caseevent": CaseEvent.objects.create(case=case, kind="intake", date="2021-04-05", **texts.get("caseevent", {})),
            "assessment": assess(case, **texts.get("assessment", {})), **plan_in(case, texts), "conference": confer_on(case, **texts.get("conference", {}))}


def assess(case: Case, view: str = "", value: str = "見本の答え") -> Assessment:
    """An assessment of a case with one answer."""
    assessment = Assessment.objects.create(case=case, date="2021-04-05", view=view)
    Answer.objects.create(assessment=assessment, question=Question.objects.get_or_create(code="Q-0001", section="健康", label="見本の項目")[0], value=value)
    return assessment


def plan_in(case: Case, texts: dict) -> dict:
    """A plan of a case with a goal, who does what for it, and a monitoring; the last two are due."""
    plan = SupportPlan.objects.create(case=case, made_on="2021-04-05", **texts.get("supportplan", {}))
    goal = Goal.objects.create(plan=plan, **{"aim": "見本の目標"} | texts.get("goal", {}))
    words = {"who": "見本の人", "what": "見本の役割"} | texts.get("task", {})
    return {"supportplan": plan, "goal": goal, "task": Task.objects.create(goal=goal, until="2021-05-01", **words),
            "monitoring": Monitoring.objects.create(plan=plan, date="2021-04-20", next_on="2021-05-20", **{"progress": "見本"} | texts.get("monitoring", {}))}


def confer_on(case: Case, **texts) -> Conference:
    """A meeting about a case."""
    conference = Conference.objects.create(kind="support", date="2021-04-05", **texts)
    conference.cases.set([case])
    return conference


def refer(case: Case, **texts) -> Referral:
    """A case handed to an agency that has not answered yet."""
    words = {"asked": "見本の内容"} | texts
    agency = Resource.objects.get_or_create(code="R-1", defaults={"name": "見本の会"})[0]
    return Referral.objects.create(case=case, resource=agency, date=datetime.date(2021, 4, 5), **words)


def register_in(district, **texts) -> Activity:
    """An entry of the register of a district."""
    words = {"title": "見本の会議"} | texts
    return Activity.objects.create(date=datetime.date(2021, 4, 5), kind=meeting_kind(), district=district, **words)


def relate(member: Member, **texts) -> dict:
    """A second member, what the first is to it, and a tie of the first."""
    second = Member.objects.create(household=member.household, relation="長男")
    note = {"household": member.household, "note": texts.get("relation", "")}
    return {"member2": second, "relation": Relation.objects.create(first=member, second=second, kind="blood", **note),
            "tie": Tie.objects.create(household=member.household, member=member, name=texts.get("tie", "見本の相手")),
            "consent": Consent.objects.create(member=member, given_on="2021-04-05", method="oral", scope=texts.get("scope", "見本の範囲"),
                                              content=texts.get("content", ""))}


def merge_objects(household: Household, member: Member, user: User, number: str = "S-3") -> dict:
    """A household that was merged into this one, and a pair of its members that were said to be two people."""
    gone = Household.everything.create(number=number, deleted_at=timezone.now().replace(microsecond=0))
    other = Member.objects.filter(household=member.household).exclude(pk=member.pk).first()
    first, second = sorted((member.pk, other.pk))
    return {"merge": Merge.objects.create(household=household, gone_household=gone, made_by=user, reason="見本の理由", changes={
                "rows": [{"model": "household", "pk": gone.pk, "before": {"deleted_at": None}, "after": {"deleted_at": gone.deleted_at}}], "named": None}),
            "keptapart": KeptApart.objects.create(kind="member", first_id=first, second_id=second, set_by=user)}


def protect(household: Household, user: User) -> dict:
    """A household whose whereabouts are hidden, and the protection that does it."""
    standing = Protection.objects.create(household=household, reason="見本の理由", from_text="見本の相手",
                                         starts_on="2021-04-01", set_by=user)
    return {"protected": household, "protection": standing}


def make_shared(small: Small, user: User) -> dict:
    """Objects that are no record of a person helped."""
    saved = SavedSearch.objects.create(owner=user, page="contact_list", name="見本の条件", conditions={"month": "4"})
    joint = JointDistrict.objects.create(code="godo", name="見本合同", members="osawa;renjaku", first_year=2030)
    return {
        "activitykind": meeting_kind(),
        "draft": Draft.objects.create(owner=user, form_token=uuid.uuid4(), data={"text": ["書きかけの見本"]}),
        "saved": saved, "savedsearch": saved,
        "question": Question.objects.get_or_create(code="Q-0001", section="健康", label="見本の項目")[0],
        "resource": (resource := Resource.objects.create(code="R-1", name="見本の会")),
        "leader": Leader.objects.create(resource=resource, name="見本の代表"),
        **make_notes(small, user),
        "share": ShareOverride.objects.create(fiscal_year=2021, axis=small.axes["consulter"], printed="1.5", version=1,
                                              category=small.categories["consulter:self"], reason="見本の理由"),
        "user": user, "district": small.districts["osawa"],
        "joint": joint, "jointdistrict": joint,
        "plan": CodebookPlan.objects.create(fiscal_year=fiscal_year_of(timezone.localdate()) + 1),
        "axis": small.axes["topic"], "category": small.categories["topic:meal"],
        "lock": LoginLimit.objects.create(kind="name", key="of-nobody", failures=5),
        "reset": MfaReset.objects.create(user=user, reason="見本の理由", asked_by=make_user("admin", "shinsei")),
        "import": ImportBatch.objects.create(subject="figures", file_name="x.csv", state="committed"),
    }


def make_notes(small: Small, user: User) -> dict:
    """A footnote by hand, an edit of the codebook's, and the last year without which that one writes none."""
    PublishedFigure.objects.create(fiscal_year=2020, district=small.districts["osawa"], axis=small.axes["topic"], value=9)
    note = {"fiscal_year": 2021, "axis": small.axes["topic"], "text": "見本の注", "changed_by": user}
    return {"footnote": Footnote.objects.create(part="row", category=small.categories["topic:health"], **note),
            "edit": Footnote.objects.create(key="introduced-meal", **note)}


def patterns(resolver):
    """Every route of the URLconf, included ones too."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern)
        else:
            yield pattern


def address(route: str, objects: dict) -> str:
    """The address of a route, with the objects that it needs; an object may be given by its id."""
    arguments = {
        "calendar_file": ["x" * 43], "footnote_list": [2021], "footnote_new": [2021], "footnote_text": [2021, "topic", "introduced-meal"],
        "report_shares": [2021], "report_share_edit": [2021],
        "report_detail": [2021], "register_detail": [2021], "readiness": [2021], "readiness_contacts": [2021], "register_download": [2021, "json"], "figure_contacts": [2021], "report_download": [2021, "json"],
        "published_detail": [2021], "reconciliation": [2021],
        "household_merge": [objects["household"], objects["protected"]], "member_merge": [objects["member"], objects["member2"]],
        "member_similar": [objects["household"]], "duplicate_together": [objects["keptapart"]],
        "member_new": [objects["household"]], "protection_new": [objects["household"]],
        "relation_new": [objects["household"]], "leader_new": [objects["resource"]], "tie_new": [objects["household"]],
        "household_whereabouts": [objects["protected"]], "household_whereabouts_edit": [objects["protected"]],
        **EDITOR_ARGUMENTS, **{f"plan_{name}": [objects["plan"], *codes] for name, codes in EDITOR_ARGUMENTS.items()},
        "report_public": [2021], "report_trend": [2021], "export_file": ["records", "csv"], "ledger_export": ["referrals", "csv"], "reference_import": ["districts"], "reference_export": ["districts"],
    }
    pattern = next(each for each in patterns(get_resolver()) if each.name == route)
    needed = list(pattern.pattern.converters)
    given = arguments.get(route) or ([objects[route.split("_")[0]]] if needed else [])
    url = reverse(route, args=[getattr(each, "pk", each) for each in given])
    return url + QUERIES.get(route, "")

"""What a POST does at every address: every route has a line here, or tests/cases/test_versions.py fails.

CHANGES: a row that someone else may be changing too; the fields of a valid form, its version left out.
CREATES: a new row; the form carries a token that makes sending it twice harmless.
"""
import hashlib

from django.core import signing

READS = "finds or shows and writes nothing"
NO_POST = "answers 405"
OWN_SESSION = "the sender's own session, which nobody else changes"
AUDIT = "adds an entry to the audit and changes nothing"
NAMED = "see tests/access/test_restrictions.py"
OWN_DRAFT = "the sender's own draft; two pages of one draft are told apart, see test_drafts.py"
ONCE = "ends something that is there once; a second sending finds it gone"
LAST_COUNTS = "makes a code or a password that replaces the one before"
DELETED = "asks for the version of a deleted record, see test_deletion.py"
AGAIN = "asks the worker to check an upload; asked twice, it is checked once, and nothing is imported by it"
PAIRS = "adds what was chosen; a pair that has a relation by now keeps it, see test_kinship.py"
SAID = "says it, or takes it back; a second sending finds it so, see test_readiness.py"
UNUSED = "asks for the version of what nothing uses, see test_codebook_edit.py"
MANY = "each case has its version and the page its token, see tests/handovers"
FILE = "takes a file; the same file sent twice waits once"


def contact(objects):
    return {"date": "R3.4.5", "district": objects["district"].pk, "coordinators": [objects["user"].pk],
            "text": "見本の入力です", "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "phone",
            "axis_topic": ["health"]}


def case(objects):
    return {"number": "C-77", "title": "見本の入力です", "subject": "place", "subject_name": "見本集会所",
            "district": objects["district"].pk, "opened_on": "R3.4.1"}


def household(objects):
    return {"number": "S-77", "name": "見本の入力です", "district": objects["district"].pk}


def member(objects):
    return {"relation": "見本の入力です", "sex": "0"}


def resource(objects):
    return {"code": "R-77", "name": "見本の入力です"}


def district(objects):
    return {"code": "minami", "name": "見本の入力です", "starts_on": "R2.4.1", "order": "3", "towns_text": "見本1丁目",
            "from_year": "0"}


def joint(objects):
    return {"code": "tobu", "name": "見本の入力です", "members": ["osawa", "renjaku"], "shown": "beside", "order": "1"}


def protection(objects):
    return {"reason": "見本の入力です", "starts_on": "R3.4.1"}


def relation(objects):
    return {"first": objects["member"].pk, "kind": "siblings", "second": objects["member2"].pk, "note": "見本の入力です"}


def waiting(objects):
    return {"whom": "見本の機関", "what": "見本の入力です", "since": "R3.4.5"}


def referral(objects):
    return {"direction": "to", "resource": objects["resource"].pk, "date": "R3.4.5", "asked": "見本の入力です"}


def leader(objects):
    return {"name": "見本の入力です", "starts_on": "R3.4.1"}


def activity(objects):
    return {"date": "R3.4.5", "kind": objects["activitykind"].pk, "title": "見本の入力です", "district": objects["district"].pk,
            "coordinators": [objects["user"].pk]}


def activitykind(objects):
    return {"code": "asobi", "name": "見本の入力です", "chapter": "other", "order": "9", "asks_visitors": "on"}


def intake(objects):
    return {"date": "R3.4.6", "route": "本人から", "complaint": "見本の入力です"}


NO_TASKS = {"tasks-TOTAL_FORMS": 0, "tasks-INITIAL_FORMS": 0}


def supportplan(objects):
    return {"made_on": "R3.4.5", "state": "active", "wish": "見本の入力です"}


def goal(objects):
    return {"aim": "見本の入力です", "state": "doing", **NO_TASKS}


def monitoring(objects):
    return {"date": "R3.4.6", "progress": "見本の入力です"}


def conference(objects):
    return {"kind": "support", "date": "R3.4.6", "case_numbers": objects["case"].number, "decisions": "見本の入力です", **NO_TASKS}


def assessment(objects):
    return {"date": "R3.4.6", "view": "見本の入力です", f"question_{objects['question'].pk}": "見本の答え"}


def question(objects):
    return {"code": "Q-77", "section": "健康", "label": "見本の入力です", "kind": "text", "order": "5"}


def consent(objects):
    return {"scope": "見本の入力です", "given_on": "R3.4.5", "method": "oral"}


def tie(objects):
    return {"name": "見本の入力です", "strength": "normal", "direction": "none"}


def whereabouts(objects):
    opened = signing.dumps([objects["user"].pk, objects["protected"].pk], salt="whereabouts")
    return {"opened": opened, "address": "見本の入力です"}
def axis(objects):
    return {"code": "asobi", "name": "見本の入力です", "answer": "multiple", "source": "contact", "counts": "contacts",
            "unit": "件", "percent_base": "mentions", "rounding": "sum100", "prior_as": "bracket", "trend_years": "0",
            "trend_across": "columns", "from_year": "0"}


def category(objects):
    return {"label": "見本の入力です", "first_year": "R3", "from_year": "0"}


def user(objects):
    return {"name": "見本の入力です", "username": "minarai", "role": "admin", "is_active": "on",
            "assignments-TOTAL_FORMS": 0, "assignments-INITIAL_FORMS": 0}


def mapping(objects):
    return {f"q{hashlib.sha256('axis:topic:配食'.encode()).hexdigest()[:12]}": "meal"}


CHANGES = {
    "contact_edit": contact, "household_edit": household, "member_edit": member, "case_edit": case,
    "household_types": lambda objects: {},
    "case_close": lambda objects: {"closed_on": "R3.5.1", "closing_reason": "転出", "note": "見本の入力です"},
    "case_reopen": lambda objects: {"reopened_on": "R3.6.1", "note": "見本の入力です"},
    "case_handover": lambda objects: {"handed_on": "R3.6.1", "coordinator": objects["user"].pk, "watch": "見本の入力です"},
    "caseevent_edit": intake, "caseevent_withdraw": lambda objects: {"why": "見本の入力です"},
    "resource_edit": resource, "district_edit": district, "joint_edit": joint, "user_edit": user,
    "council_edit": lambda objects: {"name": "見本の入力です", "programme": "見本の事業", "mask_below": "3"},
    "protection_edit": protection, "protection_end": lambda objects: {"reason": "見本の入力です"},
    "household_whereabouts_edit": whereabouts,
    "import_mapping": mapping, "import_commit": lambda objects: {}, "import_discard": lambda objects: {},
    "draft_discard": lambda objects: {},
    "import_undo": lambda objects: {"confirmed": "on"},
    "footnote_edit": lambda objects: {"row": "meal", "text": "見本の入力です"},
    "footnote_text": lambda objects: {"text": "見本の入力です"},
    "report_share_edit": lambda objects: {"printed": "12.3", "reason": "見本の入力です"},
}
EDITOR_CHANGES = {
    "axis_edit": axis, "axis_move": lambda objects: {"to": "1"}, "axis_merge": lambda objects: {"categories": ["health", "housing"], "label": "見本の入力です", "from_year": "R9"},
    "category_edit": category, "category_move": lambda objects: {"to": "1"},
    "category_retire": lambda objects: {"last_year": "R9"},
    "category_split": lambda objects: {"labels": "見本の入力です\n見本2", "from_year": "R9"},
}
CHANGES |= EDITOR_CHANGES | {f"plan_{route}": form for route, form in EDITOR_CHANGES.items()} | {
    f"plan_{form.__name__}_edit": lambda objects, form=form: form(objects) | {"from_year": ""} for form in (axis, category)}  # the plan's own
CHANGES |= {"plan_confirm": lambda objects: {"sure": "on"}, "plan_cancel": lambda objects: {"sure": "on"}}
CHANGES |= {f"{kind}_delete": lambda objects: {"reason": "見本の入力です"} for kind in ("contact", "household", "member", "case", "activity")}
CHANGES |= {"waiting_edit": waiting, "waiting_end": lambda objects: {"ended_on": "R3.5.1", "result": "見本の入力です"}}
CHANGES |= {"referral_edit": referral, "leader_edit": leader}
CHANGES |= {"activity_edit": activity, "activitykind_edit": lambda objects: activitykind(objects) | {"code": "meeting"}}
CHANGES |= {"saved_edit": lambda objects: {"name": "見本の入力です"}, "saved_delete": lambda objects: {}}
CHANGES |= {"relation_edit": relation, "tie_edit": tie}
CHANGES |= {f"{kind}_merge": lambda objects: {"reason": "見本の入力です", "sure": "on", "other_version": "2"} for kind in ("household", "member")}
CHANGES |= {"merge_undo": lambda objects: {"reason": "見本の入力です"}}
CHANGES |= {"supportplan_edit": supportplan, "goal_edit": goal, "monitoring_edit": monitoring, "conference_edit": conference, "consent_edit": consent, "assessment_edit": assessment, "question_edit": question,
            "task_edit": lambda objects: {"who": "見本の人", "what": "見本の入力です"}}
CREATES = {"case_referral_new": referral, "contact_referral_new": referral, "leader_new": leader, "case_intake": intake, "case_plan": supportplan, "supportplan_goal": goal, "supportplan_monitoring": monitoring, "conference_new": conference,
           "member_consent": consent, "case_assessment": assessment, "question_new": question, "activity_new": activity, "activitykind_new": activitykind, "case_waiting_new": waiting, "contact_waiting_new": waiting,
           "saved_new": lambda objects: {"name": "見本の入力です", "page": "contact_list", "conditions": '{"month": "4"}'}, "relation_new": relation, "tie_new": tie, "contact_new": contact, "household_new": household, "member_new": member, "case_new": case,
           "resource_new": resource, "district_new": district, "joint_new": joint, "protection_new": protection, "user_new": user,
           "footnote_new": lambda objects: {"row": "health", "column": "count:osawa", "text": "見本の入力です"},
           "axis_new": axis, "category_new": category,
           "plan_axis_new": axis, "plan_category_new": category, "plan_new": lambda objects: {"fiscal_year": objects["plan"].fiscal_year + 1}}
OTHERS = {
    "supportplan_detail": NO_POST, "conference_list": NO_POST, "conference_detail": NO_POST, "assessment_detail": NO_POST, "question_list": NO_POST,
    "deleted_list": NO_POST, "help_safety": NO_POST, **{f"{kind}_restore": DELETED for kind in ("contact", "household", "member", "case", "activity")},
    "published_list": NO_POST, "published_detail": NO_POST, "reconciliation": NO_POST,
    "health": NO_POST, "system_state": NO_POST, "draft_list": NO_POST, "draft_detail": NO_POST, "draft_save": OWN_DRAFT, "draft_gone": ONCE,
    "login": OWN_SESSION, "account_login": OWN_SESSION, "mfa_authenticate": OWN_SESSION, "logout": OWN_SESSION,
    "start": ONCE, "user_invite": LAST_COUNTS, "lock_list": NO_POST, "lock_lift": ONCE, "reset_list": ONCE,
    "reset_confirm": ONCE, "reset_withdraw": ONCE,
    "account": NO_POST, "confirm": OWN_SESSION, "password_change": LAST_COUNTS, "mfa_setup": ONCE, "mfa_recovery": LAST_COUNTS, "mfa_off": ONCE,
    "today": NO_POST, "calendar": NO_POST, "calendar_file": NO_POST, "calendar_open": LAST_COUNTS, "calendar_end": ONCE, "weekly": NO_POST, "saved_list": NO_POST, "saved_open": NO_POST, "contact_detail": NO_POST, "household_detail": NO_POST, "household_family": NO_POST, "household_kinship": PAIRS, "household_unplaced": NO_POST, "district_recut": ONCE, "case_detail": NO_POST,
    "household_similar": READS, "resource_similar": READS, "member_similar": READS, "duplicate_list": NO_POST, "duplicate_apart": ONCE, "duplicate_together": ONCE,
    "contact_list": READS, "contact_categories": READS, "assessment_questions": READS, "contact_who": READS, "contact_similar": READS, "contact_suggestions": READS, "household_list": READS, "case_list": READS, "case_handovers": MANY,
    "resource_list": READS, "settings_index": NO_POST, "codebook": NO_POST, "codebook_edit": NO_POST, "axis_delete": UNUSED, "district_delete": UNUSED, "joint_delete": UNUSED, "category_delete": UNUSED,
    "plan_axis_delete": UNUSED, "plan_category_delete": UNUSED, "plan_axis_detail": NO_POST, "plan_codebook_edit": NO_POST,
    "plan_list": NO_POST, "plan_detail": NO_POST, "plan_contact": NO_POST, "plan_report": NO_POST, "axis_detail": NO_POST,
    "codebook_export": NO_POST, "codebook_history": NO_POST, "axis_history": NO_POST, "category_history": NO_POST, "footnote_history": NO_POST, "share_history": NO_POST,
    "codebook_import": FILE,  # the second step carries the sealed differences, see test_codebook_file_pages.py
    "user_list": NO_POST,
    "activity_none": SAID, "activity_list": READS, "activity_detail": NO_POST, "referral_list": NO_POST, "resource_detail": NO_POST, "diary": NO_POST, "handover_pack": READS, "readiness": NO_POST, "readiness_contacts": NO_POST, "register_index": NO_POST, "register_detail": NO_POST, "register_download": NO_POST, "activitykind_list": NO_POST,
    "district_list": NO_POST, "import_list": NO_POST, "import_new": FILE, "import_detail": NO_POST, "import_rejected": NO_POST,
    "import_progress": NO_POST, "import_cancel": ONCE, "import_check": AGAIN, "import_sheet": AGAIN,
    "export_list": NO_POST, "export_file": NO_POST,
    "ledger_list": NO_POST, "ledger_export": NO_POST, "ledger_import": FILE,  # the second step carries the sealed rows, see test_ledgers.py
    "reference_list": NO_POST, "reference_export": NO_POST,
    "reference_import": FILE,  # the second step carries the sealed changes, see test_versions.py
    "household_restriction": NAMED, "case_restriction": NAMED, "member_restriction": NAMED,
    "restriction_handover": NAMED, "household_whereabouts": READS,
    "report_index": NO_POST, "overview": NO_POST, "report_trend": NO_POST, "report_detail": NO_POST, "report_download": NO_POST, "report_public": NO_POST, "report_shares": NO_POST, "footnote_list": NO_POST, "figure_contacts": NO_POST,
    "audit_review": NO_POST, "print_noted": AUDIT,
    **{f"{kind}_{page}": NO_POST for kind in ("contact", "household", "member", "case", "resource", "protection", "relation", "tie", "waiting", "caseevent", "supportplan", "goal", "monitoring", "task", "conference", "consent", "assessment", "user", "district", "activity", "activitykind", "referral", "leader")
       for page in ("history", "readers")},
}


def import_file() -> bytes:
    """Published figures of one year, ready to be imported."""
    return "年度,地区,軸,分類,月,件数,注記\nR2,大沢,相談内容,健康・医療・介護,,12,\n".encode("utf-8-sig")


def record_file() -> bytes:
    """A contact record with a word that only the office knows."""
    return "日付,地区,対応実績,相談者,対応方法,相談内容\nR3.4.5,大沢,啓発,市民（本人）,電話,配食\n".encode("utf-8-sig")

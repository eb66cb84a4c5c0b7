"""Who may open which address: every route has a line here, or tests/test_access.py fails.

A line names its roles, its methods (every other one is 405) and what it needs of the record in its address:
`sight` for a page that is read, `deleted` for one that brings a deleted record back, `change` for one that writes, `restrict` for one that decides who sees it. The status of each cell (persona, object, method)
follows from the line and is worked out in tests/access_matrix.py.
"""
from dataclasses import dataclass, replace

OK, MOVED = 200, 302
STAFF = ("coordinator", "supervisor", "admin")


@dataclass(frozen=True)
class Line:
    """What one route asks of whoever opens it; `opened` is the status of a GET that is let in."""

    roles: tuple[str, ...] = STAFF
    methods: tuple[str, ...] = ("GET",)
    needs: str = ""
    opened: int = OK
    closable: bool = True  # whether a record of this kind can be restricted

    def moved(self) -> "Line":
        """The same line for a page that only sends on to another."""
        return replace(self, opened=MOVED)

    def lets_in(self, role: str) -> bool:
        """Whether a GET by this role shows a page, as far as the role decides."""
        return role in self.roles and "GET" in self.methods and self.opened == OK


READ, FORM, POST = ("GET",), ("GET", "POST"), ("POST",)

PUBLIC_FORM = Line(roles=("anonymous",), methods=FORM)
PUBLIC_ACTION = Line(roles=("anonymous",), methods=POST)
EVERYONE, EVERYONE_FORM, EVERYONE_ACTION = Line(), Line(methods=FORM), Line(methods=POST)
NEW_RECORD = Line(methods=FORM, needs="district")  # 403 for who is assigned to none today
RECORD = Line(needs="sight")
RECORD_FORM = Line(methods=FORM, needs="change")
RECORD_ACTION = Line(methods=POST, needs="change")
RESTRICTION = Line(methods=FORM, needs="restrict")
OWN_DRAFT, OWN_DRAFT_ACTION = Line(needs="draft"), Line(methods=POST, needs="draft")  # 404 but for its writer
OWN = Line(needs="draft")
SUPERVISORS = Line(roles=("supervisor", "admin"))
SUPERVISORS_FORM = Line(roles=("supervisor", "admin"), methods=FORM)
SUPERVISORS_ACTION = Line(roles=("supervisor", "admin"), methods=POST)
ADMIN_PAGE = Line(roles=("admin",))
ADMIN_FORM = Line(roles=("admin",), methods=FORM)
ADMIN_ACTION = Line(roles=("admin",), methods=POST)

# The codebook's editor, of the codebook in force and, as plan_…, of a coming year's.
EDITOR = {
    "codebook_edit": ADMIN_PAGE, "axis_detail": ADMIN_PAGE,
    **dict.fromkeys(("axis_new", "axis_edit", "axis_merge", "axis_delete", "category_new", "category_edit",
                     "category_retire", "category_split", "category_delete"), ADMIN_FORM),
    **dict.fromkeys(("axis_move", "category_move"), ADMIN_ACTION),
}
ROUTES = {
    "login": PUBLIC_FORM,
    "health": Line(roles=("anonymous",), methods=("GET", "HEAD")),
    "system_state": ADMIN_PAGE,
    "account_login": PUBLIC_FORM,
    "mfa_authenticate": PUBLIC_FORM.moved(),  # to the log-in, until a right password was given there
    "logout": PUBLIC_ACTION,
    "start": PUBLIC_FORM,
    "account": EVERYONE,
    "confirm": EVERYONE_FORM,
    "password_change": EVERYONE_FORM,
    "mfa_setup": EVERYONE_FORM,
    "mfa_recovery": EVERYONE_FORM.moved(),  # to the account, for who has no second factor
    "mfa_off": EVERYONE_FORM.moved(),
    "calendar": EVERYONE,
    "calendar_open": EVERYONE_ACTION,
    "calendar_end": EVERYONE_ACTION,
    "calendar_file": Line(roles=("anonymous",), opened=404),  # to whoever does not have the secret
    "today": EVERYONE,
    "weekly": SUPERVISORS,

    "contact_list": EVERYONE_FORM,
    "contact_new": NEW_RECORD,
    "contact_categories": EVERYONE_ACTION,
    "assessment_questions": EVERYONE_ACTION,
    "contact_who": EVERYONE_ACTION,
    "contact_similar": EVERYONE_ACTION,
    "contact_suggestions": EVERYONE_ACTION,
    "contact_detail": RECORD,
    "contact_edit": RECORD_FORM,
    "contact_history": RECORD,
    "contact_readers": RECORD,

    "saved_list": EVERYONE,
    "saved_new": EVERYONE_FORM,
    "saved_open": OWN.moved(),
    "saved_edit": replace(OWN, methods=FORM),
    "saved_delete": replace(OWN, methods=FORM),

    "draft_list": EVERYONE,
    "draft_save": EVERYONE_ACTION,
    "draft_gone": EVERYONE_ACTION,
    "draft_detail": OWN_DRAFT,
    "draft_discard": OWN_DRAFT_ACTION,

    "household_list": EVERYONE_FORM,
    "household_unplaced": EVERYONE,
    "household_new": NEW_RECORD,
    **dict.fromkeys(("household_similar", "resource_similar"), EVERYONE_ACTION),
    "member_similar": RECORD_ACTION,
    "duplicate_list": EVERYONE,
    "duplicate_apart": EVERYONE_ACTION,
    "duplicate_together": RECORD_ACTION,
    "household_merge": RECORD_FORM,
    "member_merge": RECORD_FORM,
    "merge_undo": RECORD_FORM,
    "household_detail": RECORD,
    "household_edit": RECORD_FORM,
    "household_types": RECORD_FORM,
    "household_history": RECORD,
    "household_readers": RECORD,
    "household_restriction": RESTRICTION,
    "household_whereabouts": replace(RECORD, methods=FORM),
    "household_whereabouts_edit": RECORD_ACTION,
    "protection_new": RECORD_FORM,
    "protection_edit": RECORD_FORM,
    "protection_end": RECORD_FORM,
    "protection_history": RECORD,
    "protection_readers": RECORD,
    "household_family": RECORD, "household_kinship": RECORD_FORM,
    **{f"{kind}_{page}": RECORD_FORM if page in ("new", "edit") else RECORD for kind in ("relation", "tie")
       for page in ("new", "edit", "history", "readers")},
    "member_new": RECORD_FORM,
    "member_edit": RECORD_FORM,
    "member_restriction": RESTRICTION,
    "member_history": RECORD,
    "member_readers": RECORD,

    "case_list": EVERYONE_FORM,
    "case_new": NEW_RECORD,
    "case_handovers": NEW_RECORD,
    "case_detail": RECORD,
    "case_edit": RECORD_FORM,
    "case_history": RECORD,
    "case_readers": RECORD,
    **dict.fromkeys(("case_intake", "case_close", "case_reopen", "case_handover", "caseevent_edit", "caseevent_withdraw"), RECORD_FORM),
    **dict.fromkeys(("case_plan", "supportplan_edit", "supportplan_goal", "supportplan_monitoring", "goal_edit", "monitoring_edit",
                     "task_edit", "conference_edit", "case_assessment", "assessment_edit", "member_consent", "consent_edit"), RECORD_FORM),
    **dict.fromkeys(("supportplan_detail", "conference_detail", "assessment_detail"), RECORD),
    "question_list": ADMIN_PAGE, "question_new": ADMIN_FORM, "question_edit": ADMIN_FORM,
    "conference_list": EVERYONE, "conference_new": NEW_RECORD,
    **{f"{kind}_{page}": RECORD for kind in ("caseevent", "supportplan", "goal", "monitoring", "task", "conference", "consent", "assessment")
       for page in ("history", "readers")},
    "case_restriction": RESTRICTION,

    **dict.fromkeys(("case_waiting_new", "contact_waiting_new", "waiting_edit", "waiting_end"), RECORD_FORM),
    "waiting_history": RECORD,
    "waiting_readers": RECORD,

    "activity_list": EVERYONE_FORM,
    "activity_none": EVERYONE_ACTION,
    "activity_new": NEW_RECORD,
    "activity_edit": replace(RECORD_FORM, closable=False),
    **dict.fromkeys(("activity_detail", "activity_history", "activity_readers"), replace(RECORD, closable=False)),
    "activity_delete": replace(RECORD_FORM, closable=False),
    "diary": EVERYONE,
    "handover_pack": EVERYONE_FORM,
    **dict.fromkeys(("readiness", "readiness_contacts"), EVERYONE),
    "register_index": EVERYONE.moved(), "register_detail": EVERYONE, "register_download": EVERYONE,
    **dict.fromkeys(("activitykind_list", "activitykind_history", "activitykind_readers"), ADMIN_PAGE),
    **dict.fromkeys(("activitykind_new", "activitykind_edit"), ADMIN_FORM),

    **dict.fromkeys(("case_referral_new", "contact_referral_new", "referral_edit"), RECORD_FORM),
    **dict.fromkeys(("referral_history", "referral_readers"), RECORD),
    "referral_list": EVERYONE,
    **dict.fromkeys(("leader_new", "leader_edit"), EVERYONE_FORM),
    **dict.fromkeys(("leader_history", "leader_readers", "resource_detail"), EVERYONE),

    "resource_list": EVERYONE_FORM,
    "resource_new": EVERYONE_FORM,
    "resource_edit": EVERYONE_FORM,
    "resource_history": EVERYONE,
    "resource_readers": EVERYONE,

    "help_safety": EVERYONE,
    "deleted_list": Line(roles=("supervisor",)),
    **{f"{kind}_delete": RECORD_FORM for kind in ("contact", "household", "member", "case")},
    **{f"{kind}_restore": Line(roles=("supervisor",), methods=POST, needs="deleted")
       for kind in ("contact", "household", "member", "case", "activity")},

    "audit_review": SUPERVISORS,
    "print_noted": EVERYONE_ACTION,

    "settings_index": EVERYONE,
    "council_edit": ADMIN_FORM,
    "codebook": EVERYONE,
    **EDITOR, **{f"plan_{name}": line for name, line in EDITOR.items()},
    **dict.fromkeys(("plan_list", "plan_detail", "plan_contact", "plan_report"), ADMIN_PAGE), "plan_new": ADMIN_FORM,
    "plan_confirm": ADMIN_ACTION, "plan_cancel": ADMIN_ACTION,
    "codebook_export": ADMIN_PAGE,
    "codebook_import": ADMIN_FORM,
    **dict.fromkeys(("codebook_history", "axis_history", "category_history"), ADMIN_PAGE),
    "user_list": ADMIN_PAGE,
    "user_new": ADMIN_FORM,
    "user_edit": ADMIN_FORM,
    "restriction_handover": ADMIN_FORM,
    "user_invite": ADMIN_ACTION,
    "user_history": ADMIN_PAGE,
    "user_readers": ADMIN_PAGE,
    "lock_list": SUPERVISORS,
    "lock_lift": SUPERVISORS_ACTION,
    "reset_list": SUPERVISORS_FORM,
    "reset_confirm": SUPERVISORS_ACTION,
    "reset_withdraw": SUPERVISORS_ACTION,
    "district_list": ADMIN_PAGE,
    "district_new": ADMIN_FORM,
    "district_recut": ADMIN_FORM,
    "district_edit": ADMIN_FORM,
    "district_delete": ADMIN_FORM,
    **dict.fromkeys(("joint_new", "joint_edit", "joint_delete"), ADMIN_FORM),
    "district_history": ADMIN_PAGE,
    "district_readers": ADMIN_PAGE,

    "import_list": ADMIN_PAGE,
    "import_new": ADMIN_FORM,
    "import_detail": ADMIN_PAGE,
    "import_mapping": ADMIN_FORM.moved(),  # to the import, where nothing is left to be chosen
    "import_rejected": ADMIN_PAGE.moved(),  # to the import, where no row was left out
    "import_sheet": ADMIN_ACTION,
    "import_commit": ADMIN_ACTION,
    "import_discard": ADMIN_ACTION,
    "import_undo": ADMIN_ACTION,
    "import_progress": ADMIN_PAGE.moved(),  # to the import, which nobody works on
    "import_cancel": ADMIN_ACTION,
    "import_check": ADMIN_ACTION,

    "export_list": SUPERVISORS,
    "export_file": SUPERVISORS,  # of what each of them sees
    "ledger_list": SUPERVISORS, "ledger_import": SUPERVISORS_FORM,
    "ledger_export": SUPERVISORS,  # of what each of them sees
    "reference_list": SUPERVISORS,
    "reference_export": ADMIN_PAGE,  # of districts; supervisors may take 社会資源 out
    "reference_import": ADMIN_FORM,

    "published_list": SUPERVISORS,
    "published_detail": SUPERVISORS,
    "reconciliation": SUPERVISORS,

    "report_index": EVERYONE.moved(),
    "overview": EVERYONE,
    "report_detail": EVERYONE,
    "report_download": EVERYONE,
    "report_public": EVERYONE,
    "report_trend": EVERYONE,
    "figure_contacts": EVERYONE,
    **dict.fromkeys(("footnote_list", "footnote_history", "share_history"), SUPERVISORS),
    **dict.fromkeys(("footnote_new", "footnote_edit", "footnote_text"), SUPERVISORS_FORM),
    "report_shares": SUPERVISORS,
    "report_share_edit": SUPERVISORS_FORM,
}
# The editor of a plan is the editor of the codebook: the same views, forms and templates. Who may open it is asked of
# every address all the same; what a page does with a text is asked of one of the two.
TWICE = {route for route in ROUTES if route.startswith("plan_") and route.removeprefix("plan_") in ROUTES}

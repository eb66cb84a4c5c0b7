"""Addresses of the record, one block a noun."""
from django.urls import include, path

from . import access
from .views import (
    activities,
    activity_kinds,
    assessments,
    audit,
    calendar,
    case_events,
    cases,
    codebook,
    codebook_edit,
    codebook_file,
    codebook_plan,
    conferences,
    consents,
    contacts,
    deletion,
    diary,
    districts,
    drafts,
    exports,
    hand_over_many,
    handover,
    health,
    help,
    households,
    import_jobs,
    import_mapping,
    imports,
    ledgers,
    merges,
    no_entries,
    protections,
    reference,
    referrals,
    relations,
    resources,
    restrictions,
    saved_searches,
    settings,
    support_plans,
    tasks,
    today,
    users,
    waitings,
)

# The nouns that have a history and readers of their own, with the word in their addresses.
RECORDS = {"contact": "contacts", "household": "households", "member": "members", "case": "cases", "resource": "resources",
           "protection": "protections", "relation": "relations", "tie": "ties", "waiting": "waitings", "activity": "activities", "referral": "referrals", "leader": "leaders",
           "caseevent": "case-events", "supportplan": "plans", "goal": "goals", "monitoring": "monitorings", "task": "tasks",
           "conference": "conferences", "consent": "consents", "assessment": "assessments"}
KEPT_BY_ADMINS = {"user": "settings/users", "district": "settings/districts", "activitykind": "settings/activity-kinds"}

# The codebook's editor, of the codebook in force and of each plan for a coming year (plan_…).
EDITOR = [
    ("", codebook_edit.codebook_edit, "codebook_edit"),
    ("new-axis/", codebook_edit.axis_new, "axis_new"),
    *((f"axes/<slug:axis>/{page}", view, name) for page, view, name in (
        ("", codebook_edit.axis_detail, "axis_detail"), ("edit/", codebook_edit.axis_edit, "axis_edit"),
        ("move/", codebook_edit.axis_move, "axis_move"), ("merge/", codebook_edit.axis_merge, "axis_merge"),
        ("delete/", codebook_edit.axis_delete, "axis_delete"), ("new-category/", codebook_edit.category_new, "category_new"),
        *((f"categories/<slug:code>/{last}", view, name) for last, view, name in (
            ("", codebook_edit.category_edit, "category_edit"), ("move/", codebook_edit.category_move, "category_move"),
            ("retire/", codebook_edit.category_retire, "category_retire"),
            ("split/", codebook_edit.category_split, "category_split"),
            ("delete/", codebook_edit.category_delete, "category_delete"))))),
]

urlpatterns = [
    path("", include("cases.accounts.urls")),

    path("health/", health.health, name="health"),
    path("", today.today, name="today"),

    path("account/calendar/", calendar.calendar, name="calendar"),
    path("account/calendar/open/", calendar.calendar_open, name="calendar_open"),
    path("account/calendar/end/", calendar.calendar_end, name="calendar_end"),
    path("calendar/<slug:secret>.ics", calendar.calendar_file, name="calendar_file"),

    path("contacts/", contacts.contact_list, name="contact_list"),
    path("contacts/new/", contacts.contact_new, name="contact_new"),
    path("contacts/categories/", contacts.contact_categories, name="contact_categories"),
    path("contacts/who/", contacts.contact_who, name="contact_who"),
    path("contacts/similar/", contacts.contact_similar, name="contact_similar"),
    path("contacts/suggestions/", contacts.contact_suggestions, name="contact_suggestions"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),

    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/none/", no_entries.activity_none, name="activity_none"),
    path("activities/new/", activities.activity_new, name="activity_new"),
    path("activities/<int:pk>/", activities.activity_detail, name="activity_detail"),
    path("activities/<int:pk>/edit/", activities.activity_edit, name="activity_edit"),
    path("handover/", handover.handover_pack, name="handover_pack"),
    path("diary/", diary.diary, name="diary"),

    path("searches/", saved_searches.saved_list, name="saved_list"),
    path("searches/new/", saved_searches.saved_new, name="saved_new"),
    path("searches/<int:pk>/", saved_searches.saved_open, name="saved_open"),
    path("searches/<int:pk>/edit/", saved_searches.saved_edit, name="saved_edit"),
    path("searches/<int:pk>/delete/", saved_searches.saved_delete, name="saved_delete"),

    path("drafts/", drafts.draft_list, name="draft_list"),
    path("drafts/save/", drafts.draft_save, name="draft_save"),
    path("drafts/gone/", drafts.draft_gone, name="draft_gone"),
    path("drafts/<int:pk>/", drafts.draft_detail, name="draft_detail"),
    path("drafts/<int:pk>/discard/", drafts.draft_discard, name="draft_discard"),

    path("households/", households.household_list, name="household_list"),
    path("households/unplaced/", households.household_unplaced, name="household_unplaced"),
    path("households/new/", households.household_new, name="household_new"),
    path("households/similar/", households.household_similar, name="household_similar"),
    path("households/duplicates/", merges.duplicate_list, name="duplicate_list"),
    path("households/duplicates/apart/", merges.duplicate_apart, name="duplicate_apart"),
    path("households/duplicates/<int:pk>/together/", merges.duplicate_together, name="duplicate_together"),
    path("households/<int:pk>/merge/<int:other>/", merges.record_merge, {"kind": "household"}, name="household_merge"),
    path("members/<int:pk>/merge/<int:other>/", merges.record_merge, {"kind": "member"}, name="member_merge"),
    path("merges/<int:pk>/undo/", merges.merge_undo, name="merge_undo"),
    path("households/<int:pk>/", households.household_detail, name="household_detail"),
    path("households/<int:pk>/edit/", households.household_edit, name="household_edit"),
    path("households/<int:pk>/types/", households.household_types, name="household_types"),
    path("households/<int:pk>/restriction/", restrictions.household_restriction, name="household_restriction"),
    path("households/<int:pk>/whereabouts/", protections.household_whereabouts, name="household_whereabouts"),
    path("households/<int:pk>/whereabouts/edit/", protections.household_whereabouts_edit,
         name="household_whereabouts_edit"),
    path("households/<int:pk>/protections/new/", protections.protection_new, name="protection_new"),
    path("protections/<int:pk>/edit/", protections.protection_edit, name="protection_edit"),
    path("protections/<int:pk>/end/", protections.protection_end, name="protection_end"),
    path("households/<int:pk>/family/", relations.household_family, name="household_family"),
    path("households/<int:pk>/kinship/", relations.household_kinship, name="household_kinship"),
    path("households/<int:pk>/relations/new/", relations.relation_new, name="relation_new"),
    path("relations/<int:pk>/edit/", relations.relation_edit, name="relation_edit"),
    path("households/<int:pk>/ties/new/", relations.tie_new, name="tie_new"),
    path("ties/<int:pk>/edit/", relations.tie_edit, name="tie_edit"),
    path("households/<int:pk>/members/new/", households.member_new, name="member_new"),
    path("households/<int:pk>/members/similar/", households.member_similar, name="member_similar"),
    path("members/<int:pk>/edit/", households.member_edit, name="member_edit"),
    path("members/<int:pk>/restriction/", restrictions.member_restriction, name="member_restriction"),

    path("cases/", cases.case_list, name="case_list"),
    path("cases/new/", cases.case_new, name="case_new"),
    path("cases/handover/", hand_over_many.case_handovers, name="case_handovers"),
    path("cases/<int:pk>/", cases.case_detail, name="case_detail"),
    path("cases/<int:pk>/edit/", cases.case_edit, name="case_edit"),
    path("cases/<int:pk>/intake/", case_events.case_intake, name="case_intake"),
    path("cases/<int:pk>/close/", case_events.case_close, name="case_close"),
    path("cases/<int:pk>/reopen/", case_events.case_reopen, name="case_reopen"),
    path("cases/<int:pk>/handover/", case_events.case_handover, name="case_handover"),
    path("case-events/<int:pk>/edit/", case_events.caseevent_edit, name="caseevent_edit"),
    path("case-events/<int:pk>/withdraw/", case_events.caseevent_withdraw, name="caseevent_withdraw"),
    path("cases/<int:pk>/plans/new/", support_plans.case_plan, name="case_plan"),
    path("plans/<int:pk>/", support_plans.supportplan_detail, name="supportplan_detail"),
    path("plans/<int:pk>/edit/", support_plans.supportplan_edit, name="supportplan_edit"),
    path("plans/<int:pk>/goals/new/", support_plans.supportplan_goal, name="supportplan_goal"),
    path("plans/<int:pk>/monitorings/new/", support_plans.supportplan_monitoring, name="supportplan_monitoring"),
    path("goals/<int:pk>/edit/", support_plans.goal_edit, name="goal_edit"),
    path("monitorings/<int:pk>/edit/", support_plans.monitoring_edit, name="monitoring_edit"),
    path("tasks/<int:pk>/edit/", tasks.task_edit, name="task_edit"),
    path("conferences/", conferences.conference_list, name="conference_list"),
    path("conferences/new/", conferences.conference_new, name="conference_new"),
    path("conferences/<int:pk>/", conferences.conference_detail, name="conference_detail"),
    path("conferences/<int:pk>/edit/", conferences.conference_edit, name="conference_edit"),
    path("cases/<int:pk>/assessments/new/", assessments.case_assessment, name="case_assessment"),
    path("assessments/questions/", assessments.assessment_questions, name="assessment_questions"),
    path("assessments/<int:pk>/", assessments.assessment_detail, name="assessment_detail"),
    path("assessments/<int:pk>/edit/", assessments.assessment_edit, name="assessment_edit"),
    path("settings/assessment/", assessments.question_list, name="question_list"),
    path("settings/assessment/new/", assessments.question_new, name="question_new"),
    path("settings/assessment/<int:pk>/", assessments.question_edit, name="question_edit"),
    path("members/<int:pk>/consents/new/", consents.member_consent, name="member_consent"),
    path("consents/<int:pk>/edit/", consents.consent_edit, name="consent_edit"),
    path("cases/<int:pk>/restriction/", restrictions.case_restriction, name="case_restriction"),

    path("cases/<int:pk>/waitings/new/", waitings.case_waiting_new, name="case_waiting_new"),
    path("contacts/<int:pk>/waitings/new/", waitings.contact_waiting_new, name="contact_waiting_new"),
    path("referrals/", referrals.referral_list, name="referral_list"),
    path("cases/<int:pk>/referrals/new/", referrals.case_referral_new, name="case_referral_new"),
    path("contacts/<int:pk>/referrals/new/", referrals.contact_referral_new, name="contact_referral_new"),
    path("referrals/<int:pk>/edit/", referrals.referral_edit, name="referral_edit"),
    path("waitings/<int:pk>/edit/", waitings.waiting_edit, name="waiting_edit"),
    path("waitings/<int:pk>/end/", waitings.waiting_end, name="waiting_end"),

    path("audit/", audit.audit_review, name="audit_review"),
    path("audit/print/", audit.print_noted, name="print_noted"),

    path("help/safety/", help.help_safety, name="help_safety"),
    path("deleted/", deletion.deleted_list, name="deleted_list"),

    path("resources/", resources.resource_list, name="resource_list"),
    path("resources/new/", resources.resource_new, name="resource_new"),
    path("resources/similar/", resources.resource_similar, name="resource_similar"),
    path("resources/<int:pk>/", resources.resource_detail, name="resource_detail"),
    path("resources/<int:pk>/leaders/new/", resources.leader_new, name="leader_new"),
    path("leaders/<int:pk>/edit/", resources.leader_edit, name="leader_edit"),
    path("resources/<int:pk>/edit/", resources.resource_edit, name="resource_edit"),

    path("settings/", settings.settings_index, name="settings_index"),
    path("settings/state/", health.system_state, name="system_state"),
    path("settings/council/", settings.council_edit, name="council_edit"),
    path("settings/codebook/", codebook.codebook, name="codebook"),
    path("settings/codebook/export/", codebook_file.codebook_export, name="codebook_export"),
    path("settings/codebook/import/", codebook_file.codebook_import, name="codebook_import"),
    path("settings/codebook/history/", codebook_file.codebook_history, name="codebook_history"),
    path("settings/codebook/plans/", codebook_plan.plan_list, name="plan_list"),
    path("settings/codebook/plans/new/", codebook_plan.plan_new, name="plan_new"),
    path("settings/codebook/plans/<int:pk>/", codebook_plan.plan_detail, name="plan_detail"),
    path("settings/codebook/plans/<int:pk>/confirm/", codebook_plan.plan_confirm, name="plan_confirm"),
    path("settings/codebook/plans/<int:pk>/cancel/", codebook_plan.plan_cancel, name="plan_cancel"),
    path("settings/codebook/plans/<int:pk>/contact/", codebook_plan.plan_contact, name="plan_contact"),
    path("settings/activity-kinds/", activity_kinds.activitykind_list, name="activitykind_list"),
    path("settings/activity-kinds/new/", activity_kinds.activitykind_new, name="activitykind_new"),
    path("settings/activity-kinds/<int:pk>/", activity_kinds.activitykind_edit, name="activitykind_edit"),
    path("settings/users/", users.user_list, name="user_list"),
    path("settings/users/new/", users.user_new, name="user_new"),
    path("settings/users/<int:pk>/", users.user_edit, name="user_edit"),
    path("settings/restrictions/", restrictions.restriction_handover, name="restriction_handover"),
    path("settings/users/<int:pk>/invite/", users.user_invite, name="user_invite"),
    path("settings/districts/", districts.district_list, name="district_list"),
    path("settings/districts/new/", districts.district_new, name="district_new"),
    path("settings/districts/joint/new/", districts.joint_new, name="joint_new"),
    path("settings/districts/joint/<int:pk>/", districts.joint_edit, name="joint_edit"),
    path("settings/districts/joint/<int:pk>/delete/", districts.joint_delete, name="joint_delete"),
    path("settings/districts/recut/", districts.district_recut, name="district_recut"),
    path("settings/districts/<int:pk>/", districts.district_edit, name="district_edit"),
    path("settings/districts/<int:pk>/delete/", districts.district_delete, name="district_delete"),

    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/mapping/", import_mapping.import_mapping, name="import_mapping"),
    path("imports/<int:pk>/sheet/", import_mapping.import_sheet, name="import_sheet"),
    path("imports/<int:pk>/commit/", imports.import_commit, name="import_commit"),
    path("imports/<int:pk>/rejected/", imports.import_rejected, name="import_rejected"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<int:pk>/progress/", import_jobs.import_progress, name="import_progress"),
    path("imports/<int:pk>/cancel/", import_jobs.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/check/", import_jobs.import_check, name="import_check"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),

    path("exports/", exports.export_list, name="export_list"),
    path("exports/<slug:subject>/<slug:file_format>/", exports.export_file, name="export_file"),

    path("settings/ledgers/", ledgers.ledger_list, name="ledger_list"),
    path("settings/ledgers/import/", ledgers.ledger_import, name="ledger_import"),
    path("settings/ledgers/<str:name>/<str:file_format>/", ledgers.ledger_export, name="ledger_export"),
    path("settings/reference/", reference.reference_list, name="reference_list"),
    path("settings/reference/<str:name>/export/", reference.reference_export, name="reference_export"),
    path("settings/reference/<str:name>/import/", reference.reference_import, name="reference_import"),
]
urlpatterns += [
    path(f"{folder}/<int:pk>/{name}/", view, {"kind": kind}, name=f"{kind}_{name}")
    for kind, folder in RECORDS.items()
    for name, view in (("history", audit.record_history), ("readers", audit.record_readers))
]
urlpatterns += [
    path(f"{folder}/<int:pk>/{name}/", view, {"kind": kind}, name=f"{kind}_{name}")
    for kind, folder in KEPT_BY_ADMINS.items()
    for name, view in (("history", audit.admin_history), ("readers", audit.admin_readers))
]
urlpatterns += [
    path(f"{folder}/<int:pk>/{name}/", view, {"kind": kind}, name=f"{kind}_{name}")
    for kind, folder in RECORDS.items() if kind in access.DELETABLE
    for name, view in (("delete", deletion.record_delete), ("restore", deletion.record_restore))
]
urlpatterns += [
    path("settings/codebook/edit/axes/<slug:axis>/history/", audit.axis_history, name="axis_history"),
    path("settings/codebook/edit/axes/<slug:axis>/categories/<slug:code>/history/", audit.category_history, name="category_history"),
]
urlpatterns += [path(f"settings/codebook/edit/{page}", view, name=name) for page, view, name in EDITOR]
urlpatterns += [path(f"settings/codebook/plans/<int:plan>/edit/{page}", codebook_plan.in_plan(view), name=f"plan_{name}")
                for page, view, name in EDITOR]

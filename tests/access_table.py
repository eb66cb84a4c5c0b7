"""Who may open which address: every route has a line here, or tests/test_access.py fails.

A line is the status of a GET (a POST for routes that take nothing else) for: nobody logged in, a coordinator of 大沢,
a coordinator of 連雀, a supervisor of both, an admin without districts. Objects in the addresses belong to 大沢.
"""
LOGIN, OK, MOVED, HIDDEN, DENIED, WRONG_METHOD = 302, 200, 302, 404, 403, 405

NEW_RECORD = (LOGIN, OK, OK, OK, DENIED)
OSAWA_RECORD = (LOGIN, OK, HIDDEN, OK, HIDDEN)
EVERYONE = (LOGIN, OK, OK, OK, OK)
ADMIN_PAGE = (LOGIN, DENIED, DENIED, DENIED, OK)

ROUTES = {
    "login": (OK, MOVED, MOVED, MOVED, MOVED),
    "logout": (LOGIN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD),
    "today": EVERYONE,

    "contact_list": EVERYONE,
    "contact_new": NEW_RECORD,
    "contact_categories": (LOGIN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD),
    "contact_detail": OSAWA_RECORD,
    "contact_edit": OSAWA_RECORD,

    "household_list": EVERYONE,
    "household_new": NEW_RECORD,
    "household_detail": OSAWA_RECORD,
    "household_edit": OSAWA_RECORD,
    "member_new": OSAWA_RECORD,
    "member_edit": OSAWA_RECORD,

    "case_list": EVERYONE,
    "case_new": NEW_RECORD,
    "case_detail": OSAWA_RECORD,
    "case_edit": OSAWA_RECORD,
    "case_close": OSAWA_RECORD,
    "case_reopen": (LOGIN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD),

    "resource_list": EVERYONE,
    "resource_new": EVERYONE,
    "resource_edit": EVERYONE,

    "settings_index": EVERYONE,
    "council_edit": ADMIN_PAGE,
    "codebook": EVERYONE,
    "user_list": ADMIN_PAGE,
    "user_new": ADMIN_PAGE,
    "user_edit": ADMIN_PAGE,
    "district_list": ADMIN_PAGE,
    "district_new": ADMIN_PAGE,
    "district_edit": ADMIN_PAGE,

    "import_list": ADMIN_PAGE,
    "import_new": ADMIN_PAGE,
    "import_detail": ADMIN_PAGE,
    "import_commit": (LOGIN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD),
    "import_discard": (LOGIN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD),
    "import_undo": (LOGIN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD),

    "reference_list": (LOGIN, DENIED, DENIED, OK, OK),
    "reference_export": ADMIN_PAGE,  # of districts; supervisors may take 社会資源 out
    "reference_import": ADMIN_PAGE,

    "report_index": (LOGIN, MOVED, MOVED, MOVED, MOVED),
    "report_detail": EVERYONE,
    "report_download": EVERYONE,
    "figure_contacts": EVERYONE,
}

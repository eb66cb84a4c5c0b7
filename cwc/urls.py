"""Every address of the site. A route without a line in tests/access_table.py fails the tests."""
from django.urls import include, path

from reports.views.weekly import weekly

handler400 = "cases.views.errors.bad_request"
handler403 = "cases.views.errors.forbidden"
handler404 = "cases.views.errors.not_found"
handler500 = "cases.views.errors.server_error"

urlpatterns = [
    path("", include("cases.urls")),
    path("weekly/", weekly, name="weekly"),
    path("reports/", include("reports.urls")),
]

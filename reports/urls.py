"""Addresses of the annual report."""
from django.urls import include, path

from .views import figures, footnotes, overview, plans, readiness, register, report, shares, trends

urlpatterns = [
    path("", include("reports.published_urls")),
    path("", report.report_index, name="report_index"),
    path("overview/", overview.overview, name="overview"),
    path("register/", register.register_index, name="register_index"),
    path("<int:fiscal_year>/readiness/", readiness.readiness, name="readiness"),
    path("<int:fiscal_year>/readiness/contacts/", readiness.readiness_contacts, name="readiness_contacts"),
    path("<int:fiscal_year>/register/", register.register_detail, name="register_detail"),
    path("<int:fiscal_year>/register/download/<slug:kind>/", register.register_download, name="register_download"),
    path("plans/<int:pk>/", plans.plan_report, name="plan_report"),
    path("<int:fiscal_year>/", report.report_detail, name="report_detail"),
    path("<int:fiscal_year>/figures/", figures.figure_contacts, name="figure_contacts"),
    path("<int:fiscal_year>/trends/", trends.report_trend, name="report_trend"),
    path("<int:fiscal_year>/public/", report.report_public, name="report_public"),
    path("<int:fiscal_year>/download/<slug:kind>/", report.report_download, name="report_download"),
    path("<int:fiscal_year>/notes/", footnotes.footnote_list, name="footnote_list"),
    path("<int:fiscal_year>/notes/new/", footnotes.footnote_new, name="footnote_new"),
    path("<int:fiscal_year>/notes/<slug:axis>/<slug:key>/", footnotes.footnote_text, name="footnote_text"),
    path("notes/<int:pk>/", footnotes.footnote_edit, name="footnote_edit"),
    path("notes/<int:pk>/history/", footnotes.footnote_history, name="footnote_history"),
    path("shares/<int:pk>/history/", shares.share_history, name="share_history"),
    path("<int:fiscal_year>/shares/", shares.report_shares, name="report_shares"),
    path("<int:fiscal_year>/shares/edit/", shares.report_share_edit, name="report_share_edit"),
]

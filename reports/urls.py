"""Addresses of the annual report."""
from django.urls import path

from .views import figures, report, shares

urlpatterns = [
    path("", report.report_index, name="report_index"),
    path("<int:fiscal_year>/", report.report_detail, name="report_detail"),
    path("<int:fiscal_year>/figures/", figures.figure_contacts, name="figure_contacts"),
    path("<int:fiscal_year>/download/<slug:kind>/", report.report_download, name="report_download"),
    path("<int:fiscal_year>/shares/", shares.report_shares, name="report_shares"),
    path("<int:fiscal_year>/shares/edit/", shares.report_share_edit, name="report_share_edit"),
]

"""Addresses of the published figures and of their reconciliation with the records."""
from django.urls import path

from .views import published

urlpatterns = [
    path("published/", published.published_list, name="published_list"),
    path("<int:fiscal_year>/published/", published.published_detail, name="published_detail"),
    path("<int:fiscal_year>/reconciliation/", published.reconciliation, name="reconciliation"),
]

"""The annual report: reads the record, writes nothing of it."""
from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Counts, lays out and prints."""

    name = "reports"
    verbose_name = "報告書"

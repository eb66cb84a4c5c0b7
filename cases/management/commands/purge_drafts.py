"""`manage.py purge_drafts`: removes drafts that nobody went on with in time. Saving a draft does the same."""
from django.core.management.base import BaseCommand

from cases.models import Draft


class Command(BaseCommand):
    """Prints how many drafts were removed."""

    help = "Remove expired drafts (CWC_DRAFT_DAYS, 14 unless set)."

    def handle(self, **options):
        """Remove them."""
        removed = Draft.objects.expire()
        self.stdout.write(f"{removed}")

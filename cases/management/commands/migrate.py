"""migrate, which leaves the guards and the audit's triggers in place even where a migration fails."""
from django.core.management.commands.migrate import Command as Migrate

from cases.guards import install_after_migrate


class Command(Migrate):
    """Django's own, and afterwards what remove_before_migrate took away."""

    def handle(self, *args, **options):
        """As Django's; raises what that raises."""
        try:
            return super().handle(*args, **options)
        except BaseException:
            install_after_migrate(options["database"])
            raise

"""The record: who was helped, how, and by whom."""
from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class CasesConfig(AppConfig):
    """Installs the guards after every migrate, because SQLite drops triggers when it remakes a table."""

    name = "cases"
    verbose_name = "記録"

    def ready(self):
        from . import durability  # noqa: F401 (registers its check)
        from .accounts import sessions  # noqa: F401 (dates each session from its log-in on, whoever asks first)
        from .audit.triggers import prepare
        from .fulltext import prepare as prepare_text
        from .guards import install_after_migrate, remove_before_migrate
        from .wording import reword
        reword()
        pre_migrate.connect(remove_before_migrate, sender=self)
        post_migrate.connect(install_after_migrate, sender=self)
        connection_created.connect(prepare)
        connection_created.connect(prepare_text)

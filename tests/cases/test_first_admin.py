"""The first user of a new installation."""
import pytest
from django.core.management import call_command

from cases.models import User


@pytest.mark.django_db
def test_createsuperuser_makes_a_system_administrator(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-enough-password")
    call_command("createsuperuser", "--noinput", username="kanri", name="見本 管理", verbosity=0)
    assert User.objects.get().role == User.Role.ADMIN
    client.login(username="kanri", password="a-long-enough-password")
    assert client.get("/settings/users/new/").status_code == 200

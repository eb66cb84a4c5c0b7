"""The first user of a new installation."""
from io import StringIO

import pytest
from django.core.management import call_command

from cases.accounts.forms import LoginForm
from cases.models import User


@pytest.mark.django_db
def test_createsuperuser_makes_a_system_administrator(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-enough-password")
    call_command("createsuperuser", "--noinput", username="kanri", name="見本 管理", verbosity=0)
    assert User.objects.get().role == User.Role.ADMIN
    client.login(username="kanri", password="a-long-enough-password")
    assert client.get("/settings/users/new/").status_code == 200


@pytest.mark.django_db
def test_it_asks_for_the_log_in_name_by_the_word_of_the_log_in_page(monkeypatch):
    asked, answers = [], iter(["", "kanri", "見本 管理"])

    def answer(question=""):
        asked.append(question)
        return next(answers)
    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("getpass.getpass", lambda question="": "a-long-enough-password")
    call_command("createsuperuser", interactive=True, verbosity=0, stdin=_Terminal(), stderr=(said := StringIO()))
    label = LoginForm.base_fields["username"].label
    assert all(question.startswith(label) for question in asked[:2]) and asked[2].startswith("氏名")
    assert "ユーザー名" not in "".join(asked) + said.getvalue() and User.objects.get().username == "kanri"


class _Terminal:
    def isatty(self):
        return True

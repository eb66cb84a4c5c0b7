"""The office that browser tests visit, and how they log in."""
from django.utils import timezone

from tests.factories import PASSWORD, log_contact, make_council, make_user
from tests.objects import make_objects


def make_office() -> dict:
    """The small council with a supervisor, an admin, a contact of today and one object for each kind of page."""
    small = make_council()
    supervisor = make_user("supervisor", "tokatsu", *small.districts.values())
    make_user("admin", "kanri")
    log_contact(small, supervisor, "kind:new", "target:elderly", "topic:meal", date=timezone.localdate(),
                next_action_on=timezone.localdate(), text="見本の記録です。")
    return make_objects(small, supervisor)


def log_in(page, live_server, username: str) -> None:
    """Log in and wait for the first page."""
    page.goto(f"{live_server.url}/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{live_server.url}/")

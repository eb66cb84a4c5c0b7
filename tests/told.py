"""What lies in the cookie of the messages that the next page shows: nobody who is helped, no text of a record."""
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import Client

HELPED = ("household", "member", "case", "protected", "contact", "activity")
TYPED = "見本の入力です"  # what the forms of tests/version_table.py write
OF_THE_HOUSE = ("district", "axis", "category", "joint", "question", "activitykind", "user", "plan", "codebook", "footnote", "share", "report")


def told(client: Client) -> str:
    """The words that the cookie holds after the last answer."""
    cookie = client.cookies.get("messages")
    return " ".join(str(each) for each in CookieStorage(HttpRequest())._decode(cookie.value) or ()) if cookie and cookie.value else ""


def assert_names_nobody(client: Client, objects: dict, route: str) -> None:
    """No message names a record of people by its number or name, nor says what was typed of one; districts and categories may be named."""
    words = told(client)
    names = {str(getattr(objects[kind], name)) for kind in HELPED for name in ("number", "name", "title", "text", "family_name") if getattr(objects[kind], name, "")}
    typed = set() if route.removeprefix("plan_").startswith(OF_THE_HOUSE) else {TYPED}
    assert not [each for each in names | typed if each in words], (route, words)

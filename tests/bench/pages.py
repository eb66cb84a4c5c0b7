"""Every page of a coordinator's day among 200,000 contacts, over a bare page behind the same middleware that runs the same SQL."""
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from cases import access
from cases.models import Contact, Household

from .council import LAST_YEAR, fill
from .databases import Engine, use
from .people import fill_people
from .results import Result
from .timing import by_turns

CONTACTS, YEARS, ROUNDS = 200_000, 20, 30
OVER_A_BARE_PAGE = 2  # target

_to_run: list[tuple[str, object]] = []


@access.roles(*access.EVERYONE)
def bare(request):
    """The floor: the statements of a page by a bare cursor, and an empty document."""
    with connection.cursor() as cursor:
        for statement, values in _to_run:
            cursor.execute(statement, values)
            if cursor.description:
                cursor.fetchall()
    return HttpResponse("<!doctype html><title>見本</title>")


urlpatterns = [path("bare/", bare, name="bare"), path("", include("cwc.urls"))]


def measure(engine: Engine, quick: bool, rounds: int | None = None) -> Iterator[Result]:
    """A ratio for each page of the day."""
    contacts = CONTACTS // 100 if quick else CONTACTS
    with engine.new_database() as council, override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        use(council)
        fill(contacts, YEARS)
        coordinator = fill_people(contacts)
        client = Client()
        client.force_login(coordinator)
        usual = _statements(partial(client.get, "/bare/"))
        for name, ask in _day(client, coordinator).items():
            own = _without(_statements(ask), usual)
            yield _over_a_bare_page(engine, f"{name}, {contacts:,} contacts", ask, partial(_bare, client, own), 2 if quick else rounds or ROUNDS)


def _day(client: Client, coordinator) -> dict[str, Callable]:
    """The pages of a day by their Japanese names; each a function that gets one."""
    contact = Contact.objects.filter(coordinators=coordinator).latest("pk")
    household = Household.objects.filter(cases=contact.case).first()
    asked = {
        "今日": "/", "記録の入力": f"/contacts/new/?case={contact.case_id}", "対応記録": "/contacts/",
        "対応記録（年度と条件）": f"/contacts/?fiscal_year={LAST_YEAR}", "対応記録（1件）": f"/contacts/{contact.pk}/",
        "世帯": "/households/", "世帯（1件）": f"/households/{household.pk}/", "ケース": "/cases/",
        "ケース（1件）": f"/cases/{contact.case_id}/", "状況": "/reports/overview/",
    }
    for name, url, word in (("記録を探す", "/contacts/", "近況"), ("世帯を探す", "/households/", household.name)):
        asked[name] = client.post(url, {"q": word}).url  # where the words are kept for the session
    return {name: partial(_page, client.get, url) for name, url in asked.items()} | {
        "ケースを探す（入力中）": partial(_page, client.post, "/contacts/who/", {"q": contact.case.title[:3]})}


def _page(ask: Callable, *arguments) -> HttpResponse:
    answer = ask(*arguments)
    assert answer.status_code == 200, (arguments, answer.status_code)
    return answer


def _bare(client: Client, statements: list) -> HttpResponse:
    _to_run[:] = statements
    return _page(client.get, "/bare/")


def _statements(ask: Callable) -> list[tuple[str, object]]:
    """What a page asks the database, its middleware included."""
    found = []

    def note(execute, statement, values, many, context):
        found.append((statement, values))
        return execute(statement, values, many, context)
    ask()  # a first time fills what is kept
    with connection.execute_wrapper(note):
        ask()
    return found


def _without(statements: list, usual: list) -> list[tuple[str, object]]:
    """The statements without those that every page has, savepoints and locks of the middleware among them."""
    left, own = Counter(statement for statement, _ in usual), []
    for statement, values in statements:
        if left[statement]:
            left[statement] -= 1
        else:
            own.append((statement, values))
    return own


def _over_a_bare_page(engine: Engine, name: str, ask: Callable, floor: Callable, rounds: int) -> Result:
    times = by_turns({"": (_nothing, ask), "a bare page, the same SQL": (_nothing, floor)}, rounds)
    return Result(engine.label, name, times.pop(""), times, OVER_A_BARE_PAGE)


def _nothing() -> None:
    """There is nothing to prepare."""

"""C6: no text in a filter, an address or a form reaches the database as SQL or ends in an error 500."""
import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Contact, Household, User
from tests.access_table import ROUTES, TWICE
from tests.measures import measured
from tests.objects import address, make_objects
from tests.safety.pages import Page, rounds
from tests.stored import taken_back

pytestmark = pytest.mark.django_db
CANARY = "zqj7"
NASTY = [
    "'", "''", '"', "\\", "%", "_", "%%s", "%(x)s", "{0}", "';--", "' OR 1=1 --", "1; DROP TABLE cases_contact", f"' UNION SELECT '{CANARY}' --",
    f'"{CANARY}"', f"{CANARY}' OR '1'='1", "pk)/**/OR/**/1=1--", "-1", "0", "99999999999999999999", "1e400", "NaN", "\0", "a\0b", "\ud7ff\uffff",
    "\x01\x1f", "𠮷", "髙﨑①", "\u202e", "a" * 5000, "[]", "__proto__", "date__gte", "?", "?1", ":x", "$1", "0x41", "２０２１", "R3.4.5", "2021-02-30", "9999-12-31",
    "0001-01-01", "24:00", "../../etc/passwd", "%00", "\r\nX: y", "true", "null", "()", "*", "(a+)+$", "\ufeff", " ", "　",
]
PUSHED = NASTY[:3] + NASTY[9:12] + NASTY[14:20] + NASTY[21:24] + NASTY[28:31] + NASTY[37:44]
ENOUGH = 8  # texts for a page that only shows a record: it reads hardly more than its address
SEARCHES = ["contact_list", "household_list", "case_list", "resource_list", "figure_contacts", "report_detail", "report_download"]
PARAMETERS = {"q", "page", "next", "axis", "category", "district", "month", "fiscal_year", "format", "kind", "date", "case", "household",
              "year", "from", "to", "state", "order", "sort", "user", "role", "method", "target", "topic"}


@pytest.fixture
def objects(small, coordinator):
    return make_objects(small, coordinator)


@pytest.fixture
def visitor(objects, admin, supervisor, small):
    """Who can open the most: an admin who is assigned to every district."""
    for district in small.districts.values():
        admin.assignments.create(district=district, starts_on="2020-04-01")
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    return client


def fields_of(client, url: str) -> set[str]:
    """The names of everything that can be filled in on a page, and of every parameter that any page reads."""
    response = client.get(url)
    found = Page(response.content.decode()).names if response.headers.get("Content-Type", "").startswith("text/html") else set()
    return (found | PARAMETERS) - {"csrfmiddlewaretoken"}


def as_sql(client, method, url: str, fields: dict) -> tuple[int, bool]:
    """Status, and whether the canary stands in the text of a statement instead of among its values."""
    with statements() as seen:
        status = getattr(client, method)(url, fields).status_code
    return status, any(CANARY in each for each in seen)


class statements:
    """The text of every statement, without its values."""

    def __enter__(self):
        self.seen = []
        self.wrapper = connection.execute_wrapper(self._note)
        self.wrapper.__enter__()
        return self.seen

    def _note(self, execute, sql, params, many, context):
        self.seen.append(str(sql))
        return execute(sql, params, many, context)

    def __exit__(self, *error):
        self.wrapper.__exit__(*error)


def try_route(client, objects, route: str, texts) -> int:
    """Every text somewhere on the route, every parameter and field with several; returns the number of requests.

    Where a form is posted, an address takes hardly any parameter: a few texts do.
    """
    url, count, methods = address(route, objects), 0, {each.lower() for each in ROUTES[route].methods}
    enough = ENOUGH if "post" in methods and route not in SEARCHES else len(texts)
    for method in sorted({"get", "post"} & methods):
        for fields in rounds(fields_of(client, url), texts[:enough] if method == "get" else texts):
            status, is_sql = as_sql(client, method, url, fields)
            assert status < 500 and not is_sql, (route, method, fields, status)
            count += 1
    return count


def texts_for(route: str, place: int) -> list[str]:
    """The texts that a push tries: all in a search, elsewhere a quarter of them, by turns."""
    return PUSHED if route in SEARCHES else PUSHED[place % 4::4]


ROUTES_TO_TRY = [route for route in ROUTES if route != "logout" and route not in TWICE]


@pytest.mark.parametrize("part", [
    0, *(pytest.param(each, marks=pytest.mark.long) for each in range(1, 8))])
def test_a_route_takes_any_text(visitor, objects, part):
    before = Contact.objects.count(), Household.objects.count(), User.objects.count()
    for place, route in list(enumerate(ROUTES_TO_TRY))[part::8]:
        with taken_back(visitor):
            requests = try_route(visitor, objects, route, texts_for(route, place // 8))
            after = Contact.objects.count(), Household.objects.count(), User.objects.count()
        assert all(later >= earlier for earlier, later in zip(before, after, strict=True)), f"{route}: rows are gone"
        measured("C6", routes_tried=1, requests=requests, errors_500=0, texts_as_sql=0)


@pytest.mark.long
@pytest.mark.parametrize("route", ROUTES_TO_TRY)
def test_a_route_takes_every_text_in_each_parameter_alone(visitor, objects, route):
    url, count = address(route, objects), 0
    for name in fields_of(visitor, url):
        for text in NASTY:
            for method in {"get", "post"} & {each.lower() for each in ROUTES[route].methods}:
                status, is_sql = as_sql(visitor, method, url, {name: text})
                assert status < 500 and not is_sql, (route, method, name, text, status)
                count += 1
    measured("C6", requests=count, errors_500=0, texts_as_sql=0)


TEXTS = st.text(max_size=60) | st.text(st.sampled_from("'\"\\%_;-()=*\0\n　 aあ１"), max_size=40)
TEXTS = TEXTS.filter(lambda text: text.isprintable() or not any(0xD800 <= ord(each) <= 0xDFFF for each in text))
RANDOM = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


def search(visitor, objects, route, text):
    measured("C6", random_searches=try_route(visitor, objects, route, [text]), errors_500=0)


@given(text=TEXTS)
@settings(max_examples=10, **RANDOM)
@pytest.mark.parametrize("route", [*SEARCHES[:2], *(pytest.param(each, marks=pytest.mark.either) for each in SEARCHES[2:])])
def test_a_search_takes_any_text_at_all(visitor, objects, route, text):
    search(visitor, objects, route, text)


@pytest.mark.long
@given(text=TEXTS)
@settings(max_examples=100, **RANDOM)
@pytest.mark.parametrize("route", SEARCHES)
def test_a_search_takes_a_hundred_texts(visitor, objects, route, text):
    search(visitor, objects, route, text)


@pytest.mark.parametrize("path", ["/contacts/99999999999999999999999/", "/contacts/-1/", "/contacts/1'/", "/reports/99999999999/", "/reports/0/",
                                  "/reports/2021/download/%00/", "/settings/reference/%27/export/", "/%00", "/%ff%fe", "/contacts/١/",
                                  "/" + "a" * 9000])
def test_any_address_is_a_page_or_none(visitor, path):
    assert visitor.get(path).status_code in (200, 400, 404)
    measured("C6", odd_addresses=1, errors_500=0)


# -- Negative controls

def test_a_text_put_into_a_statement_is_seen(db):
    with statements() as seen, connection.cursor() as cursor:
        cursor.execute(f"SELECT '{CANARY}'")
    assert any(CANARY in each for each in seen)


def test_a_view_that_builds_sql_is_found(visitor, objects, monkeypatch):
    from cases.models import Resource
    for module in ("cases.access", "cases.access.contacts"):
        monkeypatch.setattr(f"{module}.contacts_of_districts", lambda user: Contact.objects.extra(  # noqa: S610 (the fault to be found)
            where=[f"'{CANARY}' = '{CANARY}'"]))
    monkeypatch.setattr(Resource, "__str__", lambda self: self.name)
    with pytest.raises(AssertionError):
        try_route(visitor, objects, "contact_list", [CANARY])


def test_an_error_500_is_found(visitor, objects, monkeypatch):
    monkeypatch.setattr("cases.access.contacts_of_districts", lambda user: 1 / 0)
    with pytest.raises(AssertionError):
        try_route(visitor, objects, "contact_list", ["x"])


def test_every_text_stands_in_some_field_and_every_field_has_several():
    tried = rounds(PARAMETERS, PUSHED)
    assert {text for fields in tried for text in fields.values()} == set(PUSHED)
    assert {len({fields[name] for fields in tried}) for name in PARAMETERS} == {len(tried)} and len(tried) >= 7

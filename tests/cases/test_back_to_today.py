"""What is answered from a line of 今日 comes back to it, as やること do; from the page of its case it comes back there."""
import datetime
import html
import re

import pytest

from cases.models import Case, Referral, Resource, Waiting

pytestmark = pytest.mark.either
DAY = datetime.date(2021, 4, 5)
ACTS = {
    "返事を書く": {"direction": "to", "date": "R3.4.5", "asked": "申請の相談", "answered_on": "R3.4.6", "answer": "accepted"},
    "終わりにする": {"ended_on": "R3.5.1"},
    "直す": {"whom": "長男", "what": "電話", "since": "R3.4.5"},
}


@pytest.fixture
def case(small, coordinator):
    case = Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on=DAY)
    Referral.objects.create(case=case, resource=Resource.objects.create(code="R-1", name="見本包括", category="相談機関"), date=DAY, asked="申請の相談")
    Waiting.objects.create(case=case, whom="長男", what="電話", since=DAY)
    return case


def press(client, page, words):
    """The form behind a link, and what is saved with it."""
    button = re.search(rf'<a[^>]*href="([^"]*)"[^>]*>{words}', client.get(page).content.decode())
    address = html.unescape(button[1])
    form = ACTS[words] | {"version": 1} | ({"resource": Resource.objects.get().pk} if words == "返事を書く" else {})
    return client.get(address).content.decode(), client.post(address, form)


@pytest.mark.parametrize("words", ACTS)
def test_from_today_it_comes_back_to_today(as_user, coordinator, case, words):
    form, saved = press(as_user(coordinator), "/", words)
    assert saved.status_code == 302 and saved.url == "/", saved.context and saved.context["form"].errors
    assert re.search(r'href="/">(<span>)?(<span class="wide-words">)?保存せずに', form)


@pytest.mark.parametrize("words", ["返事を書く", "終わりにする"])
def test_from_the_case_it_comes_back_to_the_case(as_user, coordinator, case, words):
    assert press(as_user(coordinator), f"/cases/{case.pk}/", words)[1].url == f"/cases/{case.pk}/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/\\example.org"])
def test_it_leads_to_no_other_site(as_user, coordinator, case, elsewhere):
    client, waiting = as_user(coordinator), Waiting.objects.get()
    assert client.post(f"/waitings/{waiting.pk}/end/?next={elsewhere}", ACTS["終わりにする"] | {"version": 1}).url == f"/cases/{case.pk}/"

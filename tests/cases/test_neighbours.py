"""前の記録／次の記録: through the list that was asked for, in its order, within sight, without a name in the address."""
import datetime
import re
from urllib.parse import unquote

import pytest

from cases.models import Case, Household
from tests.factories import log_contact

DAY = datetime.date(2021, 4, 5)
LINK = re.compile(r'href="(/[^"]*list=[^"]*)"')


@pytest.fixture
def contacts(small, coordinator):
    """Five about 田中, the latest first, and between them five that are not."""
    logged = [log_contact(small, coordinator, date=DAY + datetime.timedelta(number), text="田中さん" if number % 2 else "見学")
              for number in range(10)]
    return [each for each in reversed(logged) if each.text == "田中さん"]


def opened(client, url, typed, row):
    """The page of the row at this place (from 0) of the list, opened by its link."""
    page = client.post(url, {"q": typed}, follow=True)
    links = [each.replace("&amp;", "&") for each in LINK.findall(page.content.decode())]
    return links[row], client.get(links[row])


def test_the_page_says_its_place_and_leads_on_and_back(as_user, coordinator, contacts):
    client = as_user(coordinator)
    url, page = opened(client, "/contacts/", "田中", 1)
    around = page.context["neighbours"]
    assert (around.place, around.total) == (2, 5) and "2件目／5件" in page.content.decode()
    assert around.before.startswith(f"/contacts/{contacts[0].pk}/?") and around.after.startswith(f"/contacts/{contacts[2].pk}/?")
    assert "田中" not in unquote(unquote(url + around.after + around.back))
    assert [each.pk for each in client.get(around.back).context["page"]] == [each.pk for each in contacts]


def test_from_the_first_to_the_last_and_no_further(as_user, coordinator, contacts):
    client, passed = as_user(coordinator), []
    _, page = opened(client, "/contacts/", "田中", 0)
    assert page.context["neighbours"].before == ""
    while page:
        passed.append(page.context["contact"].pk)
        page = client.get(page.context["neighbours"].after) if page.context["neighbours"].after else None
    assert passed == [each.pk for each in contacts]


def test_what_is_out_of_sight_is_passed_over(as_user, coordinator, supervisor, contacts, small):
    case = Case.objects.create(number="C-9", title="見本", subject="place", district=small.districts["osawa"],
                               opened_on=DAY, is_restricted=True)
    type(contacts[1]).objects.filter(pk=contacts[1].pk).update(case=case)
    around = opened(as_user(coordinator), "/contacts/", "田中", 0)[1].context["neighbours"]
    assert around.total == 4 and around.after.startswith(f"/contacts/{contacts[2].pk}/")


def test_a_new_record_at_the_top_moves_the_place(as_user, coordinator, contacts, small):
    client = as_user(coordinator)
    url, _ = opened(client, "/contacts/", "田中", 1)
    log_contact(small, coordinator, date=DAY + datetime.timedelta(40), text="田中さん")
    assert client.get(url).context["neighbours"].place == 3


@pytest.mark.either
@pytest.mark.parametrize("asked", ["", "n=0", "n=x", "n=9999999", "n=" + "9" * 30, "n=1&month=13", "n=1&district=renjaku", "%00"])
def test_an_address_that_says_no_place_shows_none(as_user, coordinator, contacts, asked):
    page = as_user(coordinator).get(f"/contacts/{contacts[0].pk}/", {"list": asked})
    assert page.status_code == 200 and page.context["neighbours"] is None


@pytest.mark.parametrize(("url", "model"), [("/cases/", Case), ("/households/", Household)])
def test_cases_and_households_have_theirs(as_user, coordinator, small, url, model):
    more = {"title": "見本", "subject": "place", "opened_on": "2021-04-01"} if model is Case else {}
    for number in ("X-1", "X-2", "Y-3"):
        model.objects.create(number=number, district=small.districts["osawa"], **more)
    around = opened(as_user(coordinator), url, "X-", 1)[1].context["neighbours"]
    assert (around.place, around.total, around.after) == (2, 2, "") and around.before


def test_the_queries_do_not_grow_with_the_list(as_user, coordinator, contacts, small, django_assert_max_num_queries):
    client = as_user(coordinator)
    url, _ = opened(client, "/contacts/", "田中", 2)
    with django_assert_max_num_queries(45) as few:
        client.get(url)
    for number in range(30):
        log_contact(small, coordinator, date=DAY - datetime.timedelta(number + 1), text="田中さん")
    with django_assert_max_num_queries(len(few)):
        assert client.get(url).context["neighbours"].total == 35


def test_looking_beside_it_is_no_search_of_the_audit(as_user, coordinator, contacts):
    from cases.models import AuditEntry
    url, _ = opened(as_user(coordinator), "/contacts/", "田中", 2)
    entry = AuditEntry.objects.filter(route="contact_detail").latest("seq")
    assert entry.action == "read" and entry.objects_text.count("contact") == 1


def test_a_record_that_was_changed_stands_in_its_list_as_before(as_user, coordinator, contacts, small):
    client = as_user(coordinator)
    url, page = opened(client, "/contacts/", "田中", 1)
    edit = f"/contacts/{contacts[1].pk}/edit/{url[url.index('?'):]}"
    assert f'href="{edit}"' in page.content.decode() and f'href="{url}"><span><span class="wide-words">保存せずに</span>戻る' in client.get(edit).content.decode()
    sent = {"date": contacts[1].date, "district": small.districts["osawa"].pk, "coordinators": [coordinator.pk], "version": 1, "text": "田中さんの続き",
            "axis_kind": "outreach", "axis_consulter": "self", "axis_method": "visit", "axis_topic": ["health"]}
    answer = client.post(edit, sent)
    around = client.get(answer.url).context["neighbours"]
    assert answer.url == url and (around.place, around.total) == (2, 5)


def test_a_case_that_was_changed_does_too_and_one_of_no_list_stands_alone(as_user, coordinator, small):
    case = Case.objects.create(number="X-1", title="見本", subject="place", subject_name="x", district=small.districts["osawa"], opened_on="2021-04-01")
    client = as_user(coordinator)
    url, page = opened(client, "/cases/", "X-", 0)
    edit = f"/cases/{case.pk}/edit/{url[url.index('?'):]}"
    assert f'href="{edit}"' in page.content.decode() and f'href="{url}"><span><span class="wide-words">保存せずに</span>戻る' in client.get(edit).content.decode()
    sent = {"number": "X-1", "title": "別の題", "subject": "place", "subject_name": "x", "district": small.districts["osawa"].pk, "opened_on": "R3.4.1", "version": 1}
    assert client.post(edit, sent).url == url and Case.objects.get().title == "別の題"
    assert client.post(f"/cases/{case.pk}/edit/", sent | {"version": 2}).url == f"/cases/{case.pk}/"

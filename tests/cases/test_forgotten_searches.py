"""The address of a search after a new log-in, or opened by someone else: the list says that its words are not kept."""
import pytest

from tests.factories import log_contact

TOLD = "検索した言葉は、もう残っていません"


@pytest.mark.parametrize("path", ["/contacts/", "/cases/", "/households/", "/resources/", "/activities/"])
def test_every_list_says_so_and_how_to_search_again(as_user, coordinator, other_coordinator, path):
    client = as_user(coordinator)
    address = client.post(path, {"q": "例田"}).url
    assert "?s=" in address and TOLD not in client.get(address).content.decode()
    page = as_user(other_coordinator).get(address)
    assert page.status_code == 200 and TOLD in page.content.decode() and "もう一度検索してください" in page.content.decode()
    assert TOLD not in client.get(path).content.decode()


def test_a_record_opened_from_there_stands_in_no_list(as_user, small, coordinator):
    for _ in range(3):
        log_contact(small, coordinator, text="例田さん")
    client = as_user(coordinator)
    address = client.post("/contacts/", {"q": "例田"}).url
    around = f"/contacts/{client.get(address).context['page'][1].pk}/?list=s%3D{address.partition('s=')[2]}%26n%3D2"
    assert client.get(around).context["neighbours"].total == 3
    client.logout()
    assert as_user(coordinator).get(around).context["neighbours"] is None

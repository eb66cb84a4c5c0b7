"""閲覧の点検: the entries of one sort of action, and where each was done."""
import datetime

import pytest
from django.test import Client

from tests.factories import PASSWORD, log_contact, make_user

AT = "/audit/"


@pytest.fixture
def head(small):
    return make_user("supervisor", "head", small.districts["osawa"])


@pytest.fixture
def day(as_user, small, coordinator, head):
    """A coordinator opens a contact, is refused a page and takes the report with them."""
    contact = log_contact(small, coordinator, "kind:new", date=datetime.date(2021, 5, 1))
    client = as_user(coordinator)
    for address in (f"/contacts/{contact.pk}/", "/settings/users/", "/reports/2021/download/csv/", "/contacts/"):
        client.get(address)
    client.post("/audit/print/", {"page": "/reports/2021/"})
    return as_user(head)


def told(client, **asked):
    page = client.get(AT, asked).content.decode()
    return [row.partition("<")[0] for row in page.split('<td data-label="操作">')[1:]]


def test_each_says_where(day):
    found = told(day)
    assert {"開いた", "ファイルに出力（報告書・令和3年度・CSV）", "印刷（報告書・令和3年度）", "画面を開いた（利用者）", "一覧に表示（さがす）"} <= {*found}


@pytest.mark.parametrize(("action", "beginning"), [("export", "ファイルに出力"), ("print", "印刷"), ("read", "開いた"), ("page", "画面を開いた")])
def test_one_sort_alone(day, action, beginning):
    found = told(day, action=action)
    assert found and all(each.startswith(beginning) for each in found)


def test_changes_and_log_ins_are_sorts_of_their_own(day, as_user, small, coordinator, head):
    sent = {"number": "S-1", "name": "見本家", "district": small.districts["osawa"].pk}
    assert as_user(coordinator).post("/households/new/", sent).status_code == 302
    assert Client().post("/login/", {"username": coordinator.username, "password": PASSWORD}).status_code == 302
    assert told(as_user(head), action="changes") == ["世帯の登録"] and told(as_user(head), action="logins") == ["ログイン"]


def test_another_sort_is_refused(day):
    page = day.get(AT, {"action": "nothing"}).content.decode()
    assert "操作" in page and "is-invalid" in page

"""A session that ends while someone writes: nothing typed is lost, and the same click saves once."""
import uuid

import pytest

from cases.models import Contact
from tests.factories import PASSWORD

LOG_IN = {"again-username": "osawa", "again-password": PASSWORD}


@pytest.fixture
def typed(small, coordinator):
    """What a coordinator sends after the session has ended."""
    return {"form_token": str(uuid.uuid4()), "date": "R3.4.5", "district": small.districts["osawa"].pk,
            "coordinators": [coordinator.pk], "text": "長い時間をかけて書いた見本の記録。<b>", "axis_kind": "outreach",
            "axis_consulter": "self", "axis_method": "phone", "axis_topic": ["health", "meal"]}


def test_the_text_comes_back_inside_the_log_in_page(client, typed):
    response = client.post("/contacts/new/", typed)
    page = response.content.decode()
    assert response.status_code == 401 and "まだ保存されていません" in page
    assert "長い時間をかけて書いた見本の記録。&lt;b&gt;" in page and page.count('name="axis_topic"') == 2
    assert not Contact.objects.exists()


def test_logging_in_there_saves_it(client, typed):
    kept = dict(client.post("/contacts/new/", typed).context["kept"])
    response = client.post("/contacts/new/", typed | LOG_IN)
    assert response.status_code == 302 and kept["text"] == typed["text"]
    assert Contact.objects.get().text == typed["text"]
    assert client.get("/contacts/").status_code == 200


def test_a_wrong_password_keeps_the_text_too(client, typed):
    response = client.post("/contacts/new/", typed | LOG_IN | {"again-password": "wrong"})
    page = response.content.decode()
    assert response.status_code == 401 and "長い時間をかけて" in page and "利用者名またはパスワードが正しくありません" in page
    assert "wrong" not in page


def test_who_logs_in_there_gets_no_other_rights(client, small, admin, typed):
    response = client.post("/contacts/new/", typed | {"again-username": "kanri", "again-password": PASSWORD})
    assert response.status_code == 403 and not Contact.objects.exists()


def test_a_fragment_leaves_the_page_alone(client, typed):
    response = client.post("/contacts/categories/", typed, headers={"HX-Request": "true"})
    assert response.status_code == 401 and response.content == b""


def test_reading_goes_to_the_ordinary_log_in(client, db):
    assert client.get("/contacts/new/").url == "/login/?next=/contacts/new/"

"""The districts of a user that somebody else changed while the page was open: what was not touched stays as it was saved, what both have changed is told."""
import pytest

from cases.models import Assignment, Draft, User
from tests.drafts.lines import keep

from .test_who_changed import as_sent

pytestmark = pytest.mark.either


@pytest.fixture
def opened(as_user, admin, coordinator):
    """The page of a user with one district, as the browser would send it."""
    client = as_user(admin)
    return client, f"/settings/users/{coordinator.pk}/", as_sent(client.get(f"/settings/users/{coordinator.pk}/"))


def saved_by_another(user, **values):
    Assignment.objects.filter(user=user).update(**values)
    User.objects.filter(pk=user.pk).update(version=9)


def test_a_row_that_was_not_touched_is_what_somebody_else_has_saved(opened, coordinator):
    client, address, form = opened
    saved_by_another(coordinator, ends_on="2099-03-31")
    answer = client.post(address, form | {"name": "私の名前"})
    assert answer.status_code == 409 and answer.context["form"].rows[0]["ends_on"].value() == "令和81年3月31日"
    assert client.post(address, as_sent(answer)).status_code == 302
    assert str(Assignment.objects.get(user=coordinator).ends_on) == "2099-03-31" and User.objects.get(pk=coordinator.pk).name == "私の名前"


def test_a_row_that_both_have_changed_is_told_and_stays_as_it_was_typed(opened, coordinator):
    client, address, form = opened
    saved_by_another(coordinator, ends_on="2099-03-31")
    typed = form | {"assignments-0-ends_on": "令和50年3月31日"}
    keep(client, typed)
    for answer in (client.get(f"{address}?draft={Draft.objects.get().pk}"), client.post(address, typed)):
        told = {row["label"]: (row["stored"], row["own"]) for row in answer.context["conflict"]}
        assert "令和81年3月31日" in told["担当地区 1行目"][0] and "令和50年3月31日" in told["担当地区 1行目"][1]
        assert answer.context["form"].rows[0]["ends_on"].value() == "令和50年3月31日"
    assert client.post(address, as_sent(answer)).status_code == 302
    assert str(Assignment.objects.get(user=coordinator).ends_on) == "2068-03-31"


def test_a_page_of_before_writes_its_rows_as_it_did(opened, coordinator):
    client, address, form = opened
    sent = {name: value for name, value in form.items() if not name.startswith("initial-")} | {"assignments-0-ends_on": "令和50年3月31日"}
    assert client.post(address, sent).status_code == 302 and Assignment.objects.get(user=coordinator).ends_on.year == 2068

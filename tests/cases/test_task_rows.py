"""やること as rows of a goal's or a meeting's form: nobody's change is written over by a form that was opened before it."""
import re

import pytest

from cases.models import Case, Goal, SupportPlan, Task
from tests.objects import confer_on

WORDS = {"who": "長男", "what": "通院に付き添う", "until": "2021-05-01"}
OTHERS = {"who": "長女", "what": "買い物に付き添う", "until": "R3.6.1"}


@pytest.fixture(params=["goal", "conference"])
def of(request, small):
    """What has tasks."""
    case = Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-05")
    if request.param == "conference":
        return confer_on(case)
    return Goal.objects.create(plan=SupportPlan.objects.create(case=case, made_on="2021-04-06"), aim="見本")


@pytest.fixture
def task(of):
    return Task.objects.create(**{of._meta.model_name: of}, **WORDS)


def page_of(of):
    return f"/{of._meta.model_name}s/{of.pk}/edit/"


def opened(answer):
    """What a browser would send back of a page as it stands."""
    html, form = answer.content.decode(), answer.context["form"]
    inputs = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", html.split("<template")[0])]
    sent = {each["name"]: each.get("value", "") for each in inputs if each.get("type") in ("hidden", "text") and each["name"] != "csrfmiddlewaretoken"}
    chosen = {name: form[name].value() for name in form.fields if name not in ("is_withdrawn", "agencies")}
    return {name: "" if value is None else value for name, value in chosen.items()} | sent


def test_a_row_carries_what_it_was_opened_with_once(as_user, coordinator, of, task):
    html = as_user(coordinator).get(page_of(of)).content.decode()
    names = ("tasks-0-version", *(f"initial-tasks-0-{name}" for name in WORDS))
    assert [html.count(f'name="{name}"') for name in names] == [1] * 4 and 'name="initial-tasks-1' not in html


def change(client, task, **words):
    stored = Task.objects.get(pk=task.pk)
    assert client.post(f"/tasks/{task.pk}/edit/", OTHERS | words | {"version": stored.version}).status_code == 302


def stored(task):
    return Task.objects.filter(pk=task.pk).values_list("who", "what").first()


def aim(of):
    return {"aim": "別の目標"} if of._meta.model_name == "goal" else {"decisions": "別の決まり"}


@pytest.mark.either
def test_a_row_that_was_not_touched_stays_as_someone_else_has_written_it(as_user, coordinator, of, task):
    client = as_user(coordinator)
    form = opened(client.get(page_of(of)))
    change(client, task)
    answer = client.post(page_of(of), form | aim(of))
    assert answer.status_code == 302 and stored(task) == ("長女", "買い物に付き添う")
    assert Task.objects.get().version == 2
    of.refresh_from_db()
    assert {name: getattr(of, name) for name in aim(of)} == aim(of)


@pytest.mark.either
def test_a_touched_row_that_someone_else_changed_is_a_conflict_and_saved_again_knowingly(as_user, coordinator, of, task):
    client = as_user(coordinator)
    form = opened(client.get(page_of(of))) | {"tasks-0-what": "私の言葉"} | aim(of)
    change(client, task)
    answer = client.post(page_of(of), form)
    assert answer.status_code == 409 and stored(task) == ("長女", "買い物に付き添う")
    row = next(each for each in answer.context["conflict"] if "1行目" in each["label"])
    assert row["stored"] == "長女：買い物に付き添う（令和3年6月1日まで）" and "長男：私の言葉" in row["own"]
    again = opened(answer) | aim(of)
    assert again["tasks-0-what"] == "私の言葉"
    assert client.post(page_of(of), again).status_code == 302 and stored(task) == ("長男", "私の言葉")


def test_after_a_conflict_about_the_rest_an_untouched_row_shows_what_is_stored(as_user, coordinator, of, task):
    client = as_user(coordinator)
    form = opened(client.get(page_of(of))) | aim(of)
    change(client, task)
    type(of).objects.update(version=9)
    answer = client.post(page_of(of), form)
    assert answer.status_code == 409 and opened(answer)["tasks-0-what"] == "買い物に付き添う"
    assert opened(answer)["tasks-0-until"] == "令和3年6月1日"
    assert client.post(page_of(of), opened(answer) | aim(of)).status_code == 302 and stored(task) == ("長女", "買い物に付き添う")
    assert Task.objects.get().version == 2


def test_a_row_is_not_taken_away_that_someone_else_changed(as_user, coordinator, of, task):
    client = as_user(coordinator)
    form = opened(client.get(page_of(of))) | {"tasks-0-DELETE": "on"}
    change(client, task)
    answer = client.post(page_of(of), form)
    assert answer.status_code == 409 and Task.objects.count() == 1
    assert any(each["own"] == "この行を消す" for each in answer.context["conflict"])
    assert client.post(page_of(of), opened(answer) | {"tasks-0-DELETE": "on"}).status_code == 302 and not Task.objects.exists()


def test_a_row_that_someone_else_took_away_is_told_and_can_be_let_go(as_user, coordinator, of, task):
    client = as_user(coordinator)
    form = opened(client.get(page_of(of))) | aim(of)
    Task.objects.all().delete()
    answer = client.post(page_of(of), form)
    assert answer.status_code == 422 and "別の人が消しました" in answer.content.decode() and 'name="tasks-0-DELETE"' in answer.content.decode()
    assert client.post(page_of(of), form | {"tasks-0-DELETE": "on"}).status_code == 302 and not Task.objects.exists()


def test_a_row_without_its_version_is_not_believed(as_user, coordinator, of, task):
    client = as_user(coordinator)
    form = opened(client.get(page_of(of))) | {"tasks-0-what": "私の言葉"}
    del form["tasks-0-version"]
    assert client.post(page_of(of), form).status_code == 409 and stored(task) == ("長男", "通院に付き添う")

"""A contact shows its categories and axes under the names that they had in its fiscal year, as the report prints them."""
import datetime

import pytest

from cases.models import Axis, Category
from cases.services.codebook_earlier import keep_name
from tests.factories import log_contact

OLD, NEW = "健康・医療・介護", "暮らしの健康"


@pytest.fixture
def renamed(small, coordinator):
    """A contact of 令和3年度 and one of 令和4年度; 相談内容, its first category and a kind are called otherwise from 令和4年度 on."""
    made = [log_contact(small, coordinator, "kind:new", "topic:health", date=datetime.date(year, 5, 1), text="見本") for year in (2021, 2022)]
    for row, name in ((small.categories["topic:health"], NEW), (small.categories["kind:new"], "初回の相談")):
        Category.objects.filter(pk=row.pk).update(label=name)
        keep_name(row, name, 2022)
    axis = small.axes["topic"]
    Axis.objects.filter(pk=axis.pk).update(name="相談の中身")
    keep_name(axis, "相談の中身", 2022)
    return made


def test_on_its_page(as_user, coordinator, renamed):
    was, now = (as_user(coordinator).get(f"/contacts/{each.pk}/").content.decode() for each in renamed)
    assert all(words in was for words in (OLD, "相談内容", "新規相談")) and NEW not in was and "相談の中身" not in was
    assert all(words in now for words in (NEW, "相談の中身", "初回の相談")) and OLD not in now


def test_in_lists_and_on_the_page_of_a_figure(as_user, coordinator, renamed):
    client = as_user(coordinator)
    told = {each.date.year: each.kind_words for each in client.get("/contacts/").context["page"]}
    assert told == {2021: "新規相談", 2022: "初回の相談"}
    for year, name, axis in ((2021, OLD, "相談内容"), (2022, NEW, "相談の中身")):
        page = client.get(f"/reports/{year}/figures/?axis=topic&category=health")
        assert f"{axis}「{name}」" in page.context["figure"].title and [each.label for each in page.context["lines"]] == [name]


@pytest.mark.parametrize(("asked", "name"), [("2021", "相談内容"), ("2022", "相談の中身"), ("", "相談の中身"), ("二〇二一", "相談の中身")])
def test_in_the_overview(as_user, coordinator, renamed, asked, name):
    form = as_user(coordinator).get("/reports/overview/", {"fiscal_year": asked, "month": "5"}).context["form"]
    assert dict(form.fields["axis"].choices)["topic"] == name

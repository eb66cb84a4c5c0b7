"""The codebook as it is read: one year, with what is new and what is gone."""
import pytest

from cases.models import Axis, EarlierLabel, EarlierRule

pytestmark = pytest.mark.either


def shown(client, year, axis):
    axes = client.get(f"/settings/codebook/?fiscal_year={year}").context["axes"]
    return next(each for each in axes if each["axis"].code == axis)


def labels(rows):
    return [row[0].label if isinstance(row, tuple) else row.label for row in rows]


def test_a_year_shows_what_can_be_chosen_and_what_cannot(as_user, coordinator, small):
    topics = shown(as_user(coordinator), 2020, "topic")
    assert "事業PR" in labels(topics["valid"]) and labels(topics["other"]) == ["食事"]


def test_what_began_this_year_is_new(as_user, coordinator, small):
    topics = shown(as_user(coordinator), 2021, "topic")
    assert [category.label for category, _, new, _ in topics["valid"] if new] == ["食事"]
    assert labels(topics["other"]) == ["事業PR"]


def test_what_ends_with_the_year_is_said(as_user, coordinator, small):
    topics = shown(as_user(coordinator), 2020, "topic")
    assert [category.label for category, _, _, last in topics["valid"] if last] == ["事業PR"]


def test_retired_categories_keep_their_years(as_user, coordinator, small):
    page = as_user(coordinator).get("/settings/codebook/?fiscal_year=2021").content.decode()
    assert "廃止" in page and "令和2年度まで" in page and "新設" in page


@pytest.mark.parametrize("year", ["", "x", "1", "999999999999999999999"])
def test_a_year_that_cannot_be_read_shows_this_year(as_user, coordinator, small, year):
    response = as_user(coordinator).get(f"/settings/codebook/?fiscal_year={year}")
    assert response.status_code == 200 and response.context["fiscal_year"] >= 2025


def test_an_empty_codebook_says_what_to_do(client, django_user_model):
    client.force_login(django_user_model.objects.create_user(username="x", name="見本"))
    assert "分類表がまだありません" in client.get("/settings/codebook/").content.decode()


def test_the_page_takes_the_same_queries_whatever_its_size(as_user, coordinator, django_assert_num_queries):
    client = as_user(coordinator)
    with django_assert_num_queries(13):
        client.get("/settings/codebook/?fiscal_year=2021")


def test_a_past_year_is_shown_under_its_own_names_and_rules(as_user, coordinator, small):
    meal, topic = small.categories["topic:meal"], small.axes["topic"]
    EarlierLabel.objects.create(category=meal, last_year=2021, label="食事・栄養")
    EarlierLabel.objects.create(axis=topic, last_year=2021, label="相談の中身")
    EarlierRule.objects.create(axis=topic, last_year=2021, answer="single", unit="回", percent_base="none", rounding="plain")
    client = as_user(coordinator)
    then, now = (client.get("/settings/codebook/", {"fiscal_year": year}).content.decode() for year in (2021, 2022))
    assert all(each in then and each not in now for each in ("食事・栄養", "相談の中身", "単一回答・単位は回"))


def test_an_axis_of_other_years_is_named_with_its_years(as_user, coordinator, small):
    Axis.objects.filter(code="action").update(last_year=2020)
    page = as_user(coordinator).get("/settings/codebook/", {"fiscal_year": 2021}).content.decode()
    assert "この年度にはない分類軸" in page and "傾聴" not in page and "令和2年度まで" in page


def test_the_kinds_are_called_as_the_council_calls_them(as_user, coordinator, small):
    Axis.objects.filter(code="kind").update(name="業務の区分")
    page = as_user(coordinator).get("/settings/codebook/?fiscal_year=2021").content.decode()
    assert "業務の区分が「新規相談」" in page and "対応実績" not in page


def test_what_became_of_a_category_is_named_with_its_axis_where_that_is_another(as_user, admin, small):
    retired, client = small.axes["topic"].categories.get(code="pr"), as_user(admin)
    pages = ["/settings/codebook/?fiscal_year=2021", "/settings/codebook/edit/axes/topic/"]
    for target, words in (("kind:outreach", "対応実績の「啓発」へ統合"), ("topic:meal", ">「食事」へ統合")):
        retired.merged_into = small.categories[target]
        retired.save()
        assert all(words in client.get(page).content.decode() for page in pages)

"""An axis of people or households is made in the browser alone, with the categories that it cannot do without."""
import pytest
from django.utils import timezone

from cases.models import Axis, Category, CodebookPlan
from cases.periods import fiscal_year_of
from cases.services.first_categories import USUAL_BANDS, band_of
from tests.cases.test_codebook_edit import AXIS, EDIT, errors

NEW = AXIS | {"code": "who", "name": "本人の区分", "answer": "single", "counts": "people", "bands": "\n".join(USUAL_BANDS), "household_types": ""}
UNKNOWN = ("unknown", "不明", None, None)


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


def made():
    return list(Category.objects.filter(axis__code="who").order_by("order").values_list("code", "label", "age_from", "age_to"))


def test_the_usual_bands_are_proposed_and_made(site):
    assert site.get(f"{EDIT}new-axis/").context["form"]["bands"].value() == NEW["bands"]
    assert site.post(f"{EDIT}new-axis/", NEW | {"source": "age"}).status_code == 302
    assert made() == [("c1", "18歳未満", None, 17), ("c2", "18〜39歳", 18, 39), ("c3", "40〜64歳", 40, 64), ("c4", "65〜74歳", 65, 74),
                      ("c5", "75〜84歳", 75, 84), ("c6", "85歳以上", 85, None), UNKNOWN]


@pytest.mark.parametrize(("source", "sent", "expected"), [
    ("age", {"bands": "現役世代：18～64歳\n８０代\n不明"}, [("c1", "現役世代", 18, 64), ("c2", "８０代", 80, 89), UNKNOWN]),
    ("sex", {}, [("male", "男性", None, None), ("female", "女性", None, None), ("other", "その他", None, None), UNKNOWN]),
    ("household", {"household_types": "単身世帯\n\nひとり親世帯"}, [("c1", "単身世帯", None, None), ("c2", "ひとり親世帯", None, None), UNKNOWN]),
    ("household", {"bands": "高齢"}, [UNKNOWN]), ("contact", {"counts": "contacts"}, [])])
def test_each_source_brings_its_categories(site, source, sent, expected):
    assert site.post(f"{EDIT}new-axis/", NEW | {"source": source} | sent).status_code == 302
    assert made() == expected


@pytest.mark.parametrize(("bands", "reason"), [("高齢", "「高齢」の年齢が読み取れません"), ("0〜20歳\n20歳以上", "重なって"), ("子：0〜17歳\n子：18歳以上", "同じ名前")])
def test_bands_that_cannot_be_counted_are_refused_beside_them(site, bands, reason):
    page = site.post(f"{EDIT}new-axis/", NEW | {"source": "age", "bands": bands})
    assert page.status_code == 422 and reason in errors(page)["bands"] and not Axis.objects.filter(code="who").exists()


def test_a_band_is_told_by_its_line():
    assert band_of("65-74") == {"label": "65-74", "age_from": 65, "age_to": 74}
    with pytest.raises(ValueError, match="読み取れません"):
        band_of("39〜18歳")


def test_in_a_plan_it_begins_with_the_plans_year_and_comes_in_force_with_its_categories(site):
    year = fiscal_year_of(timezone.localdate()) + 1
    site.post("/settings/codebook/plans/new/", {"fiscal_year": year})
    at = f"/settings/codebook/plans/{CodebookPlan.objects.get().pk}/"
    assert site.get(f"{at}edit/new-axis/").context["form"]["first_year"].value().startswith("令和")
    assert site.post(f"{at}edit/new-axis/", NEW | {"source": "sex", "first_year": year}).status_code == 302
    assert made() == [] and site.get(at).context["problems"] == []
    site.post(f"{at}confirm/", {"version": CodebookPlan.objects.get().version, "sure": "on"})
    assert Axis.objects.get(code="who").first_year == year and [code for code, *_ in made()] == ["male", "female", "other", "unknown"]

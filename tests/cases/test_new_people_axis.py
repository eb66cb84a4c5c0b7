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


BANDS = f"{EDIT}axes/who/categories/"
REFUSED = "過去の年度の数にも効くため"


@pytest.fixture
def bands(site):
    """18〜64歳 is c1, 65歳以上 c2; both were there from the first year on."""
    assert site.post(f"{EDIT}new-axis/", NEW | {"source": "age", "bands": "18〜64歳\n65歳以上"}).status_code == 302
    return site


def sent(**more):
    return {"label": "18〜64歳", "age_from": "20", "age_to": "64", "version": 1} | more


def test_the_bounds_of_a_band_do_not_change_from_a_year_on(bands):
    """They have no years: last year's report would be counted anew."""
    year = fiscal_year_of(timezone.localdate())
    page = bands.post(f"{BANDS}c1/", sent(from_year=year))
    assert page.status_code == 422 and REFUSED in errors(page)["age_from"] and "「すべての年度」" in errors(page)["age_from"]
    page = bands.post(f"{BANDS}c1/", sent())
    assert page.status_code == 422 and "いつから" in errors(page)["from_year"] and made()[0] == ("c1", "18〜64歳", 18, 64)
    assert bands.post(f"{BANDS}c1/", sent(from_year=0)).status_code == 302 and made()[0] == ("c1", "18〜64歳", 20, 64)
    assert bands.post(f"{BANDS}c1/", sent(version=2, label="20〜64歳", from_year=year)).status_code == 302


def test_nor_in_a_plan_but_those_of_a_band_that_begins_with_it(bands):
    year = fiscal_year_of(timezone.localdate()) + 1
    bands.post("/settings/codebook/plans/new/", {"fiscal_year": year})
    at = f"/settings/codebook/plans/{CodebookPlan.objects.get().pk}/edit/axes/who/"
    page = bands.post(f"{at}categories/c1/", sent(from_year=year))
    assert page.status_code == 422 and REFUSED in errors(page)["age_from"]
    assert bands.post(f"{at}new-category/", {"label": "10代", "age_from": "10", "age_to": "19", "first_year": year}).status_code == 422
    assert bands.post(f"{at}new-category/", {"label": "10代前半", "code": "teen", "age_from": "10", "age_to": "14", "first_year": year}).status_code == 302
    assert bands.post(f"{at}categories/teen/", sent(label="10代前半", age_from="11", age_to="14", first_year=year, from_year=year)).status_code == 302


def test_unknown_is_neither_retired_nor_placed_nor_deleted(bands):
    year = fiscal_year_of(timezone.localdate())
    assert "どの年度にも要ります" in errors(bands.post(f"{BANDS}unknown/retire/", {"last_year": year, "version": 1}))["last_year"]
    assert "親も再掲もなし" in errors(bands.post(f"{BANDS}unknown/", {"label": "不明", "recount": "on", "from_year": year, "version": 1}))["recount"]
    page = bands.post(f"{BANDS}unknown/delete/", {"version": 1})
    assert page.status_code == 422 and "どの年度にも要ります" in page.content.decode() and "廃止" not in page.content.decode().partition("どの年度にも要ります")[2][:80]
    kept = Category.objects.get(axis__code="who", code="unknown")
    assert (kept.last_year, kept.recount, kept.version) == (None, False, 1)


def test_what_is_chosen_on_contacts_goes_to_no_band_and_out_of_no_sum(bands, small):
    at = f"{EDIT}axes/topic/"
    groups = dict(bands.get(f"{at}categories/housing/retire/").context["form"].fields["successor"].choices)
    assert "相談内容" in groups and "本人の区分" not in groups
    Category.objects.filter(axis__code="topic", code="meal").update(recount=True)
    page = bands.post(f"{at}categories/housing/retire/", {"last_year": "R7", "successor": "topic:meal", "version": 1})
    assert "再掲で、合計に含みません" in errors(page)["successor"]
    page = bands.post(f"{at}merge/", {"categories": ["housing"], "into": "meal", "from_year": "R8", "version": 1})
    assert "再掲で、合計に含みません" in errors(page)["into"] and Category.objects.get(axis__code="topic", code="housing").last_year is None

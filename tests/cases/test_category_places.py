"""A new category comes before a last その他; on the log form one of the second level stands beside its parent."""
import pytest

from cases.codebook import codebook_of
from cases.forms.categories import PREFIX, CategoriesForm
from cases.models import Axis, Category

from .test_codebook_edit import EDIT, TOPIC

pytestmark = pytest.mark.django_db
CONSULTER = f"{EDIT}axes/consulter/"


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


def labels(axis, year=2022):
    return [each.label for each in codebook_of(year)[axis].categories]


def test_a_new_category_comes_before_a_last_rest(site):
    site.post(f"{CONSULTER}new-category/", {"label": "民生委員"})
    site.post(f"{CONSULTER}new-category/", {"label": "学校"})
    assert labels("consulter") == ["市民（本人）", "市民（家族）", "民生委員", "学校", "その他"]


def test_so_does_a_merged_one_and_old_years_keep_their_order(site):
    site.post(f"{CONSULTER}merge/", {"categories": ["self", "family"], "into": "", "label": "市民", "from_year": "R5", "version": 1})
    assert labels("consulter", 2023) == ["市民", "その他"] and labels("consulter") == ["市民（本人）", "市民（家族）", "その他"]


def test_what_is_rest_itself_or_recounted_stays_last(site):
    Category.objects.create(axis=Axis.objects.get(code="consulter"), code="again", label="うち高齢者", recount=True, order=90)
    site.post(f"{CONSULTER}new-category/", {"label": "学校"})
    site.post(f"{CONSULTER}new-category/", {"label": "その他の機関"})
    assert labels("consulter") == ["市民（本人）", "市民（家族）", "学校", "その他", "うち高齢者", "その他の機関"]


def test_without_a_rest_it_stands_last(site):
    site.post(f"{TOPIC}new-category/", {"label": "ペット"})
    assert labels("topic")[-1] == "ペット"


def test_a_child_stands_beside_its_parent_on_the_log_form(site):
    site.post(f"{TOPIC}new-category/", {"label": "歯科", "parent": "health", "code": "teeth"})
    form = CategoriesForm(codebook=codebook_of(2022), kind="new")
    assert [label for _, label in form.fields[f"{PREFIX}topic"].choices][:2] == ["健康・医療・介護", "歯科"]
    chips = str(form[f"{PREFIX}topic"])
    assert chips.count("data-child") == 1 and "data-child" in chips.partition('value="teeth"')[2].partition(">")[0]

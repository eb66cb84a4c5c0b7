"""A file that calls something otherwise changes no report of an earlier year, unless it says so."""
import pytest
from django.utils import timezone

from cases.codebook import codebook_of
from cases.models import EarlierLabel
from cases.periods import fiscal_year_of
from cases.services.codebook import load_codebook
from tests.imports.codebook_files import council, write_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    return lambda **changes: load_codebook(write_folder(tmp_path, council(**changes)))


def label_in(year):
    return codebook_of(year)["kind"].categories[0].label


def test_what_is_renamed_keeps_its_name_in_the_years_before(load):
    this_year = fiscal_year_of(timezone.localdate())
    load()
    load(軸=(2, "軸名", "心配ごと"), 分類=(1, "名称", "個別の相談"), 地区=(1, "地区名", "東"))
    assert [label_in(this_year - 1), label_in(this_year)] == ["個別相談", "個別の相談"]
    assert codebook_of(this_year - 1)["worry"].axis.name == "困りごと"
    assert {*EarlierLabel.objects.values_list("label", "last_year")} == {
        (name, this_year - 1) for name in ("困りごと", "個別相談", "東地区")}
    assert load(軸=(2, "軸名", "心配ごと"), 分類=(1, "名称", "個別の相談"), 地区=(1, "地区名", "東")).changes == []


def test_a_second_name_in_the_same_year_leaves_the_first_alone(load):
    load()
    load(分類=(1, "名称", "個別の相談"))
    load(分類=(1, "名称", "個人の相談"))
    assert label_in(fiscal_year_of(timezone.localdate()) - 1) == "個別相談"


def test_a_file_may_say_that_it_was_called_so_before(load, tmp_path):
    this_year = fiscal_year_of(timezone.localdate())
    load()
    (tmp_path / "earlier_labels.csv").write_text(f"軸コード,分類コード,地区コード,最終年度,名称\nkind,talk,,{this_year - 1},個別の相談\n")
    load(分類=(1, "名称", "個別の相談"))
    assert label_in(this_year - 1) == "個別の相談"

"""Axes of people in a codebook file: what is read, and what could not be counted and is refused."""
import pytest

from cases.models import Axis, Category
from cases.services.codebook import load_codebook
from tests.imports.codebook_files import WAKABA, write_folder

pytestmark = pytest.mark.django_db
AXES = [["age", "年齢", "単一", "", "人", "なし", "四捨五入", "3", "年齢", "実人数"], ["sex", "性別", "単一", "", "件", "なし", "四捨五入", "4", "性別", ""],
        ["home", "世帯類型", "単一", "", "世帯", "なし", "四捨五入", "5", "世帯", "実世帯数"]]
CATEGORIES = [["age", "young", "64歳以下", "", "", "", "64"], ["age", "old", "65歳以上", "", "", "65", ""],
              ["age", "late", "75歳以上", "old", "", "７５歳", ""], ["age", "again", "うち85歳以上", "", "1", "85", ""],
              ["age", "unknown", "不明", "", "", "", ""], ["sex", "male", "男性", "", "", "", ""],
              ["sex", "unknown", "不明", "", "", "", ""], ["home", "alone", "単身", "", "", "", ""],
              ["home", "unknown", "不明", "", "", "", ""]]


def tables(**changes):
    axes = [[*row, "", ""] for row in WAKABA["軸"]]
    axes[0][-2:] = ["出どころ", "数え方"]
    categories = [[*row, "", ""] for row in WAKABA["分類"]]
    categories[0][-2:] = ["年齢から", "年齢まで"]
    axes += [list(row) for row in AXES]
    categories += [[axis, code, label, parent, recount, "", "", "", "", "", "", "9", low, high]
                   for axis, code, label, parent, recount, low, high in CATEGORIES]
    found = {"軸": axes, "分類": categories, "地区": WAKABA["地区"]}
    for sheet, (key, heading, value) in changes.items():
        row = next(each for each in found[sheet] if tuple(each[:len(key)]) == key)
        row[found[sheet][0].index(heading)] = value
    return found


def test_they_are_read_and_loading_again_changes_nothing(tmp_path):
    folder = write_folder(tmp_path, tables())
    assert load_codebook(folder).messages == []
    assert list(Axis.objects.values_list("source", "counts"))[2:] == [
        ("age", "people"), ("sex", "contacts"), ("household", "households")]
    assert list(Category.objects.filter(axis__code="age").values_list("age_from", "age_to")) == [
        (None, 64), (65, None), (75, None), (85, None), (None, None)]
    again = load_codebook(folder)
    assert (again.updated, again.created) == (0, 0)


@pytest.mark.parametrize(("sheet", "key", "heading", "value", "reason"), [
    ("軸", ("kind",), "数え方", "実人数", "対応実績は"), ("軸", ("age",), "回答", "複数", "「単一」にしてください"),
    ("軸", ("age",), "数え方", "人数", "のどれか"), ("分類", ("age", "unknown"), "分類コード", "nobody", "「unknown」"),
    ("分類", ("age", "unknown"), "終了年度", "2020", "どの年度にも"),
    ("分類", ("age", "old"), "年齢から", "64", "重なっています"), ("分類", ("age", "old"), "年齢から", "", "書いてください"),
    ("分類", ("age", "late"), "年齢から", "60", "範囲の外"), ("分類", ("age", "again"), "年齢まで", "80", "小さい"),
    ("分類", ("age", "old"), "年齢から", "二十", "整数"), ("分類", ("worry", "money"), "年齢から", "3", "出どころが「年齢」"),
    ("分類", ("sex", "male"), "分類コード", "men", "性別の分類コード"), ("分類", ("home", "alone"), "再掲", "1", "再掲は使えません")])
def test_what_could_not_be_counted_is_refused(tmp_path, sheet, key, heading, value, reason):
    result = load_codebook(write_folder(tmp_path, tables(**{sheet: (key, heading, value)})))
    assert any(reason in each for each in result.messages), result.messages
    assert not Axis.objects.exists()

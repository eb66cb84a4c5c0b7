"""Which spellings count as the same."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import text
from cases.text import fold, fold_label, fold_phone, normalize_space


@pytest.mark.parametrize(("one", "other"), [
    ("ﾀｶﾊｼ ﾊﾅｺ", "たかはしはなこ"), ("タカハシ　ハナコ", "たかはし はなこ"), ("髙﨑", "高崎"), ("渡邉", "渡辺"), ("渡邊", "渡辺"),
    ("齋藤", "斎藤"), ("齊藤", "斉藤"), ("濵田", "浜田"), ("濱田", "浜田"), ("大澤", "大沢"), ("𠮷野", "吉野"), ("ＡＢＣ", "abc"),
    ("サ−ビス", "サービス"), ("ｻｰﾋﾞｽ", "さーびす"), ("大沢１〜６丁目", "大沢1～6丁目"), ("０９０－１２３４", "090-1234"),
    ("自由ヶ丘", "自由ケ丘"), ("㈱みたか", "(株)ミタカ"), ("か゛くせい", "がくせい"), ("葛\U000e0100城", "葛城"), ("\ufeff氏名", "氏名"),
])
def test_a_search_finds_every_spelling(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("はし", "はじ"), ("高田", "高野"), ("びょういん", "びよういん"), ("伊東", "伊藤")])
def test_different_names_stay_different(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("one", "other"), [
    ("ＦＡＸ", "FAX"), ("相 談　者", "相談者"), ("担当者\n", "担当者"), ("市民（本人）", "市民(本人)"), ("ﾒｰﾙ", "メール"),
    ("1〜4月", "１～４月"), ("上連雀−", "上連雀－"),
])
def test_a_label_matches_whatever_its_width_and_spaces(one, other):
    assert fold_label(one) == fold_label(other)


@pytest.mark.parametrize(("one", "other"), [("めーる", "メール"), ("fax", "FAX"), ("髙", "高"), ("メール", "メ-ル")])
def test_a_label_keeps_kana_case_and_kanji(one, other):
    assert fold_label(one) != fold_label(other)


def test_spaces_become_one():
    assert normalize_space("　三鷹 \n 花子　") == "三鷹 花子"


def test_no_variant_leads_to_another_variant():
    groups = text._VARIANTS.split()
    assert len("".join(groups)) == len(set("".join(groups)))


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ｶﾞか゛ー−〜～髙﨑ヶ 　"))))
def test_folding_twice_changes_nothing(value):
    assert fold(fold(value)) == fold(value)
    assert fold_label(fold_label(value)) == fold_label(value)


@pytest.mark.parametrize(("typed", "kept"), [
    ("０４２２－００−１２３４", "0422-00-1234"), ("０９０ー００００ー１２３４", "090-0000-1234"), ("（０４２２）００―１２３４", "(0422)00-1234"),
    ("0422-00-1234（サービス係・内線１２）", "0422-00-1234(サービス係・内線12)"), ("　", ""), ("", "")])
def test_a_telephone_number_is_kept_in_half_width(typed, kept):
    assert fold_phone(typed) == kept

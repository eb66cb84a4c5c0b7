"""What two records have in common: width, kana, old kanji, dashes and block words do not hide it, and too common values tell nothing."""
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.likenesses import MOST_IN_COMMON, alike, fold_address, household_traits, pairs, person_traits

BORN = date(1941, 5, 6)
HOME = set(household_traits(name="髙﨑 花子", address="見本町1丁目2番3号", phone="0422-11-2222"))
HANAKO = set(person_traits(name="髙﨑花子", kana="たかさき はなこ", birth=BORN))


@pytest.mark.parametrize("typed, reason", [
    ({"name": "高崎花子"}, "氏名（世帯の呼び名）が同じ（高崎花子）"),
    ({"name": "高崎　花子"}, "氏名（世帯の呼び名）が同じ（高崎花子）"),
    ({"address": "見本町１－２－３"}, "住所が同じ"),
    ({"address": "見本町1-2-3"}, "住所が同じ"),
    ({"address": "見本町一丁目２－３"}, "住所が同じ"),
    ({"address": "見本町一丁目二番三号"}, "住所が同じ"),
    ({"address": "見本町１－２－３ ハイツ201"}, "住所が番地まで同じ"),
    ({"address": "見本町1-2-3-201"}, "住所が番地まで同じ"),
    ({"address": "〒１８１－００１３ 見本町1-2-3"}, "住所が同じ"),
    ({"phone": "０４２２（１１）２２２２"}, "電話番号が同じ"),
    ({"phone": "+81422112222"}, "電話番号が同じ"),
])
def test_a_household_is_found_however_it_is_written(typed, reason):
    assert alike({7: HOME}, set(household_traits(**typed)))[0].reasons == (reason,)


@pytest.mark.parametrize("typed, reasons", [
    ({"name": "高崎花子", "birth": BORN}, ("氏名と生年月日が同じ（高崎花子）",)),
    ({"kana": "ﾀｶｻｷﾊﾅｺ", "birth": BORN}, ("ふりがなと生年月日が同じ（タカサキハナコ）",)),
    ({"name": "高崎花子", "kana": "タカサキ　ハナコ", "birth": date(1950, 1, 1)}, ("氏名（世帯の呼び名）が同じ（高崎花子）", "ふりがなが同じ（タカサキハナコ）")),
])
def test_a_person_is_found_with_the_strongest_reason_first(typed, reasons):
    assert alike({7: HANAKO}, set(person_traits(**typed)))[0].reasons == reasons


@pytest.mark.parametrize("typed", [{"name": "高"}, {"address": "見本町"}, {"address": "大沢3丁目"}, {"phone": "110"}, {"phone": ""}, {"name": "山田太郎"}])
def test_too_little_finds_nothing(typed):
    home = set(household_traits(name="高", address="大沢3丁目", phone="110"))
    assert alike({7: home}, set(household_traits(**typed))) == []


def test_a_day_of_birth_alone_is_no_likeness():
    assert set(person_traits(birth=BORN)) == set()


def test_a_pair_of_a_weak_reason_is_not_listed_and_the_likeliest_comes_first():
    traits = {1: HOME | HANAKO, 2: set(household_traits(phone="0422112222")), 3: set(household_traits(name="高崎花子")), 4: HOME | HANAKO}
    found, left_out = pairs(traits)
    assert [(each.first, each.second) for each in found] == [(1, 4), (1, 2), (2, 4)] and left_out == 0


def test_a_building_is_a_weaker_reason_than_a_room_in_it_and_counts_once():
    rooms = [set(household_traits(address=f"大沢{each}")) for each in ("3-5-12 ハイツ201", "３丁目５番１２号　ハイツ二〇二号室", "三丁目五番十二号ハイツ201号室")]
    assert [(each.score, each.reasons) for each in alike(dict(enumerate(rooms)), rooms[0])] == [
        (3, ("住所が同じ",)), (3, ("住所が同じ",)), (2, ("住所が番地まで同じ",))]
    assert [(each.first, each.second) for each in pairs(dict(enumerate(rooms)))[0]] == [(0, 2)]


def test_what_many_share_makes_no_pair_and_is_told():
    desk = set(household_traits(phone="0422-99-9999"))
    assert pairs(dict.fromkeys(range(MOST_IN_COMMON + 1), desk)) == ([], 1)
    assert len(pairs(dict.fromkeys(range(3), desk))[0]) == 3


@given(st.tuples(*[st.integers(1, 99)] * 3))
def test_an_address_is_the_same_in_words_and_with_dashes(parts):
    words, dashes = "大沢{}丁目{}番地{}号".format(*parts), "大沢{}－{}－{}".format(*parts)
    assert fold_address(words) == fold_address(dashes) != ""

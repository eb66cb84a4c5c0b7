"""A search shows the place where its words stand, marked, however they were written."""
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.excerpts import AFTER, BEFORE, LOOKED_THROUGH, excerpt, marked
from cases.models import Activity, Case, Household
from cases.text import fold
from tests.factories import log_contact, meeting_kind

TEXT = "髙﨑さん宅を訪問。介護保険の申請、ｺﾐｭﾆﾃｨｾﾝﾀｰへ同行。\nＡＢＣ薬局 に電話。𠮷田さんも同席。か ゛っこうに連絡"


def words_in(pieces):
    return [text for text, is_word in pieces if is_word]


@pytest.mark.parametrize(("typed", "written"), [
    ("高崎", "髙﨑"), ("こみゅにてぃせんたー", "ｺﾐｭﾆﾃｨｾﾝﾀｰ"), ("ん", "ん"), ("センタ", "ｾﾝﾀ"), ("abc薬局", "ＡＢＣ薬局"), ("吉田", "𠮷田"), ("ガッコウ", "か ゛っこう"),
    ("介護　保険", "介護保険"), ("薬局に電話", "薬局 に電話"), ("同行。abc", "同行。\nＡＢＣ")])
def test_a_word_is_marked_as_it_was_written(typed, written):
    assert words_in(marked(TEXT, [typed]))[0] == written and words_in(excerpt(TEXT, [typed]))[0] == written


@pytest.mark.parametrize("typed", ["", "　", "病院", "<mark>"])
def test_what_does_not_stand_there_marks_nothing(typed):
    assert words_in(marked(TEXT, [typed])) == excerpt(TEXT, [typed]) == []


def test_the_surroundings_of_the_first_place_are_shown_and_what_is_left_out_is_told():
    text = "前" * 300 + "通院" + "間" * 300 + "通院に、薬局" + "後" * 10
    shown = excerpt(text, ["通院"])
    assert "".join(text for text, _ in shown) == "…" + "前" * BEFORE + "通院" + "間" * AFTER + "…" and words_in(shown) == ["通院"]
    both = "".join(text for text, _ in excerpt(text, ["薬局", "通院"]))
    assert both.startswith("…前") and both.endswith("間通院に、薬局" + "後" * 10) and both.count("…") == 2
    assert words_in(excerpt(text, ["薬局", "通院"])) == ["通院", "通院", "薬局"]


def test_words_that_meet_are_marked_as_one_and_parts_that_meet_are_shown_once():
    assert words_in(marked("訪問介護保険の申請", ["護保", "介護", "問介"])) == ["問介護保"]
    near = "前" * 40 + "通院の後に薬局" + "後" * 90
    assert "".join(text for text, _ in excerpt(near, ["薬局", "通院"])) == "…" + "前" * BEFORE + "通院の後に薬局" + "後" * AFTER + "…"


@given(st.text(alphabet="aＡかが゛ﾞﾊﾟ ー－髙﨑\u3099\u200b\n株㍿<", max_size=30), st.text(alphabet="aかガ゛ハパ-高崎株式会社<", max_size=4))
def test_nothing_of_a_text_is_lost_and_what_is_marked_folds_to_the_word(text, word):
    pieces = marked(text, [word])
    assert "".join(piece for piece, _ in pieces) == text
    assert all(fold(word) in fold(piece) for piece in words_in(pieces))


def test_a_very_long_text_is_looked_through_as_far_as_it_is_indexed():
    assert words_in(excerpt("字" * LOOKED_THROUGH + "通院", ["通院"])) == []


@pytest.fixture
def search(as_user, coordinator):
    """What a list shows to whoever looks for the words."""
    return lambda address, typed: as_user(coordinator).post(address, {"q": typed}, follow=True).content.decode()


def test_the_list_of_contacts_shows_the_place_of_the_word(search, small, coordinator):
    home = Household.objects.create(number="S-1", name="髙﨑家", district=small.districts["osawa"])
    case = Case.objects.create(number="C-1", title="ごみの相談", household=home, district=small.districts["osawa"], opened_on="2021-04-01")
    log_contact(small, coordinator, text="長い前置き。" * 50 + "<b>ﾀﾞｲｱﾘｰに記入", counterpart="民生委員", case=case)
    page = search("/contacts/", "ダイアリー")
    assert "前置き。&lt;b&gt;<mark>ﾀﾞｲｱﾘｰ</mark>に記入" in page and "長い前置き。" * 10 not in page and "髙﨑家" not in page
    assert "<mark>民生</mark>委員" in search("/contacts/", "民生") and "C-1 <mark>ごみ</mark>の相談" in search("/contacts/", "ごみ")
    assert "（S-1 <mark>髙﨑</mark>家）" in search("/contacts/", "髙﨑") and "<mark>" not in search("/contacts/", "")


def test_the_register_shows_it_too(search, small, coordinator):
    Activity.objects.create(date=datetime.date(2021, 5, 1), kind=meeting_kind(), district=small.districts["osawa"], title="月例会", place="公民館",
                            text="前置き" * 50 + "見守りの分担")
    page = search("/activities/", "見守り 公民")
    assert "<mark>見守り</mark>の分担" in page and "<mark>公民</mark>館" in page
    assert "前置き" not in search("/activities/", "月例")

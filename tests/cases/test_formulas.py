"""Texts that a spreadsheet would run."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.formulas import defuse, restore

RUN_BY_SPREADSHEETS = ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%x", "\t=1", "\r=1", "\n", "\ufeff=1", "　=1",
                       "\xa0=1", "＝1+1", "＋1", "－1", "＠SUM", '=cmd|" /C calc"!A0']
HARMLESS = ["", "食事", "健康・医療・介護", "NPO等", "'引用", "※1", "1-2", "〜3件", "ー", "（再掲）"]


@pytest.mark.parametrize("text", RUN_BY_SPREADSHEETS)
def test_a_formula_is_made_a_text(text):
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay(text):
    assert defuse(text) == text == restore(text)


@given(st.text(alphabet=st.sampled_from("'=+-@|%＝－ \t\n\ufeff　a食")) | st.text())
def test_reading_gives_back_what_was_written(text):
    assert restore(defuse(text)) == text


@given(st.text(alphabet=st.sampled_from("'=+-@|%＝ \t\na食")))
def test_what_is_written_never_begins_like_a_formula(text):
    assert defuse(text).lstrip()[:1] not in {*"=+-@|%＝＋－＠"}

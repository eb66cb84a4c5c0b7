"""The printed notation of 町丁目."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.towns import TownError, format_towns, parse_towns


def towns(name, *numbers):
    return [f"{name}{number}丁目" for number in numbers]


@pytest.mark.parametrize(("text", "expected"), [
    ("大沢1〜6丁目", towns("大沢", 1, 2, 3, 4, 5, 6)),
    ("新川1・4〜6丁目", towns("新川", 1, 4, 5, 6)),
    ("新川1丁目・4丁目〜6丁目", towns("新川", 1, 4, 5, 6)),
    ("上連雀6〜9丁目、下連雀5〜9丁目", towns("上連雀", 6, 7, 8, 9) + towns("下連雀", 5, 6, 7, 8, 9)),
    ("大沢一丁目", towns("大沢", 1)), ("大沢一〜三丁目", towns("大沢", 1, 2, 3)), ("北十一丁目", towns("北", 11)),
    ("六本木二十三丁目", towns("六本木", 23)), ("本町十〜十二丁目", towns("本町", 10, 11, 12)), ("二十丁", ["二十丁"]),
    ("大沢１～２丁目", towns("大沢", 1, 2)), ("大沢1-2丁目", towns("大沢", 1, 2)), ("大沢１－２丁目", towns("大沢", 1, 2)),
    ("大沢1ー2丁目", towns("大沢", 1, 2)), ("大沢1−2丁目", towns("大沢", 1, 2)), ("大沢 1〜2 丁目", towns("大沢", 1, 2)),
    ("本町、井の頭1丁目", ["本町", "井の頭1丁目"]), ("本町・三鷹台", ["本町", "三鷹台"]), ("センター町1丁目", towns("センター町", 1)),
    ("", []), (" 、\n", []),
])
def test_the_notation_is_spelled_out(text, expected):
    assert parse_towns(text) == expected


@pytest.mark.parametrize(("text", "reason"), [
    ("大沢6〜1丁目", "「大沢6〜1丁目」の丁目の順"), ("大沢0丁目", "1以上"), ("1〜6丁目", "町名がありません"), ("本町、1丁目", "町名がありません"),
    ("大沢1〜6", "「丁目」がありません"), ("新川1・4、大沢2丁目", "「4」の後に「丁目」がありません"), ("野崎（1丁目除く）", "読めません"),
    ("大沢1〜〜6丁目", "読めません"), ("丁目", "読めません"), ("大沢〜新川", "読めません"), ("大沢100丁目", "読めません"),
    ("大沢1〜3丁目、大沢2丁目", "「大沢2丁目」が2回"),
])
def test_what_cannot_be_read_is_refused_with_a_reason(text, reason):
    with pytest.raises(TownError, match=reason):
        parse_towns(text)


@pytest.mark.parametrize("text", [
    "大沢1〜6丁目", "新川1・4〜6丁目", "上連雀6〜9丁目、下連雀5〜9丁目", "本町、本町1丁目", "本町1丁目、本町", "新川1・3・5丁目", "",
])
def test_the_notation_comes_back_as_printed(text):
    assert format_towns(parse_towns(text)) == text


town_names = st.one_of(
    st.sampled_from(["本町", "三鷹台"]),
    st.builds("{}{}丁目".format, st.sampled_from(["大沢", "六本木", "北十", "センター"]), st.integers(1, 99)))


@given(st.lists(town_names, unique=True))
def test_any_list_of_towns_survives_the_notation(names):
    assert parse_towns(format_towns(names)) == names

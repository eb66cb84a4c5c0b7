"""What one cell says."""
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.cells import (
    CellError,
    Value,
    cell_text,
    is_main_mark,
    is_marked,
    read_count,
    read_date,
    read_moment,
    read_time,
    split_values,
)


@pytest.mark.parametrize(("cell", "text"), [
    (1080.0, "1080"), (1.5, "1.5"), (None, ""), ("　大沢 \n", "大沢"), (date(2021, 4, 5), "2021-04-05"),
    (datetime(2021, 4, 5), "2021-04-05"), (0.0, "0"), (float("inf"), "inf"),
])
def test_a_cell_as_text(cell, text):
    assert cell_text(cell) == text


@pytest.mark.parametrize(("cell", "count"), [
    ("1,080", 1080), ("１０８０", 1080), ("１，０８０", 1080), ("△3", -3), ("▲１，０８０", -1080), ("-3", -3), ("−3", -3),
    ("1 080", 1080), ("1 080", 1080), (1080.0, 1080), (1080, 1080), ("1080.0", 1080), (" 5 ", 5), ("0", 0), (0.0, 0),
])
def test_a_published_figure_is_read(cell, count):
    assert read_count(cell) == count


@pytest.mark.parametrize("cell", [None, "", "　", "※", "※1", "※１", "－", "-", "−", "―", "—", "ー", "…", "‥", "..."])
def test_not_available_is_not_zero(cell):
    assert read_count(cell) is None


@pytest.mark.parametrize("cell", ["94（132）", "1.5", 1.5, "10件", "1,08", "12,34", "不明", True, "1e3", float("nan"),
                                  "--3", "+3", date(2021, 4, 5), "1 2"])
def test_what_is_no_figure_is_refused(cell):
    with pytest.raises(CellError, match="件数として読めません"):
        read_count(cell)


@pytest.mark.parametrize("cell", [2_000_000_001, "△9,223,372,036,854,775,807", "9" * 5000])
def test_a_figure_that_no_column_holds_is_refused(cell):
    with pytest.raises(CellError, match="大きすぎます"):
        read_count(cell)


@given(st.integers(-10**9, 10**9))
def test_every_integer_is_read_however_it_is_printed(number):
    assert read_count(f"{number:,}") == read_count(str(number)) == read_count(float(number)) == number


@pytest.mark.parametrize("cell", [
    date(2021, 4, 5), datetime(2021, 4, 5), 44291.0, 44291, "44291", "４４２９１", 20210405.0, "20210405", "2021/4/5", "2021/4/5 0:00:00",
    "令和三年四月五日", "二〇二一年四月五日", "令和３年４月５日", "R3.4.5", "4/5",
])
def test_every_kind_of_date_cell_is_read(cell):
    assert read_date(cell, fiscal_year=2021) == date(2021, 4, 5)


@pytest.mark.parametrize(("cell", "reason"), [
    (datetime(2021, 4, 5, 9, 30), "時刻が付いています"), (44291.5, "日付として読めません"), ("2021-04-05 9:30", "時刻が付いています"),
    (19999.0, "日付として読めません"), ("80001", "日付として読めません"), ("2021-04-05 25:00", "という時刻はありません"),
    ("昭和64年2月1日", "平成元年2月1日"), (True, "日付として読めません"), (time(9, 5), "日付として読めません"),
])
def test_what_is_no_date_is_refused(cell, reason):
    with pytest.raises(CellError, match=reason):
        read_date(cell)


@pytest.mark.parametrize("cell", [
    datetime(2021, 4, 5, 10, 30), "2021-04-05 10:30", "2021/4/5　１０：３０", "2021-04-05T10:30:00", "2021/04/05 10:30:15",
    "令和3年4月5日（月）10時30分", "R3.4.5 午前10時半",
])
def test_a_time_behind_the_date_is_read_to_the_minute(cell):
    assert read_moment(cell) == (date(2021, 4, 5), time(10, 30))


@pytest.mark.parametrize("cell", [datetime(2021, 4, 5), "2021/4/5 0:00", "2021-04-05 00:00:00", "2021/4/5"])
def test_midnight_behind_a_date_is_no_time(cell):
    assert read_moment(cell) == (date(2021, 4, 5), None)


@pytest.mark.parametrize("cell", [time(9, 5), "9:05", "９時５分", (9 * 60 + 5) / 1440, timedelta(hours=9, minutes=5)])
def test_every_kind_of_time_cell_is_read(cell):
    assert read_time(cell) == time(9, 5)


@pytest.mark.parametrize("cell", ["朝", 9.0, timedelta(hours=30), date(2021, 4, 5)])
def test_what_is_no_time_is_refused(cell):
    with pytest.raises(CellError, match="時刻"):
        read_time(cell)


def test_a_blank_cell_has_no_date_and_no_time():
    assert read_date(None) is read_date(" ") is read_time("") is None


@pytest.mark.parametrize("cell", [*"○◯〇●◎✓✔☑レﾚ1１", 1.0, " ○ ", True])
def test_marks(cell):
    assert is_marked(cell)


@pytest.mark.parametrize("cell", [None, "", " ", "0", 0.0, "-", "－", "×", "☐", False])
def test_no_mark(cell):
    assert not is_marked(cell)


@pytest.mark.parametrize("cell", ["大沢", "2", 3.0, "○○", "?"])
def test_what_is_no_mark_is_refused(cell):
    with pytest.raises(CellError, match="印として読めません"):
        is_marked(cell)


def test_the_main_mark():
    assert is_main_mark(" ◎")
    assert not is_main_mark("○")


LABELS = ["傾聴", "傾聴、助言", "助言", "電話、来所、訪問", "その他"]


@pytest.mark.parametrize(("cell", "labels"), [
    ("傾聴;その他", ["傾聴", "その他"]), ("傾聴；その他", ["傾聴", "その他"]), ("傾聴\nその他\r\n助言", ["傾聴", "その他", "助言"]),
    ("傾聴、その他", ["傾聴", "その他"]), ("傾聴、助言", ["傾聴、助言"]), ("傾聴､助言", ["傾聴、助言"]), ("助言、傾聴", ["助言", "傾聴"]),
    ("その他、傾聴、助言、その他", ["その他", "傾聴、助言", "その他"]), ("電話、来所、訪問", ["電話、来所、訪問"]), ("電話、来所", ["電話", "来所"]),
    ("傾聴，その他", ["傾聴", "その他"]), ("傾聴，助言", ["傾聴、助言"]), ("傾聴・その他", ["傾聴・その他"]),
    ("傾聴、 助言", ["傾聴、 助言"]), ("", []), (";;、", []), (3.0, ["3"]), ("未知の分類", ["未知の分類"]),
])
def test_several_values_in_one_cell(cell, labels):
    assert [value.label for value in split_values(cell, LABELS)] == labels


def test_the_main_value_carries_its_mark():
    assert split_values("傾聴;◎その他", LABELS) == [Value("傾聴", False), Value("その他", True)]
    assert split_values("◎ 傾聴、助言、その他", LABELS) == [Value("傾聴、助言", True), Value("その他", False)]

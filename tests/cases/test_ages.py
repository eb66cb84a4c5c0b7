"""Ages as they are noted and counted."""
import datetime

import pytest

from cases.ages import age_of, age_on, age_words, read_ages
from cases.models import Member


@pytest.mark.parametrize(("text", "ages"), [
    ("82歳", (82, 82)), ("８２", (82, 82)), ("満82才", (82, 82)), ("八十二歳", (82, 82)), ("二十歳", (20, 20)), ("0歳", (0, 0)),
    ("80代", (80, 89)), ("８０ 歳代", (80, 89)), ("八十代後半", (85, 89)), ("90代以上", (90, 150)), ("100歳代", (100, 109)),
    ("65歳以上", (65, 150)), ("18歳未満", (0, 17)), ("14歳以下", (0, 14)), ("小学生", (6, 11)), ("小学4年生", (9, 9)),
    ("中学三年", (14, 14)), ("中3年", (14, 14)), ("小学7年生", None), ("高齢", None), ("", None), ("151歳", None),
    ("0歳未満", None), ("85代", None), ("-5", None),
    ("八〇代", (80, 89)), ("八○歳", (80, 80)), ("85歳くらい", (85, 85)), ("約85歳", (85, 85)), ("およそ八十五才", (85, 85)), ("80代前半くらい", (80, 84)),
    ("80歳台", (80, 89)), ("80代半ば", (80, 89)), ("80代〜90代", (80, 99)), ("八十代～九十代", (80, 99)), ("80代か90代", (80, 99)),
    ("65-74歳", (65, 74)), ("百二歳", (102, 102)), ("百歳", (100, 100)), ("二十〇歳", None), ("90代〜80代", None), ("80代〜", None),
    ("70代〜80代〜90代", None), ("分からない", None), ("くらい", None)])
def test_what_a_note_of_an_age_allows(text, ages):
    assert read_ages(text) == ages


def test_one_is_a_year_older_from_the_birthday_on():
    born = datetime.date(1961, 4, 1)
    assert [age_on(born, day) for day in (datetime.date(2021, 3, 31), datetime.date(2021, 4, 1))] == [59, 60]
    assert age_on(datetime.date(2000, 2, 29), datetime.date(2021, 2, 28)) == 20


@pytest.mark.parametrize(("told", "age"), [
    ({"birth_date": datetime.date(1945, 1, 1)}, "81"),
    ({"birth_date": datetime.date(1945, 1, 1), "is_deceased": True, "died_on": datetime.date(2020, 3, 31)}, "75"),
    ({"birth_date": datetime.date(1945, 1, 1), "is_deceased": True, "age_text": "70代"}, ""),
    ({"birth_date": datetime.date(2030, 1, 1)}, ""),
    ({"age_text": "80代", "is_deceased": True}, "80代"), ({"age_text": "満５歳"}, "5"), ({"age_text": "およそ80歳"}, "およそ80歳"),
    ({"age_text": "小学4年生"}, "小学4年生"), ({}, "")])
def test_the_age_that_every_page_shows(told, age):
    assert age_of(Member(**told), datetime.date(2026, 11, 27)) == age
    assert age_words(age) == (f"{age}歳" if age in ("81", "75", "5") else age)

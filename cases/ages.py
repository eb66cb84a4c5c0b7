"""Ages (年齢) as they are counted and as they are noted."""
import re
import unicodedata
from datetime import date
from typing import NamedTuple

OLDEST = 150
_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"十": "10"}
_AGE = re.compile(r"(?:満|およそ)?(?P<age>\d{1,3})(?:歳|才)?")
_DECADE = re.compile(r"(?P<decade>\d{1,2}0)(?:歳|才)?代(?P<part>前半|後半|以上)?")
_EDGE = re.compile(r"(?P<age>\d{1,3})(?:歳|才)?(?P<side>以上|以下|未満)")
_GRADE = re.compile(r"(?P<school>小学?|中学?|高校?)(?P<grade>\d)年生?")
_PARTS = {None: (0, 9), "前半": (0, 4), "後半": (5, 9), "以上": (0, OLDEST)}
_FIRST_GRADE = {"小": 6, "中": 12, "高": 15}  # the age on 1 April, by which school years go
_WORDS = {"乳児": (0, 0), "未就学児": (0, 5), "未就学": (0, 5), "小学生": (6, 11), "中学生": (12, 14), "高校生": (15, 17)}


class Ages(NamedTuple):
    """The ages that a person may have, both ends included."""

    youngest: int
    oldest: int


def age_on(birth: date, day: date) -> int:
    """Full years on `day` (満年齢), the birthday itself included; negative for a day before the birth."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def read_ages(text: str) -> Ages | None:
    """The ages that a note allows: 82歳, 82, 80代, 八十代後半, 65歳以上, 小学生, 小学4年生; None where it is no age.

    School years are ages on 1 April.
    """
    plain = _arabic(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    ages = _read(plain)
    return Ages(ages[0], min(ages[1], OLDEST)) if ages and 0 <= ages[0] <= min(ages[1], OLDEST) else None


def _read(plain: str) -> tuple[int, int] | None:
    if plain in _WORDS:
        return _WORDS[plain]
    if found := _AGE.fullmatch(plain):
        return int(found["age"]), int(found["age"])
    if found := _DECADE.fullmatch(plain):
        first, last = _PARTS[found["part"]]
        return int(found["decade"]) + first, int(found["decade"]) + last
    if found := _GRADE.fullmatch(plain):
        age = _FIRST_GRADE[found["school"][0]] + int(found["grade"]) - 1
        return (age, age) if _grade_exists(found) else None
    if found := _EDGE.fullmatch(plain):
        age = int(found["age"])
        return {"以上": (age, OLDEST), "以下": (0, age), "未満": (0, age - 1)}[found["side"]]
    return None


def _grade_exists(found: re.Match) -> bool:
    return 1 <= int(found["grade"]) <= (6 if found["school"].startswith("小") else 3)


def _arabic(text: str) -> str:
    """八十代 as 80代, 八十二歳 as 82歳."""
    text = re.sub(r"([一二三四五六七八九])?十([一二三四五六七八九])?",
                  lambda parts: f"{_DIGITS[parts[1]] if parts[1] else '1'}{_DIGITS[parts[2]] if parts[2] else '0'}", text)
    return re.sub(r"[一二三四五六七八九]", lambda parts: _DIGITS[parts[0]], text)

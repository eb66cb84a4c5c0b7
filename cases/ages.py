"""Ages (年齢) as they are counted and as they are noted."""
import re
import unicodedata
from datetime import date
from typing import NamedTuple, Protocol

OLDEST = 150
AHEAD = "今日より先の日付です。年を確かめてください。"
DIED_BEFORE = "生年月日より前の日付です。生年月日か死亡日を直してください。"
_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_KANJI = re.compile("[〇一二三四五六七八九十百]+")
_NUMBER = re.compile("(?:([一二三四五六七八九])?(百))?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?")
_ABOUT = re.compile(r"(?:約|およそ|おおよそ|だいたい|推定)?(?P<said>.+?)(?:[くぐ]らい|位|程度|前後|[ごこ]ろ|頃|見当)?")
_BETWEEN = re.compile("[~〜‐–—―-]|から|または|又は|か")
_AGE = re.compile(r"満?(?P<age>\d{1,3})(?:歳|才)?")
_DECADE = re.compile(r"(?P<decade>\d{1,2}0)(?:歳|才)?[代台](?P<part>前半|半ば|なかば|後半|以上)?")
_EDGE = re.compile(r"(?P<age>\d{1,3})(?:歳|才)?(?P<side>以上|以下|未満)")
_GRADE = re.compile(r"(?P<school>小学?|中学?|高校?)(?P<grade>\d)年生?")
_PARTS = {None: (0, 9), "前半": (0, 4), "半ば": (0, 9), "なかば": (0, 9), "後半": (5, 9), "以上": (0, OLDEST)}
_FIRST_GRADE = {"小": 6, "中": 12, "高": 15}  # the age on 1 April, by which school years go
_WORDS = {"乳児": (0, 0), "未就学児": (0, 5), "未就学": (0, 5), "小学生": (6, 11), "中学生": (12, 14), "高校生": (15, 17)}


class Aged(Protocol):
    """Whoever has an age: a member of a household."""

    birth_date: date | None
    age_text: str
    is_deceased: bool
    died_on: date | None


class Ages(NamedTuple):
    """The ages that a person may have, both ends included."""

    youngest: int
    oldest: int


def age_on(birth: date, day: date) -> int:
    """Full years on `day` (満年齢), the birthday itself included; negative for a day before the birth."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_of(person: Aged, day: date) -> str:
    """The age of someone on `day` as every page shows it: 82 in full years, or what is noted where no birth is known (80代).

    Of the dead the age on their last day; "" where that day is unknown, and before the birth.
    """
    if not person.birth_date:
        return _plain(person.age_text)
    if person.is_deceased and not person.died_on:
        return ""
    years = age_on(person.birth_date, person.died_on or day)
    return str(years) if years >= 0 else ""


def wrong_days(birth: date | None, died: date | None, today: date) -> dict[str, str]:
    """What cannot be of the days of a life, in words by the field: a day to come, a death before the birth."""
    wrong = {name: AHEAD for name, day in (("birth_date", birth), ("died_on", died)) if day and day > today}
    if birth and died and died < birth:
        wrong.setdefault("died_on", DIED_BEFORE)
    return wrong


def age_words(age: str) -> str:
    """An age of `age_of` in words: 82歳; 80代 as it is."""
    return f"{age}歳" if age.isdigit() else age


def _plain(text: str) -> str:
    """A noted age of so many years as the number (満５歳 is 5), as one that is counted from a birth; any other note as it is."""
    found = _AGE.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    return str(int(found["age"])) if found else text


def read_ages(text: str) -> Ages | None:
    """The ages that a note allows: 82歳, 82, 約82歳, 80代, 八〇代後半, 80代〜90代, 65歳以上, 小学生, 小学4年生; None where it is no age.

    School years are ages on 1 April. 「約85歳」 counts as 85, as 「85歳」 that was true on another day does.
    """
    plain = _arabic(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    parts = [_one(part) for part in _BETWEEN.split(plain)]
    if None in parts or len(parts) > 2 or parts[0].youngest > parts[-1].youngest:
        return None
    return Ages(parts[0].youngest, parts[-1].oldest)


def _one(said: str) -> Ages | None:
    """What one side of 「80代〜90代」 says, or all of another note."""
    about = _ABOUT.fullmatch(said)
    ages = _read(about["said"]) if about else None
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
    """八十代 and 八〇代 as 80代, 八十二歳 as 82歳, 百二歳 as 102歳."""
    return _KANJI.sub(_number, re.sub("(?<=[一二三四五六七八九])[○◯]", "〇", text))


def _number(found: re.Match) -> str:
    kanji = found[0]
    if not {"十", "百"} & set(kanji):
        return kanji.translate(_DIGITS)
    parts = _NUMBER.fullmatch(kanji)
    if not parts:
        return kanji
    hundreds, tens, ones = (parts[n] or "" for n in (1, 3, 5))
    return str(sum((int((hundreds or "一").translate(_DIGITS)) * 100 if parts[2] else 0,
                    int((tens or "一").translate(_DIGITS)) * 10 if parts[4] else 0, int(ones.translate(_DIGITS) or 0))))

"""The printed notation of 町丁目, as in 「上連雀6〜9丁目、新川1・4〜6丁目」, spelled out and put together again."""
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from cases.text import ONE_WAVE

_DIGITS = "一二三四五六七八九"
_VALUES = {"": 0} | {digit: value for value, digit in enumerate(_DIGITS, start=1)}
_NUMBER = rf"\d{{1,2}}|[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}]"
_RANGE_SIGN = "[~〜–—―−ー-]"  # after NFKC, which has turned ～ and － into ~ and -
_NAME = r"[^\d()\[\]~〜]"
_SEPARATORS = re.compile(r"[、,;・/\n]")
# The name is as short as it can be, so that 六本木一丁目 keeps its 六 and 北十一丁目 is an eleventh.
_NUMBERED = re.compile(
    rf"(?P<name>{_NAME}*?)(?P<first>{_NUMBER})(?:(?:丁目)?{_RANGE_SIGN}(?P<last>{_NUMBER}))?(?P<unit>丁目)?")
_PLAIN_NAME = re.compile(f"{_NAME}+")
_CHOME = re.compile(rf"(?:{_NUMBER})(?=丁目)")
_SPELLED_OUT = re.compile(r"(?P<name>.*\D)(?P<number>\d+)丁目")
_EXAMPLE = "「大沢1〜6丁目、新川1・4〜6丁目」のように書いてください。"


_PRINTED = ONE_WAVE | str.maketrans("０１２３４５６７８９", "0123456789")


class TownError(ValueError):
    """町丁目 that cannot be read; the message says in Japanese what is wrong."""


def as_printed(text: str) -> str:
    """The notation as it was typed, but with the digits and the wave that the house prints."""
    return text.translate(_PRINTED)


def parse_towns(text: str) -> list[str]:
    """Every 町丁目 of the notation, in order: 「新川1・4〜6丁目」 -> 新川1丁目, 新川4丁目, 新川5丁目, 新川6丁目.

    Digits may be of any width or kanji (大沢一丁目), ranges 〜 ～ - － ー; a name may stand without 丁目 (本町).
    Blank text is an empty list. Raises TownError, also for a 町丁目 that occurs twice.
    """
    towns = list(_spell_out(unicodedata.normalize("NFKC", text)))
    for town, times in Counter(towns).items():
        if times > 1:
            raise TownError(f"「{town}」が{times}回書かれています。1つにしてください。")
    return towns


def format_towns(towns: list[str]) -> str:
    """The towns in the printed notation, in the order given; parse_towns reads it back."""
    groups = groupby(map(_take_apart, towns), key=lambda town: (town[0], town[1] is None))
    return "、".join(_format_group(name, [number for _, number in group]) for (name, _), group in groups)


def with_digits(text: str) -> str:
    """The text with the numbers before 丁目 in digits: 大沢一丁目 -> 大沢1丁目."""
    return _CHOME.sub(lambda found: str(_number(found[0])), text) if "丁目" in text else text


def _spell_out(text: str) -> Iterator[str]:
    name, open_item = "", ""  # an item is open until 丁目 comes: 新川1 in 新川1・4〜6丁目
    for item in filter(None, (re.sub(r"\s", "", part) for part in _SEPARATORS.split(text.strip()))):
        numbered = _NUMBERED.fullmatch(item)
        if open_item and not (numbered and not numbered["name"]):
            break
        if numbered:
            name = numbered["name"] or name
            yield from _numbered_towns(item, name, numbered)
            open_item = "" if numbered["unit"] else item
        else:
            name = ""
            yield _plain_town(item)
    if open_item:
        raise TownError(f"「{open_item}」の後に「丁目」がありません。{_EXAMPLE}")


def _numbered_towns(item: str, name: str, parts: re.Match) -> Iterator[str]:
    first = _number(parts["first"])
    last = _number(parts["last"]) if parts["last"] else first
    if not name:
        raise TownError(f"「{item}」の前に町名がありません。{_EXAMPLE}")
    if not 1 <= first <= last:
        raise TownError(f"「{item}」の丁目の順をご確認ください。小さい番号から大きい番号へ、1以上で書いてください。")
    return (f"{name}{number}丁目" for number in range(first, last + 1))


def _plain_town(item: str) -> str:
    if not _PLAIN_NAME.fullmatch(item) or item == "丁目":
        raise TownError(f"「{item}」は町丁目として読めません。{_EXAMPLE}")
    return item


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (10 * (_VALUES[tens] or 1) if ten else 0) + _VALUES[ones]


def _take_apart(town: str) -> tuple[str, int | None]:
    parts = _SPELLED_OUT.fullmatch(town)
    return (parts["name"], int(parts["number"])) if parts else (town, None)


def _format_group(name: str, numbers: list[int | None]) -> str:
    return "、".join([name] * len(numbers)) if None in numbers else f"{name}{'・'.join(_runs(numbers))}丁目"


def _runs(numbers: list[int]) -> Iterator[str]:
    """Consecutive numbers as ranges: 1, 4, 5, 6 -> 1, 4〜6."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in run]
        yield str(run[0]) if len(run) == 1 else f"{run[0]}〜{run[-1]}"

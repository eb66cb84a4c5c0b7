"""The numbers of a place in an address as people write them: 3丁目5番12号, 三丁目五番十二号, 3の5の12 and 3-5-12 are one. Plain data.

And the beginning that the people of a city leave out: 東京都三鷹市大沢3-5-12 is 大沢3-5-12.
"""
import re

_DIGITS = "〇一二三四五六七八九"
_NUMBER = f"(?:\\d+|[{_DIGITS}十百]+)"
_UNIT = "(?:丁目|番地|番|号室|号)"
_BLOCKS = re.compile(f"{_NUMBER}(?:(?:{_UNIT}|ノ|之|-)+{_NUMBER})*{_UNIT}?")
_OF_BLOCK = 3  # 丁目, 番 and 号
_POSTCODE = re.compile(r"〒?\d{3}-\d{4}(?=\D)|〒\d{7}")
_COUNTED = re.compile(f"{_NUMBER}{_UNIT}")
_PREFECTURE = re.compile(r"東京都|北海道|京都府|大阪府|[^\d都道府県市区町村]{2,3}県")
_BEFORE_CITY = re.compile(rf"(?:(?:{_PREFECTURE.pattern})(?=[^\d市区町村郡]{{1,5}}[市区町村郡])(?:[^\d市区町村郡]{{1,4}}郡)?|[^\d市区町村郡都道府県]{{1,4}}郡)(?=[^\d市区町村郡]{{1,5}}[市区町村].)")
_WORDS = rf"(?=.)(?!場|{_NUMBER}(?:{_UNIT}|-|$))"  # behind a city stands a place; 古市場 is one itself
_ANY_CITY = re.compile(rf"[^\d市区町村郡]{{1,5}}市{_WORDS}")


def without_city(folded: str, city: str) -> str:
    """A folded address without its postcode, its prefecture and the council's own city or town, folded too; "" for a council whose name tells none.

    Then any city (市) is left out. A part that no words are left behind stays.
    """
    local = _without(_PREFECTURE, _without(_POSTCODE, folded))
    found = re.match(rf"(?:[^\d郡]{{1,4}}郡)?{re.escape(city)}{_WORDS}", local) if city else _ANY_CITY.match(local)
    return local[found.end():] if found else local


def _without(beginning: re.Pattern, text: str) -> str:
    found = beginning.match(text)
    return text[found.end():] if found else text


def from_the_city(folded: str) -> str:
    """A folded address that names its prefecture or county before its city or town, without that; any other text as it is."""
    found = _BEFORE_CITY.match(folded)
    return folded[found.end():] if found else folded


def flat_blocks(folded: str) -> str:
    """A folded text in which the numbers of a place stand with hyphens between; a number without 丁目, 番 or 号 stays as it is."""
    return _BLOCKS.sub(_flat, folded)


def to_the_block(folded: str) -> str:
    """A folded address as far as its block, without the building and the room; "" where it names no block, as 大沢3丁目 does not.

    A fourth number is that of a room: 大沢3-1-2-101.
    """
    for found in _BLOCKS.finditer(folded):
        if len(_numbers(found[0])) > 1 or re.search(f"{_NUMBER}番", found[0]):
            return folded[:found.start()] + "-".join(_flat(found).split("-")[:_OF_BLOCK])
    return ""


def _flat(found: re.Match) -> str:
    numbers = _numbers(found[0])
    return "-".join(map(_in_digits, numbers)) if len(numbers) > 1 or _COUNTED.search(found[0]) else found[0]


def _numbers(blocks: str) -> list[str]:
    return re.findall(_NUMBER, blocks)


def _in_digits(number: str) -> str:
    """二〇一 is 201, 二十一 is 21."""
    if number.isascii() or not re.search("[十百]", number):
        return "".join(str(_DIGITS.index(each)) if each in _DIGITS else each for each in number)
    hundreds, _, rest = number.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    return str(100 * (_value(hundreds, 1) if "百" in number else 0) + 10 * (_value(tens, 1) if ten else 0) + _value(ones, 0))


def _value(digits: str, blank: int) -> int:
    return int("".join(str(_DIGITS.index(each)) for each in digits if each in _DIGITS) or blank)

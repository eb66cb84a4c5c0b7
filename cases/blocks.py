"""The numbers of a place in an address as people write them: 3丁目5番12号, 三丁目五番十二号, 3の5の12 and 3-5-12 are one. Plain data."""
import re

_DIGITS = "〇一二三四五六七八九"
_NUMBER = f"(?:\\d+|[{_DIGITS}十百]+)"
_UNIT = "(?:丁目|番地|番|号室|号)"
_BLOCKS = re.compile(f"{_NUMBER}(?:(?:{_UNIT}|ノ|之|-)+{_NUMBER})*{_UNIT}?")
_COUNTED = re.compile(f"{_NUMBER}{_UNIT}")


def flat_blocks(folded: str) -> str:
    """A folded text in which the numbers of a place stand with hyphens between; a number without 丁目, 番 or 号 stays as it is."""
    return _BLOCKS.sub(_flat, folded)


def to_the_block(folded: str) -> str:
    """A folded address as far as its block, without the building and the room; "" where it names no block, as 大沢3丁目 does not."""
    for found in _BLOCKS.finditer(folded):
        if len(_numbers(found[0])) > 1 or re.search(f"{_NUMBER}番", found[0]):
            return folded[:found.start()] + _flat(found)
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

"""Which 町丁目 an address as people write it is in: 大沢1-2-3, 三鷹市大沢一丁目2番, 東京都三鷹市大沢１丁目."""
import re
import unicodedata
from collections.abc import Iterable

_KANJI = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
_NUMBER = r"\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_BEFORE = r"(?:^|(?<=[都道府県市区町村郡、,]))"  # so that 上連雀 is not read as 連雀
_AFTER = rf"(?P<number>{_NUMBER})(?!\d)(?:丁目|[-‐‑–—−ーの番]|$|(?=[^\d]))"
_TOWN = re.compile(r"(?P<name>.*\D)(?P<number>\d+)丁目")


class TownFinder:
    """Finds one of some 町丁目 (as parse_towns spells them) in addresses."""

    def __init__(self, towns: Iterable[str]):
        self.towns = set(towns)
        numbered = {found["name"] for town in self.towns if (found := _TOWN.fullmatch(town))}
        plain = {town for town in self.towns if not _TOWN.fullmatch(town)}
        self.numbered = [(name, re.compile(f"{_BEFORE}{re.escape(name)}{_AFTER}")) for name in sorted(numbered, key=len, reverse=True)]
        self.plain = [(name, re.compile(f"{_BEFORE}{re.escape(name)}")) for name in sorted(plain, key=len, reverse=True)]

    def town_of(self, address: str) -> str | None:
        """The 町丁目 of an address; None where it names none of them, or not which 丁目. Nothing is guessed."""
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", address))
        for name, pattern in self.numbered:
            if (found := pattern.search(text)) and (town := f"{name}{_value(found['number'])}丁目") in self.towns:
                return town
        return next((name for name, pattern in self.plain if pattern.search(text)), None)


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (10 * (_KANJI.get(tens, 0) or 1) if ten else 0) + _KANJI.get(ones, 0)

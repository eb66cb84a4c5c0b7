"""The words of a text, told by its scripts: Japanese is written without spaces, and no list of words is needed.

Of 「生活費が足りず、フードバンクを案内した」: 生活, 活費, 生活費, 足り, 足りず, フードバンク, 案内.
"""
import re
import unicodedata
from collections.abc import Iterator

from cases.text import fold

READ = 4000  # characters of a text; what stands behind them is not looked at
_KANJI, _HIRAGANA = "々\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", "ぁ-ゖ"
_SCRIPTS = re.compile(f"([{_KANJI}]+)([{_HIRAGANA}]*)|([ァ-ヺー]{{2,}})|([{_HIRAGANA}]{{2,}})|([A-Za-z]{{2,}})")
_LONGEST_COMPOUND, _LONGEST_ENDING, _LONGEST_KANA, _LONGEST_SHOWN = 4, 2, 5, 12


def grams(text: str) -> dict[str, str]:
    """Folded word -> the word of the text that it stands in, in the order of the text: 保育園 of 育園."""
    found: dict[str, str] = {}
    for match in _SCRIPTS.finditer(unicodedata.normalize("NFKC", text[:READ])):
        kanji = match[1] or ""
        whole = kanji if 1 < len(kanji) <= _LONGEST_SHOWN else ""
        for word in _words(*match.groups(default="")):
            found.setdefault(fold(word), whole or word)
    return found


def _words(kanji: str, ending: str, katakana: str, hiragana: str, latin: str) -> Iterator[str]:
    """Of kanji two to four side by side, of a single one with how it ends (忘れ); of hiragana how they begin (ごみ, ひきこもり)."""
    for length in range(2, _LONGEST_COMPOUND + 1):
        yield from (kanji[at:at + length] for at in range(len(kanji) - length + 1))
    if len(kanji) == 1:
        yield from (kanji + ending[:length] for length in range(1, min(len(ending), _LONGEST_ENDING) + 1))
    yield from (hiragana[:length] for length in range(2, min(len(hiragana), _LONGEST_KANA) + 1))
    yield from filter(None, (katakana, latin))

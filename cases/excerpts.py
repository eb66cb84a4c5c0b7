"""Where the words of a search stand in a text as it was written: ｺﾐｭﾆﾃｨ for コミュニティ, 髙﨑 for 高崎. Plain data."""
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from .text import UNSEEN, fold

BEFORE, AFTER = 15, 45  # characters of a text that are shown around a word
MOST_PARTS = 3  # of a text whose words stand far from each other
LOOKED_THROUGH = 16_000  # characters; what the index of the full text holds (fulltext.INDEXED)
# A character with the marks that fold into it, also over what shows nothing: ﾀﾞ, か ゛.
_LETTER = re.compile(f".(?:[\u0300-\u036f\u3099-\u309c\uff9e\uff9f]|{UNSEEN})*", re.DOTALL)
Span = tuple[int, int]


class Piece(NamedTuple):
    """A piece of a text, and whether it is a word that was looked for."""

    text: str
    is_word: bool


def marked(text: str, words: Iterable[str]) -> list[Piece]:
    """The whole text in pieces, every word one of its own."""
    return list(_pieces(text, _joined(span for spans in _places(text, words) for span in spans), (0, len(text))))


def excerpt(text: str, words: Iterable[str]) -> list[Piece]:
    """The surroundings of the first place of each word, with … for what is left out; [] where no word stands in the text."""
    places = _places(text, words)
    parts = _joined((max(0, spans[0][0] - BEFORE), min(len(text), spans[0][1] + AFTER)) for spans in places)[:MOST_PARTS]
    spans = _joined(span for spans in places for span in spans)
    pieces = []
    for start, end in parts:
        pieces += [Piece("…", False)] * (start > 0 and not pieces)
        pieces += [*_pieces(text, spans, (start, end)), *[Piece("…", False)] * (end < len(text))]
    return pieces


def _places(text: str, words: Iterable[str]) -> list[list[Span]]:
    """The places of each word that stands in the text. Letters that fold otherwise side by side than each alone are no place."""
    letters = _LETTER.findall(text[:LOOKED_THROUGH])
    folded = [_FOLDED[letter] for letter in letters]
    behind, folded_behind = ([*accumulate(map(len, parts))] for parts in (letters, folded))  # where each letter ends

    def place(hit: re.Match) -> Span:
        first, last = bisect_right(folded_behind, hit.start()), bisect_left(folded_behind, hit.end())
        return behind[first] - len(letters[first]), behind[last] - len(letters[last]) + len(letters[last].rstrip())
    whole, looked_for = "".join(folded), dict.fromkeys(filter(None, map(fold, words)))
    found = ([span for span in map(place, re.finditer(re.escape(word), whole)) if word in fold(text[slice(*span)])] for word in looked_for)
    return [spans for spans in found if spans]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in their order, those that meet as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, spans: Iterable[Span], part: Span) -> Iterator[Piece]:
    """The pieces of a part of the text; the spans are in order and do not meet."""
    at, last = part
    for start, end in spans:
        if at <= start < last:
            yield from (Piece(text[at:start], False), Piece(text[start:min(end, last)], True))
            at = min(end, last)
    yield Piece(text[at:last], False)


class _Folded(dict):
    """What a letter folds to, worked out once: an office's texts have a few thousand of them."""

    def __missing__(self, letter: str) -> str:
        return self.setdefault(letter, fold(letter)) if len(letter) < 4 else fold(letter)


_FOLDED = _Folded()

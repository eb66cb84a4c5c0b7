"""How wide the columns of a printed table have to be for what stands in them, and the type in which a line of A4 holds them."""
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# What a line of the page holds, in em of the type, by the size of the type in style.css.
SIZES = (("roomy", 46.7), ("dense", 54.3), ("tight", 63.1))
WIDEST_LABEL = 13.0
_LABEL, _LEAST, _PADDING, _BETWEEN = 6.0, 2.6, 0.8, 0.4
LONGEST_WORD = 6.6  # of a heading; what is longer is broken anywhere
# Letters narrower than a square in the usual font (BIZ UDPGothic).
_NARROW = {**dict.fromkeys("（）()「」・", 0.51), **dict.fromkeys("0123456789", 0.77), **dict.fromkeys(",.", 0.33), "+": 0.84, "-": 0.5, "、": 0.6}
_MARK, _BEFORE_MARKS, MOST_MARKS = 1.35, 0.2, 6  # style.css: .m1, .m2, …


class PaperColumn(NamedTuple):
    """A column on paper: what stands in it (count, prior or share), the marks behind its figures that need room, and its width in em."""

    kind: str
    marks: int
    width: float


def em(text: str) -> float:
    """About how wide a text is, in em of its type."""
    return sum(_NARROW.get(letter, 1.0) for letter in text)


def column(kind: str, shown: Iterable[str], marks: Iterable[str]) -> PaperColumn:
    """The column of such figures, with room for the marks that hang behind them."""
    most = min(max((text.count("※") for text in marks), default=0), MOST_MARKS)
    widest = max(map(em, shown), default=0) + _PADDING + _BETWEEN * (kind == "prior")
    return PaperColumn(kind, most, round(max(widest, _LEAST) + (_MARK * most + _BEFORE_MARKS) * bool(most), 2))


def under(words: Iterable[str], columns: Sequence[PaperColumn]) -> list[PaperColumn]:
    """The columns below one heading, no narrower together than the widest of its words."""
    lacking = max(min(em(word), LONGEST_WORD) for word in words) + _PADDING - sum(each.width for each in columns)
    return [each._replace(width=round(each.width + max(lacking, 0) / len(columns), 2)) for each in columns]


def label_width(labels: Iterable[str]) -> float:
    """That of the column of labels, in which long ones take several lines."""
    return min(max([_LABEL, *map(em, labels)]) + _PADDING, WIDEST_LABEL)


def room_of(size: str) -> float:
    """What a line holds in a type."""
    return dict(SIZES)[size]


def size_of(width: float) -> str:
    """The largest type in which a line holds a table of such a width."""
    return next((size for size, room in SIZES if width <= room), SIZES[-1][0])

"""The legend (凡例) under every figure."""
from collections.abc import Callable

from .family import ADOPTED, COHABITING, DIVORCED, MARRIED, SEPARATED, UNSTATED, Person
from .svg import MUTED, RING, RING_LINE, line, tag, words
from .symbols import CHILD_DASH, DOTTED, TRIANGLE, Signs, couple_line, couple_mark, other_parent_line, symbol

COLUMN, ROW = 224, 34
Item = tuple[Callable[[float, float], str], str]


def legend(items: list[Item], left: float, top: float, width: float) -> tuple[str, float]:
    """The legend as SVG, and its height."""
    columns = max(1, int(width // COLUMN))
    drawn = words("凡例", left, top + 14, size=13, anchor="start")
    for number, (draw, text) in enumerate(items):
        x, y = left + number % columns * COLUMN, top + 38 + number // columns * ROW
        drawn += draw(x + 20, y) + words(text, x + 46, y + 4, size=12, anchor="start", room=COLUMN - 50)
    rows = -(-len(items) // columns)
    return line([(left, top - 8), (left + width, top - 8)], width=1, stroke=MUTED) + drawn, 38 + rows * ROW


def people_items(signs: Signs) -> list[Item]:
    """The signs of people, which stand in the ecomap too."""
    def person(**what) -> Callable[[float, float], str]:
        return lambda x, y: symbol(Person(0, "", **what), x, y, signs, 11)

    return [(person(sex="male"), "男性"), (person(sex="female"), "女性"),
            (person(), "性別不明・その他" + ("（△）" if signs.unknown == TRIANGLE else "（◇）")),
            (person(sex="male", is_index=True), "本人（二重）"), (person(sex="male", is_dead=True), "死亡"),
            (lambda x, y: words("★", x, y + 5, size=16), "キーパーソン")]


def genogram_items(signs: Signs, is_whole: bool = True) -> list[Item]:
    """Every sign of a genogram; `is_whole`: those who live together stand in one enclosure."""
    def couple(status: str) -> Callable[[float, float], str]:
        return lambda x, y: couple_line(status, [(x - 18, y), (x + 18, y)]) + couple_mark(status, x, y, signs)

    return [*people_items(signs), (couple(MARRIED), "婚姻"), (couple(COHABITING), "内縁・事実婚"), (couple(SEPARATED), "別居"),
            (couple(DIVORCED), "離婚（位置は親権を表さない）"), (couple(UNSTATED), "父母（婚姻の記載なし）"),
            (_upright(None), "親子"), (_upright(CHILD_DASH[ADOPTED]), "養子・里子・継子"), (_slanting, "ほかの親との親子（細い斜線）"),
            (_upright(DOTTED), "きょうだい（父母の記載なし）"), (_twins, "双子（ふたご）"), (_ring, "囲み: 同居している人" if is_whole else "囲み（すべて同じ世帯で同居）")]


def _upright(dash: str | None) -> Callable[[float, float], str]:
    return lambda x, y: line([(x, y - 12), (x, y + 12)], dash=dash)


def _slanting(x: float, y: float) -> str:
    return other_parent_line([(x - 12, y - 12), (x + 12, y + 12)])


def _twins(x: float, y: float) -> str:
    return line([(x - 12, y + 12), (x, y - 12), (x + 12, y + 12)])


def _ring(x: float, y: float) -> str:
    return tag("rect", x=x - 16, y=y - 11, width=32, height=22, rx=6, fill=RING, stroke=RING_LINE, stroke_width=1.5)

"""The ecomap: the household in the middle, around it what it turns to, and how strong and which way each relation is."""
import math
from dataclasses import dataclass

from .family import Person
from .legend import Item, legend, people_items
from .svg import INK, MUTED, PAPER, RING, block, line, lines_of, picture, tag, words
from .symbols import Signs, symbol

STRONG, NORMAL, WEAK, CONFLICT = "strong", "normal", "weak", "conflict"
NONE, TO, FROM, BOTH = "none", "to", "from", "both"
STRENGTH = {STRONG: "強い関係", NORMAL: "通常の関係", WEAK: "希薄な関係", CONFLICT: "対立・ストレス"}
DIRECTION = {NONE: "向きの記載なし", TO: "世帯からの働きかけ", FROM: "世帯への支援・働きかけ", BOTH: "双方向"}
WIDE, HIGH, CIRCLE, MARGIN = 200.0, 66.0, 96.0, 24.0


@dataclass(frozen=True)
class Link:
    """A relation of the household, or of one member (`whom`), to something around it."""

    name: str
    kind: str = ""
    whom: str = ""
    strength: str = NORMAL
    direction: str = NONE


def spots(count: int) -> list[tuple[float, float]]:
    """The middles of the boxes around (0, 0), the first on top, clockwise; no two boxes overlap or touch the circle."""
    grow = 1.0
    while True:
        angles = [math.tau * number / max(count, 1) - math.pi / 2 for number in range(count)]
        found = [(300 * grow * math.cos(each), 210 * grow * math.sin(each)) for each in angles]
        if not any(abs(a - c) < WIDE + 14 and abs(b - d) < HIGH + 14 for at, (a, b) in enumerate(found) for c, d in found[at + 1:]):
            return found
        grow += .06


def ecomap(links: list[Link], people: list[Person], signs: Signs, *, name: str, title: str, told: str) -> str:
    """The figure with its legend."""
    at = spots(len(links))
    across = max([300.0, *(abs(x) + WIDE / 2 for x, _ in at)]) + MARGIN
    up = max([CIRCLE, *(HIGH / 2 - y for _, y in at)]) + MARGIN
    down = up + max([CIRCLE, *(HIGH / 2 + y for _, y in at)]) + MARGIN
    width = max(across * 2, 760.0)
    inside = "".join([*(_edge(link, spot) for link, spot in zip(links, at, strict=True)), _middle(people, signs, name),
                      *(_box(link, spot) for link, spot in zip(links, at, strict=True))])
    below, high = legend([*(people_items(signs) if people else ()), *ecomap_items()], 35, down, width - 70)
    return picture(tag("g", inside, transform=f"translate({width / 2:.1f} {up:.1f})") + below, key="ecomap", title=title,
                   told=told, width=width, height=down + high)


def link_words(link: Link) -> str:
    """地域包括支援センター（行政）: 長女との関係は強い関係、双方向."""
    kind = f"（{link.kind}）" if link.kind else ""
    return f"{link.name}{kind}: {link.whom or '世帯全体'}との関係は{STRENGTH[link.strength]}、{DIRECTION[link.direction]}"


def ecomap_items() -> list[Item]:
    """Every line of an ecomap."""
    def sample(strength: str, direction: str):
        return lambda x, y: _relation((x - 19, y), (x + 19, y), strength, direction)
    return [*((sample(each, NONE), text) for each, text in STRENGTH.items()), (sample(NORMAL, TO), "矢印: 働きかけの向き"),
            (sample(NORMAL, BOTH), "双方向")]


def _middle(people: list[Person], signs: Signs, name: str) -> str:
    shown = people[:12]
    rows = [shown[at:at + 4] for at in range(0, len(shown), 4)]
    drawn = tag("circle", cx=0, cy=0, r=CIRCLE, fill=RING, stroke=INK, stroke_width=2) + block(name, 0, -68, size=12, room=110)
    for number, row in enumerate(rows):
        for place, person in enumerate(row):
            drawn += symbol(person, (place - (len(row) - 1) / 2) * 40, -20 + number * 34, signs, 10)
    more = f"ほか{len(people) - len(shown)}人" if len(people) > len(shown) else f"{len(people)}人"
    return drawn + words(more, 0, 76, size=12, fill=MUTED)


def _box(link: Link, spot: tuple[float, float]) -> str:
    x, y = spot
    under = "　".join(each for each in (link.kind, link.whom and f"（{link.whom}）") if each)
    frame = tag("rect", x=x - WIDE / 2, y=y - HIGH / 2, width=WIDE, height=HIGH, rx=10, fill=PAPER, stroke=INK, stroke_width=1.5)
    count = len(lines_of(link.name, 13, WIDE - 14))
    top = y + 5 - 8 * (count - 1) - (9 if under else 0)
    return frame + block(link.name, x, top, room=WIDE - 14, pitch=16) + block(under, x, top + 16 * count + 1, size=11, most=1, room=WIDE - 14, fill=MUTED)


def _edge(link: Link, spot: tuple[float, float]) -> str:
    x, y = spot
    far = math.hypot(x, y)
    start = (x / far * (CIRCLE + 2), y / far * (CIRCLE + 2))
    share = min(WIDE / 2 / abs(x) if abs(x) > 1 else 9, HIGH / 2 / abs(y) if abs(y) > 1 else 9)
    return _relation(start, (x * (1 - share), y * (1 - share)), link.strength, link.direction)


def _relation(start, end, strength: str, direction: str) -> str:
    """A line in the manner of its strength, with the heads of its direction."""
    heads = (_head(start, end) if direction in (TO, BOTH) else "") + (_head(end, start) if direction in (FROM, BOTH) else "")
    if strength == CONFLICT:
        return line(_zigzag(start, end)) + heads
    return line([start, end], width=6 if strength == STRONG else 2, dash="6 6" if strength == WEAK else None) + heads


def _zigzag(start, end) -> list[tuple[float, float]]:
    (ax, ay), (bx, by) = start, end
    long = math.hypot(bx - ax, by - ay) or 1
    count = max(4, int(long // 9))
    across = (-(by - ay) / long * 6, (bx - ax) / long * 6)
    def at(number: int) -> tuple[float, float]:
        side = 0 if number in (0, count) else (1 if number % 2 else -1)
        return (ax + (bx - ax) * number / count + across[0] * side, ay + (by - ay) * number / count + across[1] * side)
    return [at(number) for number in range(count + 1)]


def _head(start, end) -> str:
    """An arrow's head at `end`."""
    (ax, ay), (bx, by) = start, end
    long = math.hypot(bx - ax, by - ay) or 1
    dx, dy = (bx - ax) / long, (by - ay) / long
    corners = [(bx, by), (bx - dx * 13 - dy * 7, by - dy * 13 + dx * 7), (bx - dx * 13 + dy * 7, by - dy * 13 - dx * 7)]
    return tag("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners), fill=INK)

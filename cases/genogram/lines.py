"""The lines between symbols, as horizontal and vertical pieces, and how often they cross what is not theirs."""
from dataclasses import dataclass
from itertools import permutations

from .family import Union, common_kind
from .place import COUPLE_GAP, Rows

HALF = 22.0  # of a symbol's side
LABEL = 68.0  # from the middle of a symbol to below its words
TRACK, DROP, PITCH, ARCH = 14.0, 26.0, 156.0, 40.0  # between bars, from the lowest bar to a child, between rows
Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line of a union. `what` is couple, descent or child; `kind` the couple's status or the kind of parentage."""

    union: int
    what: str
    kind: str
    points: tuple[Point, ...]
    ends: tuple[int, ...] = ()  # persons whose symbols it touches

    @property
    def pieces(self) -> list[tuple[Point, Point]]:
        """The straight pieces."""
        return list(zip(self.points, self.points[1:], strict=False))


@dataclass
class Drawn:
    """Everyone's place and every line of one component."""

    at: dict[int, Point]
    lines: list[Line]
    apart: int  # couples between whom someone stands


def draw_lines(placed: Rows, generation: dict[int, int], born_with: dict[int, set[int]]) -> Drawn:
    """Places with y, and lines with bars at heights that cross as little as can be; those of twins begin at one point."""
    tracks = _tracks(placed, generation)
    depth = {gap: max((tracks[at] for at in tracks if _gap(placed.unions[at], generation) == gap), default=0)
             for gap in range(-1, len(placed.rows))}
    y, at_y = [], HALF + ARCH + (depth[-1] + 1) * TRACK
    for row in range(len(placed.rows)):
        y.append(at_y)
        at_y += PITCH + depth[row] * TRACK
    at = {each: (placed.x[each], y[generation[each]]) for each in placed.x}
    lines, apart = [], 0
    for number, union in enumerate(placed.unions):
        arched = len(union.partners) == 2 and not placed.are_adjacent(*union.partners)
        apart += arched
        lines += _union_lines(placed, at, number, union, tracks.get(number, 0), arched, born_with)
    return Drawn(at, lines, apart)


def _gap(union: Union, generation: dict[int, int]) -> int:
    return min(generation[each] for each in union.ids) - 1


def _union_lines(placed: Rows, at: dict, number: int, union: Union, track: int, arched: bool,
                 born_with: dict[int, set[int]]) -> list[Line]:
    lines: list[Line] = []
    top = None
    if len(union.partners) == 2:
        a, b = sorted(union.partners, key=lambda each: at[each][0])
        (ax, ay), (bx, by) = at[a], at[b]
        top = min(ay, by) - HALF - 16 if arched else ay
        points = ((ax + 8, ay - HALF), (ax + 8, top), (bx - 8, top), (bx - 8, by - HALF)) if arched else (
            (ax + HALF, ay), (bx - HALF, by))
        lines.append(Line(number, "couple", union.status, points, (a, b)))
    elif union.partners:
        top = at[union.partners[0]][1] + LABEL - 4
    if union.ids:
        lines += _descent(placed, at, number, union, track, top, born_with)
    return lines


def _descent(placed: Rows, at: dict, number: int, union: Union, track: int, top: float | None,
             born_with: dict[int, set[int]]) -> list[Line]:
    middle = placed.middle(union)
    bar = min(at[each][1] for each in union.ids) - HALF - DROP - TRACK * track
    kind, starts = common_kind(kind for _, kind in union.children), _starts(union, at, born_with)
    lines = [] if top is None else [Line(number, "descent", kind, ((middle, top), (middle, bar)), union.partners)]
    lines += [Line(number, "descent", own, ((left, bar), (right, bar))) for left, right, own in _bar(union, starts, middle)]
    return lines + [Line(number, "child", own, ((starts[child], bar), (at[child][0], at[child][1] - HALF)), (child,))
                    for child, own in union.children]


def _starts(union: Union, at: dict, born_with: dict[int, set[int]]) -> dict[int, float]:
    """Child -> where on the bar its line begins: above itself, of twins between them."""
    together = {child: born_with.get(child, {child}).intersection(union.ids) for child in union.ids}
    return {child: sum(at[each][0] for each in group) / len(group) for child, group in together.items()}


def _bar(union: Union, starts: dict[int, float], middle: float) -> list[tuple[float, float, str]]:
    """The pieces of the bar from left to right, each of the kind of those children to whom it leads."""
    kids = [(starts[child], kind) for child, kind in union.children]
    stops = sorted({middle, *(x for x, _ in kids)})
    pieces: list[tuple[float, float, str]] = []
    for left, right in zip(stops, stops[1:], strict=False):
        kind = common_kind(kind for x, kind in kids if (x <= left if right <= middle else x >= right))
        if pieces and pieces[-1][2] == kind:
            left = pieces.pop()[0]
        if right - left > .5:
            pieces.append((left, right, kind))
    return pieces


def _tracks(placed: Rows, generation: dict[int, int]) -> dict[int, int]:
    """Union -> how many bars lie below its own, between the same generations."""
    tracks: dict[int, int] = {}
    for gap in range(-1, len(placed.rows)):
        here = [at for at, union in enumerate(placed.unions) if union.ids and _gap(union, generation) == gap]
        for cluster in _overlapping(placed, here):
            best = min(permutations(cluster), key=lambda order: _cost(placed, order)) if len(cluster) < 5 else cluster
            tracks.update(zip(best, range(len(best)), strict=True))
    return tracks


def _span(placed: Rows, number: int) -> tuple[float, float]:
    union = placed.unions[number]
    at = [placed.middle(union), *(placed.x[each] for each in union.ids)]
    return min(at), max(at)


def _overlapping(placed: Rows, numbers: list[int]) -> list[list[int]]:
    clusters: list[list[int]] = []
    end = float("-inf")
    for number in sorted(numbers, key=lambda each: _span(placed, each)):
        left, right = _span(placed, number)
        if clusters and left <= end + 4:
            clusters[-1].append(number)
        else:
            clusters.append([number])
        end = max(end, right)
    return clusters


def _cost(placed: Rows, order: tuple[int, ...]) -> int:
    """Crossings where the first of the order has the lowest bar."""
    return sum(_pair(placed, low, high) for at, low in enumerate(order) for high in order[at + 1:])


def _pair(placed: Rows, low: int, high: int) -> int:
    (a, b), (c, d) = _span(placed, low), _span(placed, high)
    from_above = bool(placed.unions[low].partners) and c < placed.middle(placed.unions[low]) < d
    return from_above + sum(a < placed.x[each] < b for each in placed.unions[high].ids)


def crossings(drawn: Drawn) -> int:
    """How often lines of different unions cross, lie on each other, or run through somebody's symbol."""
    pieces = [(line.union, *_box(piece)) for line in drawn.lines for piece in line.pieces]
    crossed = sum(_meet(one[1:], other[1:]) for at, one in enumerate(pieces) for other in pieces[at + 1:] if one[0] != other[0])
    return crossed + sum(_hits(piece, x, y) for line in drawn.lines
                         for piece in line.pieces for each, (x, y) in drawn.at.items() if each not in line.ends)


def _hits(piece: tuple[Point, Point], x: float, y: float) -> bool:
    """Whether a piece runs through the symbol at (x, y); a slanting one, of twins, may end at the height where symbols begin."""
    box, symbol = _box(piece), (x - HALF, y - HALF, x + HALF, y + HALF)
    is_slanting = box[0] < box[2] and box[1] < box[3]
    return _meet(box, symbol) and not (is_slanting and box[3] <= symbol[1])


def _box(piece: tuple[Point, Point]) -> tuple[float, float, float, float]:
    (ax, ay), (bx, by) = piece
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _meet(one: tuple, other: tuple, slack: float = .2) -> bool:
    """Whether two boxes (a piece has no width) overlap by more than a touch of their ends."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across >= 0 and along >= 0 and (across > slack or along > slack or _inside(one, other))


def _inside(one: tuple, other: tuple) -> bool:
    """Whether a vertical and a horizontal piece meet within both, not at an end of one."""
    upright, flat = (one, other) if one[0] == one[2] else (other, one)
    return flat[0] + .2 < upright[0] < flat[2] - .2 and upright[1] + .2 < flat[1] < upright[3] - .2


__all__ = ["ARCH", "COUPLE_GAP", "HALF", "LABEL", "PITCH", "TRACK", "Drawn", "Line", "Point", "crossings", "draw_lines"]

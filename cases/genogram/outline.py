"""The outline of several rectangles as one shape with round corners."""
Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]
RADIUS = 12.0
_AROUND = ((1, 0), (0, 1), (-1, 0), (0, -1))  # right, down, left, up: the shape lies on the right hand


def outline(boxes: list[Box]) -> str:
    """What a path's `d` says of the shape: one ring for each part of it, and for each hole."""
    return "".join(_rounded(ring) for ring in rings_of(boxes))


def rings_of(boxes: list[Box]) -> list[list[Point]]:
    """The corners of every ring around what the boxes cover together."""
    steps = _edges(boxes)
    rings = []
    while steps:
        start = min(steps)
        at, way, ring = start, 0, []
        while True:
            turn = next(each for each in (way + 1, way, way - 1, way + 2) if each % 4 in steps.get(at, {})) % 4
            if turn != way or not ring:
                ring.append(at)
            following = steps[at].pop(turn)
            if not steps[at]:
                del steps[at]
            at, way = following, turn
            if at == start:
                break
        rings.append(ring)
    return rings


def _edges(boxes: list[Box]) -> dict[Point, dict[int, Point]]:
    """Point -> direction -> the next point, along the border of what is covered, on a grid of all the boxes' sides."""
    xs, ys = (sorted({box[side] for box in boxes for side in sides}) for sides in ((0, 2), (1, 3)))
    covered = {(i, j) for i, (a, c) in enumerate(zip(xs, xs[1:], strict=False)) for j, (b, d) in enumerate(zip(ys, ys[1:], strict=False))
               if any(box[0] <= a and c <= box[2] and box[1] <= b and d <= box[3] for box in boxes)}
    found: dict[Point, dict[int, Point]] = {}
    for i, j in covered:
        corners = [(xs[i], ys[j]), (xs[i + 1], ys[j]), (xs[i + 1], ys[j + 1]), (xs[i], ys[j + 1])]
        for way, beyond in enumerate(((i, j - 1), (i + 1, j), (i, j + 1), (i - 1, j))):
            if beyond not in covered:
                found.setdefault(corners[way], {})[way] = corners[(way + 1) % 4]
    return found


def _rounded(ring: list[Point]) -> str:
    drawn = []
    for number, (x, y) in enumerate(ring):
        before, after = ring[number - 1], ring[(number + 1) % len(ring)]
        (ax, ay), (bx, by) = _towards((x, y), before), _towards((x, y), after)
        drawn.append(f"{'L' if drawn else 'M'}{ax:.1f} {ay:.1f}Q{x:.1f} {y:.1f} {bx:.1f} {by:.1f}")
    return "".join(drawn) + "Z"


def _towards(corner: Point, other: Point) -> Point:
    """Where a corner's curve begins on the side to another corner."""
    (x, y), (a, b) = corner, other
    long = abs(a - x) + abs(b - y)
    share = min(RADIUS, long / 2) / long
    return x + (a - x) * share, y + (b - y) * share

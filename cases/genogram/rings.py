"""The enclosure of those who live together: boxes around who stand side by side, and passages between the boxes."""
from collections.abc import Iterator
from itertools import combinations

from .layout import Layout
from .lines import HALF, LABEL
from .outline import Box

SIDE, ABOVE = 50.0, HALF + 12
INTO, BAND = 14.0, 30.0  # how far a passage reaches into a box, and how wide it is
BELOW, SNAP = 20.0, 24.0  # of a passage that runs below a row; edges that lie so near become one


def enclosure(here: set[int], placed: Layout) -> tuple[list[Box], bool]:
    """The boxes and passages around `here`, and whether they hang together. Nobody else stands in them."""
    others = [(x - SIDE + 2, y - HALF - 8, x + SIDE - 2, y + LABEL - 2) for each, (x, y) in placed.at.items() if each not in here]
    boxes = _aligned(_boxes(here, placed), others)
    groups = [{number} for number in range(len(boxes))]
    passages: list[Box] = []
    pairs = sorted(combinations(range(len(boxes)), 2), key=lambda pair: _far(boxes[pair[0]], boxes[pair[1]]))
    for one, other in pairs:
        mine, theirs = (next(group for group in groups if each in group) for each in (one, other))
        for number, way in enumerate(_ways(boxes[one], boxes[other])):
            wanted = mine is not theirs or (number == 0 and _are_neighbours(boxes[one], boxes[other], placed))
            if wanted and not any(_overlap(leg, each) for leg in way for each in others):
                passages += way
                groups = [each for each in groups if each is not mine and each is not theirs] + [mine | theirs]
                break
    return [*boxes, *passages], len(groups) < 2


def _boxes(here: set[int], placed: Layout) -> list[Box]:
    rows: dict[float, list[tuple[float, int]]] = {}
    for pk, (x, y) in placed.at.items():
        rows.setdefault(y, []).append((x, pk))
    boxes: list[Box] = []
    for y, row in sorted(rows.items()):
        open_box = False
        for x, pk in sorted(row):
            if pk in here and open_box:
                boxes[-1] = (*boxes[-1][:2], x + SIDE, boxes[-1][3])
            elif pk in here:
                boxes.append((x - SIDE, y - ABOVE, x + SIDE, y + LABEL))
            open_box = pk in here
    return boxes


def _aligned(boxes: list[Box], others: list[Box]) -> list[Box]:
    """The boxes with edges that lie nearly above each other made one, as far as nobody stands in the way."""
    boxes = [*boxes]
    for at, number in [(at, number) for number in range(len(boxes)) for at in (0, 2)]:
        near = [box[at] for box in boxes if abs(box[at] - boxes[number][at]) < SNAP]
        wider = [*boxes[number]]
        wider[at] = min(near) if at == 0 else max(near)
        if not any(_overlap(tuple(wider), each) for each in others):
            boxes[number] = tuple(wider)
    return boxes


def _ways(one: Box, other: Box) -> Iterator[list[Box]]:
    """Passages between two boxes, the simplest first: straight down, straight across, round a corner, below the row."""
    above, below = sorted((one, other), key=lambda box: (box[1], box[0]))
    left, right = max(above[0], below[0]), min(above[2], below[2])
    if right - left > BAND:
        for start, end in ((left, right), (left, left + BAND), (right - BAND, right)):
            yield [(start, above[3] - INTO, end, below[1] + INTO)]
    elif above[3] < below[1]:
        yield from _corners(above, below)
    else:
        yield from _beside(*sorted((one, other)))


def _corners(above: Box, below: Box) -> Iterator[list[Box]]:
    """Down and then across, or across and then down."""
    high, low = (above[3] - BAND, above[3]), (below[1], below[1] + BAND)
    goes_right = above[0] < below[0]
    start = (above[2] - BAND, above[2]) if goes_right else (above[0], above[0] + BAND)
    end = (below[0], below[0] + BAND) if goes_right else (below[2] - BAND, below[2])
    left, right = min(start[0], end[0]), max(start[1], end[1])
    yield [(start[0], high[0], start[1], low[1]), (left, low[0], right, low[1])]
    yield [(left, high[0], right, high[1]), (end[0], high[0], end[1], low[1])]


def _beside(left: Box, right: Box) -> Iterator[list[Box]]:
    top, bottom = max(left[1], right[1]), min(left[3], right[3])
    if bottom - top > BAND:
        yield [(left[2] - INTO, top, right[0] + INTO, bottom)]
    low = max(left[3], right[3]) + BELOW
    ends = [(left[2] - BAND, left[3] - INTO, left[2], low), (right[0], right[3] - INTO, right[0] + BAND, low)]
    yield [*ends, (ends[0][0], low - BELOW + 4, ends[1][2], low)]


def _far(one: Box, other: Box) -> float:
    across, along = (max(one[side], other[side]) - min(one[side + 2], other[side + 2]) for side in (0, 1))
    return max(across, 0) + max(along, 0)


def _are_neighbours(one: Box, other: Box, placed: Layout) -> bool:
    """Whether one stands straight above the other with no row between."""
    above, below = sorted((one, other), key=lambda box: box[1])
    return min(one[2], other[2]) - max(one[0], other[0]) > BAND and above[3] < below[1] and not any(above[3] < y < below[1] for _, y in placed.at.values())


def _overlap(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])

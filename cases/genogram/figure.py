"""The genogram as SVG."""
from .family import ASSUMED, Family, other_parentages, other_siblings
from .layout import Layout, lay_out
from .legend import genogram_items, legend
from .lines import HALF, LABEL
from .svg import INK, MUTED, RING, RING_LINE, line, picture, tag, words
from .symbols import CHILD_DASH, Signs, couple_line, couple_mark, symbol

MARGIN, LEAST = 70.0, 760.0


def genogram(family: Family, signs: Signs, *, title: str, told: str) -> str:
    """The figure with its legend. `told` says in short what it shows, for who cannot see it."""
    placed = lay_out(family)
    width = max(placed.width + 2 * MARGIN, LEAST)
    left, top = (width - placed.width) / 2, 34.0
    inside = "".join([_rings(family, placed), *(_line(each, signs) for each in placed.lines), *_second_parents(family, placed), *_siblings_apart(family, placed),
                      *(_person(family, placed, pk, signs) for pk in placed.at)])
    below, high = legend(genogram_items(signs), MARGIN / 2, top + placed.height + 24, width - MARGIN)
    return picture(tag("g", inside, transform=f"translate({left:.1f} {top:.1f})") + below, key="genogram", title=title,
                   told=told, width=width, height=top + placed.height + 24 + high)


def _line(each, signs: Signs) -> str:
    if each.what != "couple":
        return line(each.points, dash=CHILD_DASH.get(each.kind))
    (ax, ay), (bx, _) = each.points[len(each.points) // 2 - 1:len(each.points) // 2 + 1]
    points = ((ax - 12, ay), (bx + 12, ay)) if len(each.points) == 2 else each.points  # on into the symbols, which are drawn over it
    return couple_line(each.kind, points) + couple_mark(each.kind, (ax + bx) / 2, ay, signs)


def _person(family: Family, placed: Layout, pk: int, signs: Signs) -> str:
    person, (x, y) = family.person(pk), placed.at[pk]
    return symbol(person, x, y, signs) + words(person.name, x, y + HALF + 16, room=98) + (
        words(person.role, x, y + HALF + 31, size=11, room=98, fill=MUTED) if person.role else "")


def _second_parents(family: Family, placed: Layout) -> list[str]:
    """Slanting lines to parents under whom the child is not drawn."""
    return [_slanting(placed.at[each.parent], placed.at[each.child], each.kind) for each in other_parentages(family)]


def _slanting(parent, child, kind: str) -> str:
    (ax, ay), (bx, by) = parent, child
    side = (HALF if bx > ax else -HALF) * .7
    start = (ax, ay + LABEL) if by > ay + LABEL + HALF else (ax + side, ay + HALF)  # below the words of the parent
    return line([start, (bx - side, by - HALF)], dash=CHILD_DASH.get(kind), stroke=MUTED, width=1.5)


def _siblings_apart(family: Family, placed: Layout) -> list[str]:
    """Dotted lines over the heads of siblings who hang on no line together."""
    return [_over(*sorted((placed.at[each.a], placed.at[each.b])), "双子" if each.are_twins else "") for each in other_siblings(family, placed.unions)]


def _over(left, right, told: str) -> str:
    (ax, ay), (bx, by) = left, right
    high = min(ay, by) - HALF - 11
    points = ((ax + 9, ay - HALF), (ax + 9, high), (bx - 9, high), (bx - 9, by - HALF))
    return line(points, dash=CHILD_DASH[ASSUMED], stroke=INK, width=1.5) + (
        words(told, (ax + bx) / 2, high - 3, size=11) if told else "")


def _rings(family: Family, placed: Layout) -> str:
    """One outline around those who live together, as far as they stand together."""
    boxes = _boxes(family, placed)
    passages = [joined for at, one in enumerate(boxes) for other in boxes[at + 1:] if (joined := _between(one, other, placed))]
    around = [{"x": a, "y": b, "width": c - a, "height": d - b, "rx": rx} for each, rx in ((boxes, 12), (passages, 0))
              for a, b, c, d in each]
    return "".join([*(tag("rect", **each, fill=RING, stroke=RING_LINE, stroke_width=3) for each in around),
                    *(tag("rect", **each, fill=RING) for each in around)])


def _boxes(family: Family, placed: Layout) -> list[tuple[float, float, float, float]]:
    here = {each.id for each in family.people if each.lives_here and not each.is_dead}
    rows: dict[float, list[tuple[float, int]]] = {}
    for pk, (x, y) in placed.at.items():
        rows.setdefault(y, []).append((x, pk))
    boxes = []
    for y, row in sorted(rows.items()):
        open_box = False
        for x, pk in sorted(row):
            if pk in here and open_box:
                boxes[-1] = (*boxes[-1][:2], x + 50, boxes[-1][3])
            elif pk in here:
                boxes.append((x - 50, y - HALF - 12, x + 50, y + LABEL))
            open_box = pk in here
    return boxes


def _between(one, other, placed: Layout):
    """The passage between two boxes of neighbouring generations that stand above each other."""
    above, below = sorted((one, other), key=lambda box: box[1])
    left, right = max(above[0], below[0]), min(above[2], below[2])
    rows = sorted({y for _, y in placed.at.values()})
    neighbours = above[3] < below[1] and not any(above[3] < y < below[1] for y in rows)
    return (left, above[3] - 14, right, below[1] + 14) if neighbours and right - left > 30 else None

"""The genogram as SVG."""
from .family import ASSUMED, Family, other_parentages, other_siblings
from .layout import Layout, lay_out
from .legend import genogram_items, legend
from .lines import HALF, LABEL
from .outline import Box, outline
from .rings import enclosure
from .svg import INK, MUTED, RING, RING_LINE, block, line, lines_of, picture, tag, words
from .symbols import CHILD_DASH, Signs, age_fits, couple_line, couple_mark, other_parent_line, symbol

MARGIN, LEAST, ROOM = 70.0, 760.0, 98.0


def genogram(family: Family, signs: Signs, *, title: str, told: str) -> str:
    """The figure with its legend. `told` says in short what it shows, for who cannot see it."""
    placed = lay_out(family)
    width = max(placed.width + 2 * MARGIN, LEAST)
    left, top = (width - placed.width) / 2, 34.0
    boxes, is_whole = enclosure({each.id for each in family.people if each.lives_here and not each.is_dead}, placed)
    inside = "".join([_ring(boxes), *(_line(each, signs) for each in placed.lines), *_second_parents(family, placed), *_siblings_apart(family, placed),
                      *(_person(family, placed, pk, signs) for pk in placed.at)])
    down = top + max([placed.height, *(box[3] for box in boxes)]) + 24
    below, high = legend(genogram_items(signs, is_whole), MARGIN / 2, down, width - MARGIN)
    return picture(tag("g", inside, transform=f"translate({left:.1f} {top:.1f})") + below, key="genogram", title=title,
                   told=told, width=width, height=down + high)


def _line(each, signs: Signs) -> str:
    if each.what != "couple":
        return line(each.points, dash=CHILD_DASH.get(each.kind))
    (ax, ay), (bx, _) = each.points[len(each.points) // 2 - 1:len(each.points) // 2 + 1]
    points = ((ax - 12, ay), (bx + 12, ay)) if len(each.points) == 2 else each.points  # on into the symbols, which are drawn over it
    return couple_line(each.kind, points) + couple_mark(each.kind, (ax + bx) / 2, ay, signs)


def _person(family: Family, placed: Layout, pk: int, signs: Signs) -> str:
    person, (x, y) = family.person(pk), placed.at[pk]
    size = 13 if len(lines_of(person.name, 13, ROOM)) < 2 else 12
    is_long = len(lines_of(person.name, size, ROOM)) > 1
    name = block(person.name, x, y + HALF + (14 if is_long else 16), size=size, pitch=13, room=ROOM)
    under = "　".join(each for each in ("" if age_fits(person, signs) else person.age, person.role) if each)
    return symbol(person, x, y, signs) + name + block(under, x, y + HALF + (40 if is_long else 31), size=11, most=1, room=ROOM, fill=MUTED)


def _second_parents(family: Family, placed: Layout) -> list[str]:
    """Slanting lines to parents under whom the child is not drawn."""
    return [_slanting(placed.at[each.parent], placed.at[each.child], each.kind) for each in other_parentages(family)]


def _slanting(parent, child, kind: str) -> str:
    (ax, ay), (bx, by) = parent, child
    side = (HALF if bx > ax else -HALF) * .7
    start = (ax, ay + LABEL) if by > ay + LABEL + HALF else (ax + side, ay + HALF)  # below the words of the parent
    return other_parent_line([start, (bx - side, by - HALF)], kind)


def _siblings_apart(family: Family, placed: Layout) -> list[str]:
    """Dotted lines over the heads of siblings who hang on no line together."""
    return [_over(*sorted((placed.at[each.a], placed.at[each.b])), "双子" if each.are_twins else "") for each in other_siblings(family, placed.unions)]


def _over(left, right, told: str) -> str:
    (ax, ay), (bx, by) = left, right
    high = min(ay, by) - HALF - 11
    points = ((ax + 9, ay - HALF), (ax + 9, high), (bx - 9, high), (bx - 9, by - HALF))
    return line(points, dash=CHILD_DASH[ASSUMED], stroke=INK, width=1.5) + (
        words(told, (ax + bx) / 2, high - 3, size=11) if told else "")


def _ring(boxes: list[Box]) -> str:
    """One outline around those who live together."""
    return tag("path", d=outline(boxes), fill=RING, stroke=RING_LINE, stroke_width=1.5, fill_rule="evenodd") if boxes else ""

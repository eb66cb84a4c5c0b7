"""The symbols of a person and of a relation. Where regions differ, the council has chosen (Signs)."""
from dataclasses import dataclass

from .family import BLOOD, COHABITING, DIVORCED, SEPARATED, UNSTATED, Person
from .lines import HALF
from .svg import INK, MUTED, PAPER, line, tag, width_of, words

FILL, CROSS, TRIANGLE, DIAMOND, SLASHES = "fill", "cross", "triangle", "diamond", "slashes"
DASHED, DOTTED, MIXED = "7 4", "2 4", "10 3 2 3"
COUPLE_DASH = {COHABITING: DOTTED, UNSTATED: MIXED}
CHILD_DASH = {"adopted": DASHED, "foster": DASHED, "step": DASHED, "assumed": DOTTED}


@dataclass(frozen=True)
class Signs:
    """How death (fill or cross), another or unknown sex (triangle or diamond) and divorce (slashes or cross) are shown."""

    death: str = FILL
    unknown: str = TRIANGLE
    divorce: str = SLASHES


def symbol(person: Person, x: float, y: float, signs: Signs, half: float = HALF) -> str:
    """The symbol around its middle, with the age inside; doubled for the 本人, with a star for the key person."""
    dark = person.is_dead and signs.death == FILL
    drawn = shape(person.sex, x, y, half, signs, fill=INK if dark else PAPER)
    if person.is_index:
        drawn += shape(person.sex, x, y, half - 5, signs, fill="none", stroke=PAPER if dark else INK)
    if person.is_dead and signs.death == CROSS:
        drawn += cross(x, y, half)
    if person.age and half >= HALF and age_fits(person, signs):
        low, size, _ = _age_place(person, signs)
        drawn += words(person.age, x, y + low, size=size, fill=PAPER if dark else INK)
    if person.is_key:
        drawn += star(x + half + 6, y - half) if half >= HALF else star(x, y - half - 7, 11)
    return drawn


def age_fits(person: Person, signs: Signs) -> bool:
    """Whether the age has room inside the symbol: 82 and 40代 have."""
    _, size, room = _age_place(person, signs)
    return width_of(person.age, size) <= room


def _age_place(person: Person, signs: Signs) -> tuple[float, int, float]:
    """How far below the middle the age stands, its size and its room, within the inner line of the 本人."""
    if person.sex in ("male", "female"):
        return 5, 12, 28 if person.is_index else 36
    if signs.unknown == DIAMOND:
        return 4, 11, 18 if person.is_index else 28
    return (11, 10, 16) if person.is_index else (14, 11, 26)


def shape(sex: str, x: float, y: float, half: float, signs: Signs, *, fill: str, stroke: str = INK) -> str:
    """□ of a man, ○ of a woman, △ or ◇ of everyone else."""
    if sex == "male":
        return tag("rect", x=x - half, y=y - half, width=half * 2, height=half * 2, fill=fill, stroke=stroke, stroke_width=2)
    if sex == "female":
        return tag("circle", cx=x, cy=y, r=half, fill=fill, stroke=stroke, stroke_width=2)
    corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)] if signs.unknown == DIAMOND else [
        (x, y - half), (x + half, y + half * .8), (x - half, y + half * .8)]
    return tag("polygon", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in corners), fill=fill, stroke=stroke, stroke_width=2)


def cross(x: float, y: float, half: float) -> str:
    """× over a symbol or a line."""
    return line([(x - half, y - half), (x + half, y + half)], width=1.5) + line([(x - half, y + half), (x + half, y - half)], width=1.5)


def star(x: float, y: float, size: int = 16) -> str:
    """★ of the key person, beside a large symbol and above a small one."""
    return words("★", x, y + size * .3, size=size)


def couple_mark(status: str, x: float, y: float, signs: Signs) -> str:
    """What stands on the middle of a couple's line: / when they live apart, // or × when they are divorced."""
    if status == DIVORCED and signs.divorce == CROSS:
        return cross(x, y, 8)
    shifts = {SEPARATED: (0,), DIVORCED: (-4, 4)}.get(status, ())
    return "".join(line([(x + each - 5, y + 9), (x + each + 5, y - 9)]) for each in shifts)


def other_parent_line(points, kind: str = BLOOD) -> str:
    """The thin line to a parent under whom the child is not drawn."""
    return line(points, dash=CHILD_DASH.get(kind), stroke=MUTED, width=1.5)


def couple_line(status: str, points) -> str:
    """The line of a couple: full, dotted when unmarried, thin and mixed where nothing is said of a marriage."""
    return line(points, dash=COUPLE_DASH.get(status), width=1.5 if status == UNSTATED else 2, stroke=MUTED if status == UNSTATED else INK)

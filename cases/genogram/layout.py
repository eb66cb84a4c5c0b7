"""The places of a whole family: each component on its own, beside each other; who hangs on nobody, in rows below."""
from dataclasses import dataclass

from .family import Family, Union, unions_of
from .generations import components_of, generations_of
from .lines import HALF, LABEL, PITCH, Drawn, Line, crossings, draw_lines
from .order import Choices, Walk, alternatives, roots_of
from .place import GAP, place

TRIES, FOR_CUSTOM = 160, 40  # orders looked at for one component, against crossings and for custom's sake
WORK = 16_000  # orders times people squared: of a crowd fewer orders are looked at, so that no page waits for it
BETWEEN, PER_ROW = 150.0, 8


@dataclass(frozen=True)
class Layout:
    """Where everyone stands (the middle of the symbol), the lines, and the size of it all without a margin."""

    at: dict[int, tuple[float, float]]
    lines: tuple[Line, ...]
    unions: tuple[Union, ...]
    width: float
    height: float
    crossings: int
    apart: int


def lay_out(family: Family) -> Layout:
    """Everyone exactly once, parents above children, couples side by side, crossings only where TRIES find no way round."""
    unions = unions_of(family)
    at: dict[int, tuple[float, float]] = {}
    lines: list[Line] = []
    kept: list[Union] = []
    right, bottom, crossed, apart = 0.0, 0.0, 0, 0
    for members in components_of(family, unions):
        own = [union for union in unions if {*union.partners, *union.ids} <= members]
        drawn = _best(family, members, own)
        at |= {each: (x + right, y) for each, (x, y) in drawn.at.items()}
        lines += [_moved(line, right, len(kept)) for line in drawn.lines]
        kept += own
        right = max(x for x, _ in at.values()) + BETWEEN
        bottom = max(bottom, max(y for _, y in drawn.at.values()))
        crossed, apart = crossed + crossings(drawn), apart + drawn.apart
    alone = [each.id for each in family.people if each.id not in at]
    start = bottom + PITCH if at else HALF
    at |= {each: (number % PER_ROW * GAP, start + number // PER_ROW * (PITCH - 30)) for number, each in enumerate(alone)}
    top = min([y - HALF for _, y in at.values()] + [y for line in lines for _, y in line.points], default=0)
    at, lines = {each: (x, y - top) for each, (x, y) in at.items()}, [_moved(line, 0, 0, -top) for line in lines]
    return Layout(at, tuple(lines), tuple(kept), max((x for x, _ in at.values()), default=0),
                  max((y for _, y in at.values()), default=0) + LABEL, crossed, apart)


def _moved(line: Line, right: float, unions: int, down: float = 0.0) -> Line:
    return Line(line.union + unions, line.what, line.kind, tuple((x + right, y + down) for x, y in line.points), line.ends)


def _best(family: Family, members: set[int], unions: list[Union]) -> Drawn:
    """The best of the orders tried: first every root by rule, then single steps as long as they better it."""
    generation = generations_of(members, unions)
    tried: dict[Choices, tuple] = {}

    def worth(choices: Choices) -> tuple:
        if choices not in tried:
            tried[choices] = _worth(family, unions, generation, choices)
        return tried[choices]

    tries = max(2, min(TRIES, WORK // len(members) ** 2))
    best = min((Choices(root) for root in roots_of(unions)[:tries]), key=lambda each: worth(each)[:2])
    better = True
    while better and any(worth(best)[:2]):
        better = False
        for step in alternatives(family, unions, best):
            if len(tried) < (tries if worth(best)[0] else min(tries, FOR_CUSTOM)) and worth(step())[:2] < worth(best)[:2]:
                best, better = step(), True
    return worth(best)[2]


def _worth(family: Family, unions: list[Union], generation: dict[int, int], choices: Choices) -> tuple[int, int, Drawn]:
    """(what is wrong, what departs from custom, the drawing)."""
    walk = Walk(family, unions, generation, choices)
    drawn = draw_lines(place(walk.order(), generation, unions), generation, family.born_with)
    late = sum(drawn.at[a][0] > drawn.at[b][0] for union in unions for a in union.ids for b in union.ids
               if walk.birth_key(a) < walk.birth_key(b))
    return crossings(drawn) * 2 + drawn.apart, late * 3 + _against_custom(family, unions, drawn) + _between_twins(family, drawn) * 2, drawn


def _between_twins(family: Family, drawn: Drawn) -> int:
    """Who stands between twins."""
    spans = {frozenset(group): [drawn.at[each] for each in group if each in drawn.at] for group in family.born_with.values()}
    return sum(min(spots)[0] < x < max(spots)[0] and y == spots[0][1] and each not in group
               for group, spots in spans.items() if spots for each, (x, y) in drawn.at.items())


def _against_custom(family: Family, unions: list[Union], drawn: Drawn) -> int:
    """Wives on the left of the only husband they have had, and later marriages on the left of earlier ones."""
    couples = sorted((union for union in unions if len(union.partners) == 2), key=lambda each: each.order)
    married = [each for union in couples for each in union.partners]
    x = {each: place[0] for each, place in drawn.at.items()}
    count = 0
    for number, union in enumerate(couples):
        for one, other in (union.partners, union.partners[::-1]):
            sexes = (family.person(one).sex, family.person(other).sex)
            count += sexes == ("female", "male") and x[one] < x[other] and married.count(one) == married.count(other) == 1
            count += sum(x[later] < x[other] for union2 in couples[number + 1:] if one in union2.partners
                         for later in union2.partners if later != one)
    return count

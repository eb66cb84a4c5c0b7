"""A family as plain data, and the unions (couples, lone parents, siblings without parents) that hold it together."""
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

MARRIED, COHABITING, SEPARATED, DIVORCED, UNSTATED = "married", "cohabiting", "separated", "divorced", "unstated"
BLOOD, ADOPTED, FOSTER, STEP, ASSUMED = "blood", "adopted", "foster", "step", "assumed"
_HOMES = (BLOOD, ADOPTED, FOSTER, STEP)  # under which parents a child is drawn, the first that are known
_SHOWN = (*_HOMES, ASSUMED)


@dataclass(frozen=True)
class Person:
    """Someone in the figure. `age` is what stands inside the symbol, `born` sorts siblings, the eldest first."""

    id: int
    name: str
    sex: str = ""  # male, female or "" for everything else
    age: str = ""
    role: str = ""  # 続柄
    born: str = ""
    is_dead: bool = False
    is_index: bool = False  # 本人
    is_key: bool = False
    lives_here: bool = False


@dataclass(frozen=True)
class Couple:
    """Two people who are or were together, and in words since or until when."""

    a: int
    b: int
    status: str = MARRIED
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Parentage:
    """A parent of a child."""

    parent: int
    child: int
    kind: str = BLOOD


@dataclass(frozen=True)
class Siblings:
    """Two who are brothers or sisters, for whom no common parents are in the figure; or twins, whoever their parents are."""

    a: int
    b: int
    are_twins: bool = False


@dataclass(frozen=True)
class Family:
    """Everyone and everything that is drawn. What points to nobody here is left out by `unions_of`."""

    people: tuple[Person, ...]
    couples: tuple[Couple, ...] = ()
    parentages: tuple[Parentage, ...] = ()
    siblings: tuple[Siblings, ...] = ()

    def person(self, pk: int) -> Person:
        """The person with this id."""
        return self._by_id[pk]

    @cached_property
    def _by_id(self) -> dict[int, Person]:
        return {each.id: each for each in self.people}

    @cached_property
    def born_with(self) -> dict[int, set[int]]:
        """A twin -> all who were born with it, itself among them."""
        groups = _groups((each.a, each.b) for each in self.siblings if each.are_twins and {each.a, each.b} <= set(self._by_id))
        return {each: group for group in groups for each in group}


@dataclass
class Union:
    """A couple, a lone parent, or nobody known, with the children drawn below: (child, kind of parentage)."""

    partners: tuple[int, ...]
    status: str = UNSTATED
    order: int = 0
    children: list[tuple[int, str]] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        """The children's ids."""
        return [child for child, _ in self.children]


def common_kind(kinds: Iterable[str]) -> str:
    """The kind of a line that several children share: of the nearest of them."""
    return min(kinds, key=_SHOWN.index)


def unions_of(family: Family) -> list[Union]:
    """Every union of the family: first the couples as they were entered, then other parents, then siblings alone."""
    known = {each.id for each in family.people}
    found: dict[frozenset, Union] = {}
    for number, couple in enumerate(family.couples):
        if {couple.a, couple.b} <= known and couple.a != couple.b:
            found.setdefault(frozenset((couple.a, couple.b)), Union((couple.a, couple.b), couple.status, number))
    homes = homes_of(family)
    for child, (parents, kind) in homes.items():
        union = found.setdefault(frozenset(parents), Union(parents, order=len(found)))
        union.children.append((child, kind))
    _join_siblings(family, list(found.values()), found, known)
    return list(found.values())


def homes_of(family: Family) -> dict[int, tuple[tuple[int, ...], str]]:
    """Child -> the one or two parents under whom it is drawn, and how they are its parents."""
    known, homes = {each.id for each in family.people}, {}
    for person in family.people:
        own = [each for each in family.parentages if each.child == person.id and each.parent in known and each.parent != person.id]
        for kind in _HOMES:
            parents = tuple(dict.fromkeys(each.parent for each in own if each.kind == kind))[:2]
            if parents and person.id not in homes:
                homes[person.id] = (parents, kind)
    return homes


def other_parentages(family: Family) -> list[Parentage]:
    """Parentages that the unions do not show: a second pair of parents, or a stepfather beside the mother."""
    homes, known = homes_of(family), {each.id for each in family.people}
    return [each for each in family.parentages if each.parent in known and each.child in known and each.parent != each.child
            and each.parent not in homes[each.child][0]]


def other_siblings(family: Family, unions: Iterable[Union]) -> list[Siblings]:
    """Siblings whom no line to the same parents, or to each other, joins."""
    known = {each.id for each in family.people}
    parents = {each: {one.parent for one in family.parentages if one.child == each and one.parent in known} for each in known}
    together = [set(union.ids) for union in unions]
    return [each for each in family.siblings if {each.a, each.b} <= known and each.a != each.b
            and not parents[each.a] & parents[each.b] and not any({each.a, each.b} <= ids for ids in together)]


def _join_siblings(family: Family, unions: list[Union], found: dict, known: set[int]) -> None:
    """Put siblings into the sibship of the one whose parents are known; else into one without parents."""
    groups = _groups((each.a, each.b) for each in family.siblings if {each.a, each.b} <= known and each.a != each.b)
    for group in groups:
        placed = {child for union in unions for child in union.ids}
        homes = [union for union in unions if placed & group & set(union.ids)]
        home = homes[0] if homes else Union((), order=len(found))
        if not homes:
            found[frozenset(("siblings", min(group)))] = home
        home.children += [(each, ASSUMED) for each in sorted(group - placed)]


def _groups(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    groups: list[set[int]] = []
    for pair in pairs:
        touching = [each for each in groups if each & set(pair)]
        groups = [each for each in groups if each not in touching] + [set(pair).union(*touching)]
    return groups

"""From left to right: one order of everybody in which families stay together, so that their lines need not cross.

A family is walked from a couple at the top. Whatever belongs to one person (spouses, their parents and siblings,
children) is put beside that person as one slab; slabs never interleave. Choices turn single couples and siblings round.
"""
from collections.abc import Callable
from dataclasses import dataclass, field

from .family import Family, Union


@dataclass(frozen=True)
class Choices:
    """Where an order departs from the rule: couples turned round, and siblings moved to an end (-1 left, 1 right)."""

    root: int = 0
    turned: frozenset[int] = frozenset()
    moved: tuple[tuple[int, int], ...] = ()


@dataclass
class Walk:
    """One walk over a component; `order` gives the result."""

    family: Family
    unions: list[Union]
    rows: dict[int, int]
    choices: Choices
    seen: set[int] = field(default_factory=set)
    done: set[int] = field(default_factory=set)

    def order(self) -> list[int]:
        """Everyone once, from left to right."""
        found = self._from_the_top(self.choices.root)
        for number in range(len(self.unions)):  # what a ring of relations has cut off
            if number not in self.done:
                found += self._from_the_top(number)
        return found

    def _from_the_top(self, number: int) -> list[int]:
        self.done.add(number)
        partners = self._partners(number, False)
        self.seen.update(partners)
        left = self._beside(partners[0], "left", False) if len(partners) == 2 else []
        right_of_lone = self._beside(partners[0], "right", False) if len(partners) == 1 else []
        first, rest = self._children(number, False)
        right = self._beside(partners[1], "right", False) if len(partners) == 2 else right_of_lone
        return [*left, *first, *partners, *rest, *right]

    def _partners(self, number: int, mirrored: bool) -> list[int]:
        """Those of the union not yet placed, the husband on the left unless turned."""
        union = self.unions[number]
        partners = sorted(union.partners, key=lambda each: {"male": 0, "female": 2}.get(self.family.person(each).sex, 1))
        if (number in self.choices.turned) != mirrored:
            partners.reverse()
        return [each for each in partners if each not in self.seen]

    def _beside(self, person: int, side: str, mirrored: bool) -> list[int]:
        """Everything that hangs on a person, all of it on one side; the person is left out."""
        if side == "left":
            return self._beside(person, "right", not mirrored)[::-1]
        out: list[int] = []
        for number in self._other_unions(person):
            out += self._with_spouse(person, number, mirrored)
        return out + self._origin(person, mirrored)

    def _with_spouse(self, person: int, number: int, mirrored: bool) -> list[int]:
        """The right side of a union of `person`: children, spouse, and what hangs on the spouse."""
        self.done.add(number)
        spouses = [each for each in self.unions[number].partners if each != person and each not in self.seen]
        self.seen.update(spouses)
        first, rest = self._children(number, mirrored)
        beyond = self._beside(spouses[0], "right", mirrored) if spouses else []
        below = [each for each in first if self.rows[each] > self.rows[person]]
        return [*below, *spouses, *rest, *(each for each in first if each not in below), *beyond]

    def _origin(self, person: int, mirrored: bool) -> list[int]:
        """Parents and siblings of a person at the left end of its sibship."""
        number = next((at for at, union in enumerate(self.unions) if person in union.ids and at not in self.done), None)
        if number is None:
            return []
        self.done.add(number)
        parents = self._partners(number, mirrored)
        self.seen.update(parents)
        left = self._beside(parents[0], "left", mirrored) if len(parents) == 2 else []
        above = [each for each in left if self.rows[each] < self.rows[person]]
        first, rest = self._children(number, mirrored)
        right = self._beside(parents[-1], "right", mirrored) if parents else []
        return [*above, *parents, *first, *rest, *right, *(each for each in left if each not in above)]

    def _children(self, number: int, mirrored: bool) -> tuple[list[int], list[int]]:
        """The children with all that hangs on them: what is left of the eldest, and the rest."""
        children = [each for each in self._by_birth(number) if each not in self.seen]
        if mirrored:
            children.reverse()
        self.seen.update(children)
        sides = [(self._sides(child, mirrored), child) for child in children]
        seq = [([*left, child, *right] if at else [child, *right]) for at, ((left, right), child) in enumerate(sides)]
        return (sides[0][0][0] if sides else []), [each for part in seq for each in part]

    def _by_birth(self, number: int) -> list[int]:
        ends = dict(self.choices.moved)
        return sorted(self.unions[number].ids, key=lambda each: (ends.get(each, 0), *self.birth_key(each)))

    def birth_key(self, person: int) -> tuple:
        """Sorts the eldest first, those of unknown birth as they were entered, behind; twins stand together."""
        return (*min(map(self._birth, self.family.born_with.get(person, {person}))), person)

    def _birth(self, person: int) -> tuple:
        born = self.family.person(person).born
        return (not born, born, person)

    def _sides(self, child: int, mirrored: bool) -> tuple[list[int], list[int]]:
        """What hangs on a child on either side: spouses by rule, the second on the other side."""
        numbers = self._other_unions(child)
        left: list[int] = []
        right: list[int] = []
        for at, number in enumerate(numbers):
            if self._goes_right(child, number, at, len(numbers)) != mirrored:
                right += self._with_spouse(child, number, mirrored)
            else:
                left = self._with_spouse(child, number, not mirrored)[::-1] + left
        return left, right

    def _goes_right(self, child: int, number: int, at: int, of: int) -> bool:
        right = at > 0 if of > 1 else self.family.person(child).sex != "female"
        return right != (number in self.choices.turned)

    def _other_unions(self, person: int) -> list[int]:
        own = [at for at, union in enumerate(self.unions) if person in union.partners and at not in self.done]
        return sorted(own, key=lambda at: self.unions[at].order)


def alternatives(family: Family, unions: list[Union], chosen: Choices) -> list[Callable[[], Choices]]:
    """Single steps away from some choices: a couple turned, a sibling at an end."""
    def turned(number: int) -> Choices:
        return Choices(chosen.root, chosen.turned ^ {number}, chosen.moved)

    def moved(child: int, end: int) -> Choices:
        others = tuple(each for each in chosen.moved if each[0] != child)
        return Choices(chosen.root, chosen.turned, (*others, (child, end)))

    couples = [number for number, union in enumerate(unions) if union.partners]
    siblings = [child for union in unions if len(union.children) > 1 for child in union.ids
                if any(child in each.partners for each in unions)]
    return [*(lambda n=n: turned(n) for n in couples), *(lambda c=c, e=e: moved(c, e) for c in siblings for e in (-1, 1))]


def roots_of(unions: list[Union]) -> list[int]:
    """Unions at the top: nobody in them has parents in the figure. All, where there is none."""
    children = {child for union in unions for child in union.ids}
    tops = [number for number, union in enumerate(unions) if not children & set(union.partners)]
    return tops or list(range(len(unions)))

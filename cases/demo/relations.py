"""What the invented members of a demo household are to each other, told by their 続柄 as seen from the 本人."""
from collections.abc import Iterator, Sequence

from cases.models import Member, Relation

_PARENTS, _SPOUSES = ("父", "母"), ("夫", "妻")
_CHILDREN, _SIBLINGS = ("長男", "長女", "次男", "次女"), ("兄", "姉", "弟", "妹")
_KIND = Relation.Kind


def relations_of(members: Sequence[Member]) -> Iterator[Relation]:
    """Unsaved relations of one household's saved members; none where nobody is called 本人."""
    found = {name: [each for each in members if each.relation in names] for name, names in (
        ("self", ("本人",)), ("parents", _PARENTS), ("spouses", _SPOUSES), ("children", _CHILDREN), ("siblings", _SIBLINGS))}
    for person in found["self"][:1]:
        yield from _pairs(found["parents"], [person, *found["siblings"]], _KIND.BLOOD)
        yield from _pairs([person, *found["spouses"]], found["children"], _KIND.BLOOD)
        yield from _pairs([person], found["spouses"], _KIND.MARRIED)
        yield from _pairs(found["parents"][:1], found["parents"][1:], _KIND.MARRIED)
        if not found["parents"]:
            yield from _pairs([person], found["siblings"], _KIND.SIBLINGS)


def _pairs(firsts: Sequence[Member], seconds: Sequence[Member], kind: str) -> Iterator[Relation]:
    for first in firsts:
        for second in seconds:
            yield Relation(household_id=first.household_id, first=first, second=second, kind=kind)

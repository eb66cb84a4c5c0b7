"""What relations between the members of a household cannot be: two of one kind between two people, an ancestor of oneself."""
from collections.abc import Iterable

from .models import Relation

AGAIN = "この2人には、同じ種類の関係がすでに登録されています。そちらを直してください。"
RING = "この関係を入れると、自分が自分の祖先になります。1人目が親、2人目が子です。"


def same_kinds(kind: str) -> tuple[str, ...]:
    """The kinds of which two people have one: of all parentages, of all couples, or of siblings."""
    return next((kinds for kinds in (Relation.PARENTAGES, Relation.COUPLES, Relation.SIBLINGS) if kind in kinds), (kind,))


def is_ring(known: Iterable[Relation], parent: int, child: int) -> bool:
    """Whether `parent` stands below `child` already."""
    pairs = [(each.first_id, each.second_id) for each in known if each.kind in Relation.PARENTAGES]
    found: set[int] = set()
    waiting = [child]
    while waiting:
        person = waiting.pop()
        children = {each for above, each in pairs if above == person} - found
        found |= children
        waiting += children
    return parent in found

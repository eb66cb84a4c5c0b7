"""What the invented members of a demo household are to each other, told by their 続柄 as seen from the 本人."""
from collections.abc import Iterator, Sequence

from cases.kinship import Person, proposals
from cases.models import Member, Relation


def relations_of(members: Sequence[Member]) -> Iterator[Relation]:
    """Unsaved relations of one household's saved members; none where nobody is called 本人."""
    by_id = {each.pk: each for each in members}
    for each in proposals(Person(member.pk, member.relation) for member in members):
        first = by_id[each.first]
        yield Relation(household_id=first.household_id, first=first, second=by_id[each.second], kind=each.kind)

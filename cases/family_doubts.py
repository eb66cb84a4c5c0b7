"""What may be a mistake in a family and may be true all the same (確かめたいこと): asked about, never refused."""
from collections.abc import Hashable, Iterable, Iterator

from .ages import age_on
from .models import Relation

LEAST_APART = 10  # years between a parent and a child of its own
Doubts = dict[Hashable, str]  # words by what they are about, which stays the same when a name changes
_Found = Iterator[tuple[Hashable, str]]


def doubts_of(relations: Iterable[Relation]) -> Doubts:
    """Every doubt about the relations between members; what was withdrawn raises none."""
    standing = [each for each in relations if not each.is_withdrawn]
    return dict(_young_parents(standing))


def new_doubts(before: Doubts, after: Doubts) -> list[str]:
    """The words of what a change brings up."""
    return [words for key, words in after.items() if key not in before]


def _young_parents(relations: list[Relation]) -> _Found:
    """Parents who are younger than the child, or hardly older than one of their own."""
    for each in relations:
        born, child_born = each.first.birth_date, each.second.birth_date
        if each.kind not in Relation.PARENTAGES or not (born and child_born):
            continue
        years = age_on(born, child_born)
        if born > child_born:
            yield ("younger", each.first_id, each.second_id), f"親「{each.first}」が、子「{each.second}」より後に生まれています。"
        elif each.kind == Relation.Kind.BLOOD and years < LEAST_APART:
            yield ("near", each.first_id, each.second_id), f"親「{each.first}」と子「{each.second}」の年齢の差が、{years}歳です。"

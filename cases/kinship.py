"""Relations that the 続柄 of a household's members speak for: proposals to be looked at, never stored by themselves.

続柄 are read from the one member who is 本人 or 世帯主; 「長男の妻」 from the only one who is 長男. A word that may mean
several things, or is read from nobody, proposes nothing, or each possibility.
"""
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .models import Relation
from .text import fold

Kind = Relation.Kind
COUPLE, PARENT, SIBLINGS = "couple", "parent", "siblings"
KINDS = {COUPLE: Relation.COUPLES, PARENT: Relation.PARENTAGES, SIBLINGS: Relation.SIBLINGS}


@dataclass(frozen=True, slots=True)
class Person:
    """A member: its id and its 続柄 as written."""

    id: int
    word: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two members (of PARENT the parent first), the sort of relation, the kind that is likeliest, and the words that speak for it."""

    first: int
    second: int
    sort: str
    kind: str
    words: str

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return f"{self.first}-{self.second}-{self.sort}"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds to choose from, the likeliest first."""
        return (self.kind, *(each for each in KINDS[self.sort] if each != self.kind))


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


_ANCHORS = _folded("本人 世帯主")
# word of the other -> (sort, kind); of PARENT whether the other is the parent
_SPOUSES = {Kind.MARRIED: _folded("夫 妻 配偶者 主人 家内"), Kind.COHABITING: _folded("内縁の夫 内縁の妻 内夫 内妻 未届の夫 未届の妻 事実婚の夫 事実婚の妻"),
            Kind.SEPARATED: _folded("別居中の夫 別居中の妻 別居の夫 別居の妻"), Kind.DIVORCED: _folded("元夫 元妻 前夫 前妻 離婚した夫 離婚した妻")}
_PARENTS = {Kind.BLOOD: _folded("父 母 実父 実母 父親 母親"), Kind.ADOPTED: _folded("養父 養母"), Kind.STEP: _folded("継父 継母"), Kind.FOSTER: _folded("里親 里父 里母")}
_CHILDREN = {Kind.BLOOD: _folded("子 子ども 子供 実子 息子 娘"), Kind.ADOPTED: _folded("養子 養女"), Kind.STEP: _folded("継子 連れ子"), Kind.FOSTER: _folded("里子")}
_BORN = re.compile(f"[{fold('長次二三四五六七八九')}][{fold('男女')}]|[{fold('末')}][{fold('男女子')}]")
_SIBLINGS = _folded("兄 弟 姉 妹 長兄 次兄 長姉 次姉 兄弟 姉妹 きょうだい 双子の兄 双子の弟 双子の姉 双子の妹 双子")
_IN_LAW, _GRANDPARENTS, _GRANDCHILDREN = _folded("義父 義母 舅 姑 しゅうと しゅうとめ"), _folded("祖父 祖母"), _folded("孫")
_TWIN = fold("双子")
_UNREGISTERED = fold("未届")
_GENITIVE = re.compile(f"(.+){fold('の')}(.+)")


def proposals(people: Iterable[Person]) -> list[Proposal]:
    """What the words speak for, each pair once for a sort, in the order of the people.

    Where nobody is 本人 or 世帯主 alone, only a husband and a wife are told.
    """
    people = list(people)
    found: dict[tuple, Proposal] = {}
    for each in _Reading(people).all() if people else ():
        pair = frozenset((each.first, each.second))
        if len(pair) == 2:
            found.setdefault((pair, each.sort), each)
    return list(found.values())


def anchor_of(people: Iterable[Person]) -> Person | None:
    """The member whom the other words are read from: the only 本人, where there is none the only 世帯主."""
    named = [each for each in people if _is_anchor(each)]
    return named[0] if len(named) == 1 else None


def _is_anchor(person: Person) -> bool:
    return any(part in _ANCHORS for part in _parts(person.word))


def _parts(word: str) -> list[str]:
    """A word and what stands in brackets behind it: 本人（長男） gives both."""
    return [part for part in re.split(r"[()（）・/／、,]", fold(word)) if part]


def _relation_word(word: str) -> str:
    """What a word says without its brackets; 妻（未届） is 未届の妻."""
    first, *more = _parts(word) or [""]
    return _UNREGISTERED + fold("の") + first if _UNREGISTERED in more else first


class _Reading:
    """The words of one household, read from its anchor."""

    def __init__(self, people: list[Person]):
        self.people, self.anchor = people, anchor_of(people)
        self.called: dict[str, list[Person]] = {}
        for each in people:
            for part in _parts(each.word):
                self.called.setdefault(part, []).append(each)

    def all(self) -> Iterator[Proposal]:
        if self.anchor is None:
            yield from self._spouses_alone()
            return
        others = [each for each in self.people if each is not self.anchor]
        for each in others:
            yield from self._of(each, _relation_word(each.word), self.anchor)
        yield from self._parents_together()
        yield from self._children_of_spouse(others)

    def _spouses_alone(self) -> Iterator[Proposal]:
        """A husband and a wife of a household without 本人: whose they are needs no third."""
        pair = [self.called.get(fold(word), []) for word in ("夫", "妻")]
        if all(len(each) == 1 for each in pair) and not any(map(_is_anchor, self.people)):
            yield Proposal(pair[0][0].id, pair[1][0].id, COUPLE, Kind.MARRIED, f"{pair[0][0].word}・{pair[1][0].word}")

    def _of(self, other: Person, word: str, base: Person) -> Iterator[Proposal]:
        """What `word` says of `other` as seen from `base`."""
        for kind, words in _SPOUSES.items():
            if word in words:
                yield Proposal(base.id, other.id, COUPLE, kind, other.word)
                return
        for kind, words in _PARENTS.items():
            if word in words:
                yield Proposal(other.id, base.id, PARENT, kind, other.word)
                return
        if kind := _child_kind(word):
            yield Proposal(base.id, other.id, PARENT, kind, other.word)
        elif word in _SIBLINGS:
            yield from self._sibling(other, base)
        elif base is self.anchor:
            yield from self._further(other, word)

    def _sibling(self, other: Person, base: Person) -> Iterator[Proposal]:
        """A sibling of the anchor is a child of its father and mother, where they are here; a line of its own joins the two otherwise, and twins."""
        is_twin = _relation_word(other.word).startswith(_TWIN)
        parents = self._named(_PARENTS[Kind.BLOOD]) if base is self.anchor else []
        for parent in parents:
            yield Proposal(parent.id, other.id, PARENT, Kind.BLOOD, f"{parent.word}・{other.word}")
        if is_twin or not parents:
            yield Proposal(base.id, other.id, SIBLINGS, Kind.TWINS if is_twin else Kind.SIBLINGS, other.word)

    def _further(self, other: Person, word: str) -> Iterator[Proposal]:
        """Words that lead over somebody else of the household."""
        if word in _IN_LAW:
            for spouse in self._spouses():
                yield Proposal(other.id, spouse.id, PARENT, Kind.BLOOD, other.word)
        elif word in _GRANDPARENTS:
            for parent in self._named(_PARENTS[Kind.BLOOD]):
                yield Proposal(other.id, parent.id, PARENT, Kind.BLOOD, other.word)
        elif word in _GRANDCHILDREN:
            for child in (each for each in self.people if each is not self.anchor and any(map(_child_kind, _parts(each.word)))):
                yield Proposal(child.id, other.id, PARENT, Kind.BLOOD, other.word)
        elif found := _GENITIVE.fullmatch(word):
            whose = [each for each in self.called.get(found[1], ()) if each is not other]
            if len(whose) == 1:
                yield from self._of(other, found[2], whose[0])

    def _parents_together(self) -> Iterator[Proposal]:
        """A father and a mother, where there is one of each."""
        pair = [self._named(_folded(words)) for words in ("父 実父 父親", "母 実母 母親")]
        if all(len(each) == 1 for each in pair):
            yield Proposal(pair[0][0].id, pair[1][0].id, COUPLE, Kind.MARRIED, f"{pair[0][0].word}・{pair[1][0].word}")

    def _children_of_spouse(self, others: list[Person]) -> Iterator[Proposal]:
        """The children may be those of the spouse too, where there is one."""
        spouses = self._spouses()
        for child in others if len(spouses) == 1 else ():
            if (parts := _parts(child.word)) and _child_kind(parts[0]) == Kind.BLOOD:
                yield Proposal(spouses[0].id, child.id, PARENT, Kind.BLOOD, f"{spouses[0].word}・{child.word}")

    def _spouses(self) -> list[Person]:
        """Who is married to the anchor, or lives so; no former ones."""
        return self._named(_SPOUSES[Kind.MARRIED] | _SPOUSES[Kind.COHABITING] | _SPOUSES[Kind.SEPARATED])

    def _named(self, words: frozenset[str]) -> list[Person]:
        return [each for each in self.people if each is not self.anchor and words.intersection(_parts(each.word))]


def _child_kind(word: str) -> str:
    """The kind of parentage of a word for a child; "" for any other word."""
    if _BORN.fullmatch(word):
        return Kind.BLOOD
    return next((kind for kind, words in _CHILDREN.items() if word in words), "")

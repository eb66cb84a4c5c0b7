"""Cases and households that a draft names by their numbers, as typed: the reader is told of those that they may see today, and of no other."""
from collections.abc import Iterable

from django.db.models import Model

from cases import access
from cases.case_numbers import numbers_in, parted, spaced, spellings
from cases.models import Case, Draft, Household, User
from cases.text import fold

FIELDS: dict[str, type[Model]] = {"case_numbers": Case, "also_cases": Case, "who": Case, "household": Household}
_SEEN = {Case: lambda user: access.visible_cases(user).named(), Household: access.visible_households}
_UNSEEN = {Case: "今は見られないケース", Household: "今は見られない世帯"}


class Numbers:
    """What the numbers in some typed texts stand for, as far as the reader may know: rows in sight, rows out of it, and no row at all."""

    def __init__(self, user: User, model: type[Model], texts: Iterable[str]):
        self.unseen = _UNSEEN[model]
        typed = {each for text in texts for number in numbers_in(text) for each in (number, *_pieces(number))}
        spelled = {each: spellings(each) for each in typed if "\0" not in each}
        rows = {row.number: row for row in _SEEN[model](user).filter(number__in={one for each in spelled.values() for one in each})} if spelled else {}
        self.rows = {each: rows[first] for each, own in spelled.items() if (first := next((one for one in own if one in rows), None))}
        taken = _taken(model, spelled.keys() - self.rows.keys())
        seen = _SEEN[model](user).in_bulk(list(taken.values())) if taken else {}
        self.rows |= {each: seen[pk] for each, pk in taken.items() if pk in seen}
        self.hidden = {each for each, pk in taken.items() if pk not in seen}

    def words(self, text: str) -> list[str]:
        """What is said of each number: the row in sight, that there is one out of it, or what was typed where it is none."""
        return [str(self.rows.get(each) or (self.unseen if each in self.hidden else each)) for each in self._numbers(text)]

    def without_hidden(self, text: str) -> str:
        """The text; where it names a row out of sight, its other numbers alone."""
        numbers = self._numbers(text)
        kept = [each for each in numbers if each not in self.hidden]
        return text if kept == numbers else "、".join(kept)

    def _numbers(self, text: str) -> list[str]:
        return parted(numbers_in(text), self.rows.keys() | self.hidden)


def named_in(user: User, drafts: Iterable[Draft]) -> dict[int, list[str]]:
    """By draft, in words, the cases of a meeting and the household of a case. One to three queries for each of both, none for none."""
    typed = {draft.pk: (name, text) for draft in drafts for name in ("case_numbers", "household") if name in draft.form.facts and (text := draft.typed.get(name, "").strip())}
    known = {name: Numbers(user, FIELDS[name], [text for field, text in typed.values() if field == name]) for name in {name for name, _ in typed.values()}}
    return {pk: known[name].words(text) for pk, (name, text) in typed.items()}


def without_hidden(user: User, draft: Draft) -> bool:
    """Take the numbers of what is out of sight by now from the draft, as its form may show it, and say whether there were any. It is not stored."""
    typed = {name: draft.data[name] for name in FIELDS.keys() & draft.data.keys()}
    for name, texts in typed.items():
        numbers = Numbers(user, FIELDS[name], texts)
        draft.data[name] = [numbers.without_hidden(text) for text in texts]
    return any(draft.data[name] != texts for name, texts in typed.items())


def _pieces(number: str) -> list[str]:
    return number.split() if spaced([number]) else []


def _taken(model: type[Model], typed: Iterable[str]) -> dict[str, int]:
    """Those of the typed numbers that a row bears, deleted or not, hyphens and width left aside, with its id."""
    bare = {each: text for each in typed if (text := _bare(each))}
    if not bare:
        return {}
    known = {_bare(number): pk for pk, number in model.everything.order_by().values_list("pk", "number")}
    return {each: known[text] for each, text in bare.items() if text in known}


def _bare(number: str) -> str:
    return fold(number).replace("-", "")

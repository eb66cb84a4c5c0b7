"""The words by which a file may name a district: its name, code, names of earlier years, and those names with its years beside them."""
from collections.abc import Iterable, Sequence
from functools import cached_property

from cases.district_names import labels_of, told_apart
from cases.models import District, EarlierLabel, JointDistrict
from cases.periods import fiscal_year_label
from cases.text import fold_label


class Unknown(ValueError):
    """A name that stands for nothing here, or for more than one; the message says so in Japanese."""


class DistrictWords:
    """Every district and joint district (合同地区) by its words, folded. `earlier` are the names of earlier years."""

    def __init__(self, earlier: Iterable[EarlierLabel]):
        self.earlier = [each for each in earlier if each.district_id]

    @cached_property
    def by_word(self) -> dict[str, list[District]]:
        """Folded name, code, earlier name, or any of the names with years (「大沢（令和4年度から）」) -> the districts of any year."""
        found: dict[str, list[District]] = {}
        districts = {each.pk: each for each in District.objects.all()}
        names = [*((each.name, each) for each in districts.values()), *((each.label, districts[each.district_id]) for each in self.earlier)]
        words = [(each.code, each) for each in districts.values()] + names
        words += [(label, each) for name, each in names for label in labels_of(name, each)]
        for word, each in words:
            same = found.setdefault(fold_label(word), [])
            if word and each not in same:
                same.append(each)
        return found

    @cached_property
    def joints(self) -> dict[str, JointDistrict]:
        """Folded name or code -> a joint district of any year, unless a district is called so."""
        found = {fold_label(word): each for each in JointDistrict.objects.all() for word in (each.code, each.name)}
        return {word: each for word, each in found.items() if word not in self.by_word}

    def only(self, word: str, valid: Sequence[District], fiscal_year: int, chosen: str = "") -> District:
        """The one of some districts called `word` that is meant. Raises Unknown where two are: none is guessed.

        A code stands for its district, whatever others are called; of names those of the year go before names of other years.
        `chosen` is the code that the office chose for the word.
        """
        said = fold_label(word)
        by_code = [each for each in valid if fold_label(each.code) == said or each.code == chosen]
        now = [each for each in valid if self._name_in(each, fiscal_year) == said]
        found = next((some for some in (valid, by_code, now) if len(some) == 1), None)
        if found is None:
            names = "」「".join(told_apart(valid).values())
            raise Unknown(f"「{word}」という地区が{len(valid)}つあります。「{names}」のように年度や日付を付けて書くか、地区コードで書いてください。")
        return found[0]

    def _name_in(self, district: District, fiscal_year: int) -> str:
        then = sorted((each.last_year, each.label) for each in self.earlier
                      if each.district_id == district.pk and each.last_year >= fiscal_year)
        return fold_label(then[0][1] if then else district.name)

    def unknown(self, word: str) -> Unknown:
        """What is wrong with a word that no district is called."""
        if fold_label(word) in self.joints:
            return Unknown(f"「{word}」は合同地区です。地区ごとに書いてください。")
        return Unknown(f"「{word}」という地区は登録されていません。")

    def joint(self, word: str, fiscal_year: int) -> JointDistrict | None:
        """The joint district called so; None where none is. Raises Unknown where the year does not have it."""
        joint = self.joints.get(fold_label(word))
        if joint and not joint.valid_in(fiscal_year):
            raise Unknown(f"「{joint.name}」は、{fiscal_year_label(fiscal_year)}には合同地区としてありません。")
        return joint

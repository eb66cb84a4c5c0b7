"""Districts, people and categories as a file may name them, loaded once for a whole import."""
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cached_property, lru_cache

from cases.codebook import Codebook, codebook_of
from cases.models import Axis, Category, District, EarlierLabel, JointDistrict, User
from cases.models.axes import KIND
from cases.periods import fiscal_year_label, fiscal_year_of, fiscal_year_span
from cases.text import fold_label

from .category_words import became, category_words, meant
from .category_words import told_apart as shown_apart
from .choices import COLUMN, COORDINATORS, DISTRICT, Choices, axis_scope
from .district_words import DistrictWords, Unknown


class Directory:
    """Everything a cell can refer to. Names match after folding width and spaces."""

    def __init__(self, choices: Choices | None = None):
        self.choices = choices or Choices()
        self.codebook: Callable[[int], Codebook] = lru_cache(maxsize=None)(codebook_of)

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """Every axis by folded name and code, and by the names of earlier years."""
        axes = {axis.pk: axis for axis in Axis.objects.all()}
        earlier = {fold_label(each.label): axes[each.axis_id] for each in self._earlier if each.axis_id}
        return earlier | {fold_label(name): axis for axis in axes.values() for name in (axis.code, axis.name)}

    @cached_property
    def _earlier(self) -> list[EarlierLabel]:
        return list(EarlierLabel.objects.all())

    def axis(self, heading: str) -> Axis | None:
        """The axis of a file of contacts that a heading names, by its name or code or by the office's choice."""
        known = self.chosen_axes.get(fold_label(heading))
        if known or not heading:
            return known
        kind, _, code = self.choices.find(COLUMN, heading).partition(":")
        return self.chosen_axes.get(fold_label(code)) if kind == "axis" else None

    @cached_property
    def chosen_axes(self) -> dict[str, Axis]:
        """Those that are chosen on a contact itself, and so may stand in a file of contacts."""
        return {name: axis for name, axis in self.axes.items() if axis.is_chosen}

    @cached_property
    def categories(self) -> dict[int, dict[str, list[Category]]]:
        """Axis id -> folded label, code, alias or earlier label, also behind its parent's -> the categories of any year that are called so."""
        return category_words(self._earlier)

    @property
    def districts(self) -> list[District]:
        """Every district, in order."""
        return list({each.pk: each for found in self._districts.values() for each in found}.values())

    @property
    def users(self) -> list[User]:
        """Every user, by name."""
        return sorted({each.pk: each for found in self._users.values() for each in found}.values(), key=lambda each: each.name)

    @cached_property
    def _district_words(self) -> DistrictWords:
        return DistrictWords(self._earlier)

    @property
    def _districts(self) -> dict[str, list[District]]:
        return self._district_words.by_word

    @property
    def district_names(self) -> list[str]:
        """Every folded word for a district or a joint one, of any year."""
        return [*self._districts, *self._district_words.joints]

    def district_name(self, name: str) -> str:
        """The name without a 地区 that the district, or joint district, itself does not have: 大沢 for 大沢地区; "" where it is none."""
        return next((each for each in (name, name.removesuffix("地区"))
                     if each in self._districts or each in self._district_words.joints), "")

    @property
    def joint_names(self) -> Collection[str]:
        """Every folded name and code of a joint district of any year."""
        return self._district_words.joints.keys()

    def joint(self, name: str, fiscal_year: int) -> JointDistrict | None:
        """The joint district (合同地区) of the year that a heading names; None where none is. Raises Unknown for one of other years."""
        return self._district_words.joint(self.district_name(fold_label(name)), fiscal_year)

    @cached_property
    def _category_names(self) -> set[str]:
        return {name for names in self.categories.values() for name in names}

    def is_category(self, name: str) -> bool:
        """Whether a category of any axis and year is called so."""
        return name in self._category_names

    @property
    def kinds(self) -> Axis | None:
        """The axis 対応実績; None before a codebook is loaded."""
        return self.axes.get(KIND)

    @cached_property
    def kind_names(self) -> list[str]:
        """Every folded name of a kind (対応実績)."""
        return [*self.categories.get(self.kinds.pk, {})] if self.kinds else []

    @cached_property
    def _users(self) -> dict[str, list[User]]:
        return _by_name((name, each) for each in User.objects.all() for name in (each.username, each.name))

    @cached_property
    def _labels(self) -> dict[int, list[str]]:
        return {axis: [name for name in {name for each in found.values() for category in each
                                         for name in category.names} if {"、", "，"} & {*name}]
                for axis, found in self.categories.items()}

    def labels_with_comma(self, axis: Axis) -> list[str]:
        """Every name of the axis's categories that holds 「、」 or 「，」, which is then no separator."""
        return self._labels.get(axis.pk, [])

    def category(self, axis: Axis, name: str, fiscal_year: int) -> Category:
        """The category of the fiscal year that is called `name`. Raises Unknown, saying its years if it has others.

        One that the year no longer has is none, unless the office chose another for the word.
        """
        found = self.called(axis, name, fiscal_year)
        valid = [category for category in found if category.valid_in(fiscal_year)]
        if valid:
            return valid[0] if len(valid) == 1 else self._category_of(axis, name, valid, fiscal_year)
        if found:
            return self._chosen_instead(axis, name, found[0], fiscal_year)
        self.choices.ask(axis_scope(axis.code), name, fiscal_year=fiscal_year)
        raise Unknown(f"「{name}」という{axis.name}は分類表にありません。名称を確かめてください。")

    def ask_unknown(self, axis: Axis, name: str) -> None:
        """Ask about a word that no category of any year is called by, where no year is known to look it up in."""
        if not self.called(axis, name):
            self.choices.ask(axis_scope(axis.code), name)

    def ask_district(self, name: str) -> None:
        """Likewise about a word that no district of any day is called by."""
        if not self._districts.get(fold_label(name)) and not self.choices.find(DISTRICT, name):
            self.choices.ask(DISTRICT, name)

    @cached_property
    def _by_id(self) -> dict[int, Category]:
        return {each.pk: each for names in self.categories.values() for found in names.values() for each in found}

    def _chosen_instead(self, axis: Axis, name: str, category: Category, fiscal_year: int) -> Category:
        """The category of the year that the office chose for the word of one of other years; what became of it is proposed. Raises Unknown."""
        scope, now = axis_scope(axis.code), became(category, self._by_id, fiscal_year)
        chosen = self.choices.find(scope, name, fiscal_year)
        valid = [each for each in self.every_category(axis) if each.code == chosen and each.valid_in(fiscal_year)]
        if valid:
            return valid[0]
        if here := [each.code for each in now if each.axis_id == axis.pk]:
            self.choices.ask(scope, name, here, f"「{category.label}」は{fiscal_year_label(category.last_year + 1)}に廃止された分類です（{years_in_words(category)}）。", fiscal_year)
        raise Unknown(f"「{category.label}」は、{fiscal_year_label(fiscal_year)}の{axis.name}にはありません"
                      f"（{years_in_words(category)}）。{_instead(category, now)}")

    def _category_of(self, axis: Axis, name: str, valid: list[Category], fiscal_year: int) -> Category:
        """The one of several categories that the word, or the office's choice for it, means; it is asked about where neither tells."""
        scope, likely = axis_scope(axis.code), meant(name, valid, fiscal_year, self._earlier)
        chosen = self.choices.find(scope, name, fiscal_year) if len(likely) > 1 else ""
        likely = [each for each in likely if each.code == chosen] or likely
        if len(likely) > 1:
            self.choices.ask(scope, name, fiscal_year=fiscal_year)
            names = "」と「".join(shown_apart(likely, self.every_category(axis)))
            raise Unknown(f"「{name}」は、{axis.name}の「{names}」のどれか分かりません。「親の名称／名称」か分類コードで書いてください。")
        return likely[0]

    def every_category(self, axis: Axis) -> list[Category]:
        """The categories of an axis of any year, once each."""
        return list({each.pk: each for found in self.categories.get(axis.pk, {}).values() for each in found}.values())

    def called(self, axis: Axis, name: str, fiscal_year: int | None = None) -> list[Category]:
        """The categories of any year that are called so, or that the office chose for the word."""
        names = self.categories.get(axis.pk, {})
        return names.get(fold_label(name)) or names.get(fold_label(self.choices.find(axis_scope(axis.code), name, fiscal_year)), [])

    def district(self, name: str, day: date) -> District:
        """The district called `name` on `day`. Raises Unknown."""
        found = self._districts.get(fold_label(name)) or self._districts.get(
            fold_label(self.choices.find(DISTRICT, name)), [])
        valid = [each for each in found if each.starts_on <= day <= (each.ends_on or day)]
        if not valid:
            if not found:
                self.choices.ask(DISTRICT, name)
            raise Unknown(f"「{found[0].name}」は、この日付の時点では地区としてありません。") if found else self._district_words.unknown(name)
        return valid[0] if len(valid) == 1 else self._chosen(name, valid, day)

    def _chosen(self, name: str, valid: list[District], day: date) -> District:
        """The one of several districts that the name, or the office's choice for it, means; it is asked about where neither tells."""
        try:
            return self._district_words.only(name, valid, fiscal_year_of(day), self.choices.find(DISTRICT, name))
        except Unknown:
            self.choices.ask(DISTRICT, name)
            raise

    def district_in_year(self, name: str, fiscal_year: int, start: date, end: date) -> District:
        """The district called `name` on at least one day of the year [start, end). Raises Unknown, also where two were."""
        found = self._districts.get(fold_label(name), [])
        valid = [each for each in found if each.starts_on < end and start <= (each.ends_on or start)]
        if not valid:
            raise Unknown(f"「{found[0].name}」は、{fiscal_year_label(fiscal_year)}には地区としてありません。") if found else self._district_words.unknown(name)
        return self._district_words.only(name, valid, fiscal_year)

    def district_beside(self, name: str, fiscal_year: int, is_nothing: bool) -> District:
        """The district of last year's figure beside that of a district in a fiscal year: the same, whichever else bore its name then.

        Where it is new in the year, a figure is that of the one called so before, and nothing is of none. Raises Unknown.
        """
        try:
            own = self.district_in_year(name, fiscal_year, *fiscal_year_span(fiscal_year))
        except Unknown:
            own = None
        start, end = fiscal_year_span(fiscal_year - 1)
        is_same = own and (is_nothing or own.starts_on < end)
        return self.district_in_year(own.code if is_same else name, fiscal_year - 1, start, end)

    def is_user(self, name: str) -> bool:
        """Whether somebody is called so, or was chosen for the word."""
        return bool(self._users.get(fold_label(name)) or self.choices.find(COORDINATORS, name))

    def user(self, name: str) -> User:
        """The user with this name or user name. Raises Unknown; also where two people share the name."""
        found = self._users.get(fold_label(name), [])
        if len(found) != 1:
            chosen = self._users.get(fold_label(self.choices.find(COORDINATORS, name)), [])
            found = chosen if len(chosen) == 1 else found
        if len(found) != 1:
            self.choices.ask(COORDINATORS, name)
        if len(found) > 1:
            raise Unknown(f"「{name}」という氏名の利用者が{len(found)}人います。利用者名（ログイン用）で書いてください。")
        if not found:
            raise Unknown(f"「{name}」という利用者は登録されていません。氏名か利用者名（ログイン用）を確かめてください。")
        return found[0]


def _by_name(pairs: Iterable[tuple[str, object]]) -> dict[str, list]:
    found: dict[str, list] = {}
    for name, each in pairs:
        same = found.setdefault(fold_label(name), [])
        if name and each not in same:
            same.append(each)
    return found


def _instead(category: Category, now: Iterable[Category]) -> str:
    """What the codebook says that a category became, as a sentence; "" for nothing."""
    names = [each.label if each.axis_id == category.axis_id else f"{each.axis.name}の{each.label}" for each in now]
    return f"この年度の分類は{''.join(f'「{name}」' for name in names)}です。" if names else ""


def years_in_words(row: Axis | Category) -> str:
    """The fiscal years in which an axis or a category is valid: 令和2年度から令和3年度まで."""
    first = fiscal_year_label(row.first_year) if row.first_year else ""
    last = fiscal_year_label(row.last_year) if row.last_year else ""
    return f"{first}から{last}まで" if first and last else f"{first}から" if first else f"{last}まで"

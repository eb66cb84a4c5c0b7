"""Which household and case the rows of a file belong to, and which of them have to be made."""
from collections import defaultdict
from collections.abc import Collection, Sequence

from cases.models import Case, Household

from .drafts import HEADINGS, Draft
from .problems import Problem
from .stored import chunks


class Casework:
    """Finds or plans the case of each row. Nothing is saved; planned rows are unsaved instances.

    - ケース番号 names the case; an unknown one is made, of the household of 世帯番号, or of a group (団体・グループ)
      where no row names a household.
    - A number behaves the same whether its record is restricted (制限付き) or not, and no message names a number that
      the file does not: what an import says does not tell which records are restricted.
    - 世帯番号 alone means the household's only open case, counting those that the file itself makes; without one,
      a case is opened that carries the household's number; with several, the row must name one.
    """

    def __init__(self, drafts: Sequence[Draft], by=None):
        self.by = by
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self.of_row: dict[int, Case] = {}
        self.households = _existing(Household.everything.all(), {_said(each, "household") for each in drafts})
        self.cases = _existing(Case.everything.select_related("household"), {
            *(_said(each, name) for each in drafts for name in ("household", "case")), *(number for each in drafts for number in _also(each))})
        self.open_cases = self._open_cases()
        named = [draft for draft in drafts if _said(draft, "case")]
        unnamed = [draft for draft in drafts if _said(draft, "household") and not _said(draft, "case")]
        self._resolve_named(named)
        for draft in unnamed:
            self._resolve_by_household(draft)
        self.also_of: dict[int, list[Case]] = {}
        for draft in filter(_also, drafts):
            self._resolve_also(draft)

    @property
    def new_households(self) -> list[Household]:
        """Households that have to be made, once each."""
        used = {id(case.household) for case in self.new_cases}
        return [each for each in self.households.values() if id(each) in used and each.pk is None]

    @property
    def new_cases(self) -> list[Case]:
        """Cases that have to be made, once each; those that only refused rows asked for are not."""
        used = {id(case) for case in self.of_row.values()} | {id(case) for cases in self.also_of.values() for case in cases}
        return [each for each in self.cases.values() if id(each) in used and each.pk is None]

    def keep(self, drafts: Collection[int]) -> None:
        """The rows (by id()) that will be written into their case: what only others asked for is not made."""
        self.of_row = {draft: case for draft, case in self.of_row.items() if draft in drafts}
        self.also_of = {draft: cases for draft, cases in self.also_of.items() if draft in drafts}

    def case_id(self, draft: Draft) -> int | None:
        """The id of the row's case once the planned ones are saved; None for a row without a case."""
        case = self.of_row.get(id(draft))
        return case.pk if case else None

    def cases_of(self, draft: Draft) -> list[Case]:
        """The case that the row names, and its others."""
        own = self.of_row.get(id(draft))
        return [*([own] if own else []), *self.also_of.get(id(draft), ())]

    def also_ids(self, draft: Draft) -> list[int]:
        """The ids of the row's other cases once the planned ones are saved."""
        return [case.pk for case in self.also_of.get(id(draft), ())]

    def _open_cases(self) -> dict[str, list[Case]]:
        found = defaultdict(list)
        for some in chunks(each.pk for each in self.households.values()):
            for case in Case.objects.open().filter(household__in=some).select_related("household"):
                found[case.household.number].append(case)
        return found

    def _resolve_named(self, drafts: list[Draft]) -> None:
        households = defaultdict(dict)
        for draft in drafts:
            if number := _said(draft, "household"):
                households[_said(draft, "case")][number] = draft
        for draft in drafts:
            number, said = _said(draft, "case"), _said(draft, "household")
            if number not in self.cases:
                self._plan(draft, number, next(iter(households[number]), ""))
            case = self.cases[number]
            belongs = case.household.number if case.household else ""
            if said and said != belongs:
                self._refuse(draft, "case", f"ケース「{number}」は、別の世帯のケースです。" if belongs
                             else f"ケース「{number}」は、世帯のケースではありません。")
            else:
                self._join(draft, case)

    def _resolve_by_household(self, draft: Draft) -> None:
        number = _said(draft, "household")
        candidates = self.open_cases[number]
        if len(candidates) > 1:
            self._refuse(draft, "household", f"この世帯には継続中のケースが{len(candidates)}件あります。"
                         "ケース番号を書いてください。")
        elif not candidates and number in self.cases:
            self._refuse(draft, "household", f"この世帯には継続中のケースがなく、「{number}」は別のケース、または終結した"
                         "ケースの番号です。ケース番号を書いてください。")
        else:
            self._join(draft, candidates[0] if candidates else self._plan(draft, number, number))

    def _resolve_also(self, draft: Draft) -> None:
        """ほかのケース stand beside a case and are others; an unknown one is made as that of ケース番号 is."""
        found = [self.cases.get(number) or self._plan(draft, number, "") for number in _also(draft)]
        own = self.of_row.get(id(draft))
        if own is None and not self._is_refused(draft):
            self._refuse(draft, "also_cases", "ほかのケースを書くときは、ケース番号も書いてください。")
        elif len(found) > len({id(case) for case in found}):
            self._refuse(draft, "also_cases", f"同じケース番号が重なっています：{'、'.join(_also(draft))}")
        elif own in found:
            self._refuse(draft, "also_cases", f"「{own.number}」は、この行のケースと同じです。")
        elif gone := next(filter(None, map(_deleted_part, found)), ""):
            self._refuse(draft, "also_cases", f"この{'ケース' if gone == 'case' else '世帯'}は削除されています。統括者が元に戻してから取り込むか、番号を直してください。")
        else:
            self.also_of[id(draft)] = found

    def _is_refused(self, draft: Draft) -> bool:
        return any((each.sheet, each.row) == (draft.sheet, draft.row) for each in self.errors)

    def _plan(self, draft: Draft, number: str, household_number: str) -> Case:
        household = self._household(household_number) if household_number else None
        case = Case(number=number, household=household, district=draft.district, opened_on=draft.values["date"],
                    coordinator=next(iter(draft.coordinators), None),
                    title=f"世帯{household_number}のケース" if household else f"ケース{number}",
                    subject=Case.Subject.HOUSEHOLD if household else Case.Subject.GROUP)
        self.cases[number] = case
        if household:
            self.open_cases[household_number].append(case)
        else:
            self.warnings.append(self._problem(draft, "case", "世帯番号がないため、「団体・グループ」のケースとして登録します。"))
        return case

    def _household(self, number: str) -> Household:
        if number not in self.households:
            self.households[number] = Household(number=number, created_by=self.by)
        return self.households[number]

    def _join(self, draft: Draft, case: Case) -> None:
        if gone := _deleted_part(case):
            self._refuse(draft, gone, f"この{'ケース' if gone == 'case' else '世帯'}は削除されています。統括者が元に戻してから取り込むか、番号を直してください。")
            return
        self.of_row[id(draft)] = case
        if case.pk is None and draft.values["date"] < case.opened_on:
            case.opened_on, case.district = draft.values["date"], draft.district
            case.coordinator = next(iter(draft.coordinators), case.coordinator)

    def _refuse(self, draft: Draft, field: str, reason: str) -> None:
        self.errors.append(self._problem(draft, field, reason))

    @staticmethod
    def _problem(draft: Draft, field: str, reason: str) -> Problem:
        return Problem(draft.row, HEADINGS[field], draft.shown.get(field) or (_said(draft, field) if field != "also_cases" else "、".join(_also(draft))), reason, draft.sheet)


def _deleted_part(case: Case) -> str:
    """Which of the case and its household was deleted, if one was."""
    return "case" if case.deleted_at else "household" if case.household and case.household.deleted_at else ""


def _said(draft: Draft, field: str) -> str:
    return draft.values.get(field) or ""


def _also(draft: Draft) -> list[str]:
    return draft.values.get("also_cases") or []


def _existing(queryset, numbers: set[str]) -> dict:
    return {each.number: each for some in chunks(sorted(numbers - {""})) for each in queryset.filter(number__in=some)}

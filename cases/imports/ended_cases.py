"""Rows that are dated after the closing (終結) of their case: told where the importer sees the case, and of the others that nobody looked.

What is said of the others is the same whether they have ended, or are restricted, or neither.
"""
from collections import defaultdict
from collections.abc import Iterator

from cases import access
from cases.models import Case, User
from cases.periods import format_date

from .casework import Casework
from .drafts import HEADINGS, Draft
from .matching import Matches
from .problems import Problem, rows_words
from .stored import chunks

NOT_LOOKED_AT = "登録されているケースの対応があります。画面で見られないケースについては、終結日より後の日付でないかを確かめていません。"


def ended_warnings(matches: Matches, casework: Casework, by: User | None) -> Iterator[Problem]:
    """One finding for each case that had ended, at the first of its rows; and one for all that was not looked at."""
    rows = _by_case(matches, casework)
    for case in _ended(rows, by):
        if late := [draft for draft in rows[case.number] if draft.values["date"] > case.closed_on]:
            yield Problem(late[0].row, HEADINGS["case"], case.number, f"「{case.number}」は、{format_date(case.closed_on)}に終結しています。それより後の対応が"
                          f"{len(late)}件あります（{rows_words([each.row for each in late])}）。終結日か日付が正しいか、確かめてください。", late[0].sheet)
    if rows and by is not None:
        yield Problem(None, "", "", NOT_LOOKED_AT)


def _by_case(matches: Matches, casework: Casework) -> dict[str, list[Draft]]:
    """By the number of each stored case the rows that will be written into it, or get another day in it."""
    rows = defaultdict(list)
    for draft in (*matches.new, *(pair[0] for pair in (*matches.similar, *matches.changed))):
        for case in casework.cases_of(draft):
            if case.pk:
                rows[case.number].append(draft)
    for draft, record, keys in matches.changed:
        if "date" in keys and not casework.cases_of(draft):
            for number in filter(None, (record.content.get("case"), *record.content.get("also_cases", ()))):
                rows[number].append(draft)
    return rows


def _ended(numbers, by: User | None) -> list[Case]:
    seen = Case.objects if by is None else access.visible_cases(by)
    return [case for some in chunks(sorted(numbers)) for case in seen.filter(number__in=some).exclude(closed_on=None).order_by("number")]

"""New rows that say the same as a stored record of another 記録番号: probably one contact under two numbers."""
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from .drafts import HEADINGS, Content, Draft
from .problems import Problem, rows_words
from .stored import Stored, between

Double = tuple[Draft, Stored]
NUMBER = "record_number"


def doubles(said: Sequence[tuple[Draft, Content]], taken: Collection[int]) -> list[Double]:
    """The rows with a record of equal content, each record for one row only; `taken` are those that another row says."""
    days = [content["date"] for _, content in said]
    free = [each for each in between(min(days), max(days)) if each.pk not in taken] if days else []
    by_keys: dict[tuple[str, ...], dict[tuple, list[Stored]]] = {}
    found = []
    for draft, content in said if free else ():
        keys = tuple(sorted(key for key in content if key != NUMBER))
        if keys not in by_keys:
            by_keys[keys] = _index(keys, free)
        if same := by_keys[keys].get(tuple(content[key] for key in keys)):
            found.append((draft, same.pop()))
    return found


def _index(keys: Sequence[str], records: Sequence[Stored]) -> dict[tuple, list[Stored]]:
    index = defaultdict(list)
    for record in reversed([each for each in records if each.answers({*keys, NUMBER})]):
        index[tuple(record.content.get(key, ()) for key in keys)].append(record)
    return index


def double_warnings(found: Sequence[Double]) -> Iterator[Problem]:
    """One for each sheet, at its first such row, with the record that says the same."""
    by_sheet = defaultdict(list)
    for draft, record in found:
        by_sheet[draft.sheet].append((draft, record))
    for (draft, record), *others in by_sheet.values():
        what = f"記録番号「{record.number}」の記録" if record.number else "記録番号のない記録"
        also = f"同じような行が、ほかに{len(others)}件あります（{rows_words([each.row for each, _ in others])}）。" if others else ""
        yield Problem(draft.row, HEADINGS[NUMBER], draft.number, f"同じ内容の記録が、別に登録されています（{what}）。"
                      f"同じ対応であれば、この行を除いてください。このまま取り込むと、2件に数えます。{also}", draft.sheet)

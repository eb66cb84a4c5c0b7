"""The counting rule (数え方) of a table in a line: what one count is, who was asked, what is not counted."""
from collections.abc import Sequence

from cases.models import Axis

from .book import Book, BookAxis

AS_PRINTED = "当時の報告書の数え方によります。"  # nothing of the table was counted here
_ONCE = {
    Axis.Counts.PEOPLE: "同じ人は1回だけ数えています（実人数）。本人を選んでいない世帯のケースは、1件を1人と数えています。",
    Axis.Counts.HOUSEHOLDS: "同じ世帯は1回だけ数えています（実世帯数）。",
}
_NOT_ADDED = "複数の欄に入る{one}があると、各欄を足しても合計になりません。合計は別に数えています。"
_WHOSE = {
    Axis.Source.AGE: "年齢は、ケースの本人の4月1日現在の満年齢です。「80代」などの記入は、その範囲がすべて入る区分に、なければ「{unknown}」に数えています。",
    Axis.Source.SEX: "性別は、ケースの本人の性別です。",
    Axis.Source.HOUSEHOLD: "ケースの世帯について、その年度の分類を数えています。",
}


def rule_of(book: Book, axis: BookAxis, asked: Sequence[str], left_out: int = 0) -> str:
    """The rule of an axis of the book asked for the kinds `asked` (none: all), in the council's words; `left_out` contacts
    belong to nobody who is counted.
    """
    labels = "」「".join(asked)
    who = f"{book.kind_name}が「{labels}」の対応記録" if labels else "すべての対応記録"
    if axis.source == Axis.Source.CONTACT and axis.counts == Axis.Counts.CONTACTS:
        return f"{who}を数えています。{_answers(axis)}"
    unknown = book.unknown_of(axis.id)
    return "".join([_unit(axis, who, unknown), _WHOSE.get(axis.source, "").format(unknown=unknown), _left_out(axis, left_out)])


def printed_rule(names: Sequence[str]) -> str:
    """What is added where some columns of a table are published figures; "" where none are."""
    return f"公表値の{'・'.join(names)}は、{AS_PRINTED}" if names else ""


def months_rule(book: Book, kind: str) -> str:
    """The rule of the monthly table of a kind."""
    return f"{book.kind_name}が「{kind}」の対応記録を、対応した日の月に数えています。"


def _answers(axis: BookAxis) -> str:
    if axis.answer == Axis.Answer.SINGLE:
        return "1件の対応記録に1つの項目です。"
    return "1件の対応記録に複数の項目を選べるため、合計は延べ件数です。"


def _unit(axis: BookAxis, who: str, unknown: str) -> str:
    if axis.counts == Axis.Counts.CONTACTS:
        return f"{who}を延べで数えています。本人や世帯の分からない対応記録は「{unknown}」に数えています。"
    one = "世帯" if axis.counts == Axis.Counts.HOUSEHOLDS else "人"
    return f"{who.removeprefix('すべての')}のあった{one}を数えています。{_ONCE[axis.counts]}{_NOT_ADDED.format(one=one)}"


def _left_out(axis: BookAxis, contacts: int) -> str:
    if not contacts:
        return ""
    why = "世帯のケースではない" if axis.counts == Axis.Counts.HOUSEHOLDS else "ケースのない、または団体・場所のケースの"
    return f"{why}対応記録{contacts:,}件は、数えていません。"

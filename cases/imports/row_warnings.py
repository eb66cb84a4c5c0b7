"""What is told of many rows at once: one finding, at the first of them, with how many there are."""
from collections.abc import Iterator
from dataclasses import replace

from .problems import Problem, rows_words
from .record_rows import RowReader


def row_warnings(reader: RowReader) -> Iterator[Problem]:
    """Dates that are not of the sheet's month, dates that stand as Excel's numbers, and ◎ that say no more than ○."""
    for each in reader.other_months[:1]:
        yield replace(each, reason=f"{reader.month}月のシートに、ほかの月の日付が{len(reader.other_months)}件あります。")
    for each in reader.serials[:1]:
        yield replace(each, reason=f"Excelの通し番号の日付が{len(reader.serials)}件あります。この行は{each.reason}と読み取ります。")
    for found in reader.mains.values():
        yield replace(found[0], reason=f"{found[0].reason}（{rows_words([each.row for each in found])}）")


"""Takes a clean year and ruins it as offices do: every fault by name, alone or any of them together."""
import random
import unicodedata
from collections.abc import Callable
from datetime import date

from .workbooks import Page, as_csv, as_ods, as_xls, as_xlsx
from .year import LABELS, PLAIN, SEVERAL, SINGLE, Record

# How the file is saved, how its dates are written, and what else may be wrong with it.
FORMATS = {"xlsx": as_xlsx, "xls": as_xls, "ods": as_ods}
ENCODINGS = {"csv_utf8": "utf-8", "csv_bom": "utf-8-sig", "csv_cp932": "cp932"}
DATES: dict[str, Callable[[date], object]] = {
    "iso": date.isoformat, "excel_date": lambda day: day, "wareki": lambda day: f"令和{day.year - 2018}年{day.month}月{day.day}日",
    "wareki_letter": lambda day: f"R{day.year - 2018}.{day.month}.{day.day}",
    "without_year": lambda day: f"{day.month}/{day.day}", "day_only": lambda day: day.day,
}
FAULTS = ("titles", "two_rows_of_headings", "merged_headings", "marks", "a_sheet_a_month", "month_in_the_title", "wide_digits",
          "narrow_kana", "spaced_labels", "other_separators", "totals", "blank_rows", "hidden_rows", "merged_days",
          "shuffled_columns", "shuffled_rows", "shuffled_sheets", "other_sheets")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NARROW = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}


def ruin(records: list[Record], saved: str, dates: str, faults: set[str], seed: int) -> bytes:
    """The year as a file. Of a CSV only one sheet can be saved; dates without a year need a title or sheets by month."""
    return _Ruin(records, saved, dates, set(faults), random.Random(seed)).file()


class _Ruin:
    def __init__(self, records, saved, dates, faults, chance):
        self.saved, self.dates, self.faults, self.chance = saved, dates, faults, chance
        if saved in ENCODINGS:
            faults -= {"a_sheet_a_month", "merged_headings", "merged_days", "hidden_rows", "other_sheets"}
            self.dates = "iso" if dates == "day_only" else dates
        elif dates == "day_only":
            faults.add("a_sheet_a_month")
        if self.dates in ("without_year", "day_only"):
            faults.add("titles")
        if "merged_headings" in faults:
            faults.add("two_rows_of_headings")
        if "two_rows_of_headings" in faults:
            faults.add("marks")
        if "marks" in faults:  # one row of headings would not tell to which axis a label belongs
            faults.add("two_rows_of_headings")
        self.records = records if "shuffled_rows" not in faults else chance.sample(records, len(records))

    def file(self) -> bytes:
        pages = [self._page(name, title, part) for name, title, part in self._parts()]
        if "other_sheets" in self.faults:
            pages.append(Page("集計", [["令和3年度の集計"], ["新規相談", 12]]))
        if "shuffled_sheets" in self.faults:
            self.chance.shuffle(pages)
        if self.saved in ENCODINGS:
            return as_csv(pages[0], ENCODINGS[self.saved])
        return FORMATS[self.saved](pages)

    def _parts(self) -> list[tuple[str, str, list[Record]]]:
        if "a_sheet_a_month" not in self.faults:
            return [("記録", "令和3年度　対応記録", self.records)]
        months = dict.fromkeys((each.date.year, each.date.month) for each in self.records)
        in_title = "month_in_the_title" in self.faults
        return [(f"シート{place}" if in_title else f"{month}月", f"令和{year - 2018}年{month}月分" if in_title else "令和３年度　対応記録",
                 [each for each in self.records if (each.date.year, each.date.month) == (year, month)])
                for place, (year, month) in enumerate(months)]

    # -- One sheet

    def _page(self, name: str, title: str, records: list[Record]) -> Page:
        columns = self._columns()
        page = Page(name, [[title], []] if "titles" in self.faults or "month_in_the_title" in self.faults else [])
        self._headings(page, columns)
        top, days = len(page.rows), []
        for record in records:
            if "blank_rows" in self.faults and self.chance.random() < .2:
                page.rows.append([""] * len(columns))
            page.rows.append([self._cell(record, *column) for column in columns])
            days.append((len(page.rows) - 1, record.date))
            if "hidden_rows" in self.faults and self.chance.random() < .3:
                page.hidden.add(len(page.rows) - 1)
        if "merged_days" in self.faults:
            self._merge_days(page, days, columns.index(("", "日付")))
        if "totals" in self.faults:
            page.rows.append(self._totals(page.rows[top:], records, columns))
        return page

    def _columns(self) -> list[tuple[str, str]]:
        groups = [[("", heading)] for heading in (*PLAIN, *SINGLE)]
        spread = "marks" in self.faults
        groups += [[(axis, label) for label in LABELS[axis]] if spread else [("", axis)] for axis in SEVERAL]
        if "shuffled_columns" in self.faults:
            self.chance.shuffle(groups)
        if spread and not any(not group for group, _ in groups[-1]):
            groups.append(groups.pop(next(place for place, each in enumerate(groups) if not each[0][0])))
        return [column for group in groups for column in group]

    def _headings(self, page: Page, columns: list[tuple[str, str]]) -> None:
        top = len(page.rows)
        if "two_rows_of_headings" not in self.faults:
            page.rows.append([self._words(name) for _, name in columns])
            return
        below = [self._words(name) if group else "" for group, name in columns]
        above = [self._words(name) if not group else self._words(group) if place == 0 or columns[place - 1][0] != group else ""
                 for place, (group, name) in enumerate(columns)]
        page.rows += [above, below]
        if "merged_headings" in self.faults:
            for place, (group, _) in enumerate(columns):
                if not group:
                    page.merges.append((top, place, top + 1, place))
                elif above[place]:
                    page.merges.append((top, place, top, place + sum(each == group for each, _ in columns) - 1))

    def _merge_days(self, page: Page, days: list[tuple[int, date]], column: int) -> None:
        for (row, day), (following, other) in zip(days, days[1:], strict=False):
            if day == other and following == row + 1:
                self._extend(page, row, column)
                page.rows[following][column] = ""

    @staticmethod
    def _extend(page: Page, row: int, column: int) -> None:
        for place, (first, start, last, end) in enumerate(page.merges):
            if start == end == column and last == row:
                page.merges[place] = (first, column, row + 1, column)
                return
        page.merges.append((row, column, row + 1, column))

    # -- One cell

    def _cell(self, record: Record, group: str, name: str):
        if group:
            marked = name in record.chosen[group]
            main = group == "対応内訳" and name == record.main
            return "◎" if main else self.chance.choice("○◯〇●レ✓" if self.saved != "csv_cp932" else "○◯●レ") if marked else ""
        if name in record.chosen:
            mains = {record.main} if name == "対応内訳" else set()
            return self._joined([("◎" if label in mains else "") + self._words(label) for label in record.chosen[name]])
        return {"記録番号": record.number, "日付": self._date(record.date), "所要分": self._digits(str(record.minutes)),
                "地区": self._words(record.district), "担当者": self._joined(record.people), "世帯番号": record.household,
                "記録": record.text}[name]

    def _date(self, day: date):
        said = DATES[self.dates](day)
        return self._digits(said) if isinstance(said, str) else said

    def _digits(self, text: str) -> str:
        return text.translate(_WIDE) if "wide_digits" in self.faults else text

    def _words(self, label: str) -> str:
        if "narrow_kana" in self.faults:
            label = "".join(_narrow(letter) for letter in label)
        return f" {label[0]}　{label[1:]} " if "spaced_labels" in self.faults else label

    def _joined(self, values: list[str]) -> str:
        return (self.chance.choice(["；", "\n", "、"]) if "other_separators" in self.faults else ";").join(values)

    def _totals(self, rows: list[list], records: list[Record], columns: list[tuple[str, str]]) -> list:
        line = []
        for place, (group, name) in enumerate(columns):
            count = sum(bool(row[place]) for row in rows if any(row))
            line.append(count if group else self._digits(str(sum(each.minutes for each in records))) if name == "所要分" else "")
        first = next(place for place, (group, _) in enumerate(columns) if not group)
        return ["" if place < first else self.chance.choice(["合計", "合　計", "計"]) if place == first else cell
                for place, cell in enumerate(line)]


def _narrow(letter: str) -> str:
    base, *marks = unicodedata.normalize("NFD", letter)
    if base not in _NARROW:
        return letter
    return _NARROW[base] + "".join({"\u3099": "ﾞ", "\u309a": "ﾟ"}[mark] for mark in marks)

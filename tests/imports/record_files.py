"""Files of contact records and figures for tests, as bytes."""
import csv
import io

import xlsxwriter

from cases.imports.record_plan import RecordPlan
from cases.models import ImportBatch
from cases.services.imports import Source, import_file, plan_import

HEADINGS = ("記録番号", "日付", "時刻", "所要分", "地区", "担当者", "対応実績", "相談者", "対応方法", "支援対象者", "相談内容",
            "対応内訳", "世帯番号", "ケース番号", "記録")
FIGURE_HEADINGS = ("年度", "地区", "軸", "分類", "月", "件数", "注記")


def row(number="", date="2021-04-05", **cells) -> dict:
    """A right row of the small council; Japanese headings as keywords change it."""
    return {"記録番号": number, "日付": date, "地区": "大沢", "対応実績": "啓発", "相談者": "市民（本人）", "対応方法": "電話",
            "相談内容": "", "対応内訳": ""} | cells


def table(*rows: dict, headings=HEADINGS) -> list[list]:
    """Headings, then the rows; what a row does not say is blank."""
    return [list(headings), *([each.get(heading, "") for heading in headings] for each in rows)]


def as_csv(lines: list[list], encoding="utf-8-sig") -> bytes:
    """The lines as a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode(encoding)


def as_xlsx(merges=(), **sheets: list[list]) -> bytes:
    """A workbook of sheets by name; `merges` are (row, first column, last column, text), from 0, of every sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy/m/d"}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                for place, cell in enumerate(line):
                    if cell != "":
                        sheet.write(number, place, cell)
            for number, first, last, text in merges:
                sheet.merge_range(number, first, number, last, text)
    return out.getvalue()


def plan(content: bytes, name="records.csv", **how) -> RecordPlan:
    """What importing the records would do."""
    return plan_import(source=Source(ImportBatch.Subject.RECORDS, name, content, **how))


def load(content: bytes, name="records.csv", skip_errors=False, similar="add", **how):
    """Import records; returns the plan and the batch."""
    return import_file(source=Source(ImportBatch.Subject.RECORDS, name, content, **how), skip_errors=skip_errors, similar=similar)


def load_rows(*rows: dict, **how):
    """Import rows as a CSV file."""
    return load(as_csv(table(*rows)), **how)


def load_figures(*lines: tuple):
    """Import published figures, each (年度, 地区, 軸, 分類, 月, 件数)."""
    content = as_csv([list(FIGURE_HEADINGS), *([*line, ""] for line in lines)])
    return import_file(source=Source(ImportBatch.Subject.FIGURES, "figures.csv", content))


def counts(found) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, errors of a plan."""
    return found.created, found.updated, found.unchanged, len(found.reading.errors)


def reasons(found) -> list[tuple]:
    """Row, column and value of every error of a plan."""
    return [(each.row, each.column, each.value) for each in found.reading.errors]

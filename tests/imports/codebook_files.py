"""An invented council's codebook, and how to write it as CSV files or as a workbook."""
import copy
import csv
from pathlib import Path

import openpyxl

FILES = {"軸": "axes.csv", "分類": "categories.csv", "地区": "districts.csv"}
WAKABA = {
    "軸": [
        ["軸コード", "軸名", "回答", "対象", "単位", "割合", "端数", "並び順"],
        ["kind", "活動区分", "単一", "", "回", "なし", "四捨五入", "1"],
        ["worry", "困りごと", "複数＋主", "talk;visit", "人", "件数", "四捨五入", "2"],
    ],
    "分類": [
        ["軸コード", "分類コード", "名称", "親", "再掲", "開始年度", "終了年度", "統合先", "注記", "別名", "月別", "並び順"],
        ["kind", "talk", "個別相談", "", "", "", "", "", "", "相談;面談", "1", "1"],
        ["kind", "visit", "見守り訪問", "", "", "令和2年度", "", "", "", "", "", "2"],
        ["worry", "money", "お金", "", "", "", "", "", "", "", "", "1"],
        ["worry", "debt", "借金", "money", "", "2019", "2022", "worry:money", "お金に含めることにしました。", "", "", "2"],
    ],
    "地区": [
        ["地区コード", "地区名", "開始日", "終了日", "町丁目", "並び順"],
        ["east", "東地区", "平成31年4月1日", "", "若葉1・3〜4丁目、本町", "1"],
    ],
}


def council(**changes: tuple) -> dict:
    """The codebook with some cells changed: council(分類=(4, "終了年度", "2021")); the row counts from the heading, 0."""
    tables = copy.deepcopy(WAKABA)
    for sheet, (row, heading, value) in changes.items():
        tables[sheet][row][tables[sheet][0].index(heading)] = value
    return tables


def write_folder(folder: Path, tables: dict, encoding: str = "utf-8-sig") -> Path:
    """The tables as three CSV files in `folder`."""
    for sheet, file in FILES.items():
        with open(folder / file, "w", encoding=encoding, newline="") as opened:
            csv.writer(opened).writerows(tables[sheet])
    return folder


def write_workbook(path: Path, tables: dict) -> Path:
    """The tables as three sheets of an xlsx; figures are numbers, as Excel would have them."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet, rows in tables.items():
        page = book.create_sheet(sheet)
        for row in rows:
            page.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(path)
    return path

"""Read the figures back out of each output, as (table, row, column) -> figure; None is "not available"."""
import csv
import io
import json
import re
from html.parser import HTMLParser

import openpyxl
import pypdf

from tests.reports.factories import MONTHS


def of_report(report):
    """What every output must show."""
    found = {}
    for grid in report.tables:
        for row in (*grid.rows, grid.total):
            for column in grid.columns:
                cell = row.cells[column.code]
                found[grid.title, row.label, column.name] = cell.count
                if column.has_prior:
                    found[grid.title, row.label, f"{column.name}（前年度）"] = cell.prior_mark or cell.prior
            found[grid.title, row.label, "合計"] = row.total
            if grid.shows_percent:
                found[grid.title, row.label, "割合"] = row.percent
    for grid in report.monthly:
        for row in (*grid.rows, grid.total):
            found |= {(f"{grid.label}件数", row.label, f"{month}月"): count
                      for month, count in zip(MONTHS, row.counts, strict=True)}
            found[f"{grid.label}件数", row.label, "合計"] = row.total
    return found


def of_last_sums(report):
    """Last year's 合計 of each row, which the long form has for every table."""
    return {(grid.title, row.label, "合計（前年度）"): row.sums.prior_mark or row.prior_total
            for grid in report.tables for row in (*grid.rows, grid.total)}


def of_json(content):
    document, found = json.loads(content), {}
    names = {each["code"]: each["name"] for each in document["districts"]}
    for table in document["tables"]:
        for row in (*table["rows"], {"label": "合計"} | table["total"]):
            for code, cell in row["cells"].items():
                found[table["title"], row["label"], names[code]] = cell["count"]
                found[table["title"], row["label"], f"{names[code]}（前年度）"] = cell["prior_mark"] or cell["prior"]
            found[table["title"], row["label"], "合計"] = row["total"]
            found[table["title"], row["label"], "割合"] = row["percent"]
    for table in document["monthly"]:
        for row in (*table["rows"], {"district": "合計"} | table["total"]):
            key = f"{table['label']}件数", names.get(row["district"], "合計")
            found |= {(*key, f"{month}月"): n for month, n in zip(table["months"], row["counts"], strict=True)}
            found[*key, "合計"] = row["total"]
    return found


def of_long_form(rows):
    """`rows` are those of the CSV, or of the workbook's last sheet, as dicts of texts."""
    found = {}
    for row in rows:
        count = int(row["値"]) if row["値"] else None
        if row["表"].endswith("（月別）"):
            month = f"{row['月']}月" if row["月"] else "合計"
            found[row["表"].removesuffix("（月別）"), row["地区"], month] = count
            continue
        found[row["表"], row["分類"], row["地区"]] = count
        mark = re.match("※[0-9]*", row["注記"]) if row["分類"] != "合計" else None
        prior = mark[0] if mark else int(row["前年度値"]) if row["前年度値"] else None
        found[row["表"], row["分類"], f"{row['地区']}（前年度）"] = prior
        if row["地区"] == "合計":
            found[row["表"], row["分類"], "割合"] = row["割合"] or None
    return found


def csv_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_rows(content):
    head, *rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[-1].iter_rows(values_only=True)
    return [{name: _xlsx_text(name, value, "増減率" in row or "前年度比" in row) for name, value in zip(head, row, strict=True)}
            for row in rows]


def _xlsx_text(name, value, has_rate):
    if value is None:
        return ""
    tenths = name == "割合" or (name == "比較の値" and has_rate)
    return f"{value:.1f}" if tenths and not isinstance(value, str) else str(value)


def of_xlsx(content):
    """The sheets that look like the print: between the cover with what the figures are, and the long form."""
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets[2:-1]:
        rows = list(sheet.values)
        for start in (place for place, row in enumerate(rows) if str(row[0]).startswith("令和3年度　")):
            found |= _xlsx_table(rows[start][0].split("　")[1], rows[start + 3:])
    return found


def _xlsx_table(title, rows):
    width = max(place for place, name in enumerate(rows[0]) if name) + 1
    width += rows[0][width - 1].endswith("）")
    head, *rows = (row[:width] for row in rows)
    head, found = _xlsx_names(head), {}
    for row in rows[:next(place for place, each in enumerate(rows) if each[0] == "合計") + 1]:
        figures = {name: _xlsx_figure(name, value) for name, value in zip(head[1:], row[1:], strict=True)}
        found |= {(title, row[0].removesuffix("（再掲）"), name): figure for name, figure in figures.items()}
    return found


def _xlsx_names(head):
    # 「大沢（前年度）」 is one heading of two columns: the year, then the year before.
    below = [*head[1:], ""]
    return [name.removesuffix("（前年度）") if following is None else name or f"{head[place - 1]}"
            for place, (name, following) in enumerate(zip(head, below, strict=True))]


def _xlsx_figure(name, value):
    if value == "－":
        return None
    return f"{value * 100:.1f}" if name == "割合" else value


class Tables(HTMLParser):
    """Rows of texts by the heading above the table; a heading over two columns is followed by a blank one."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.title, self.within, self.notes = {}, "", "", []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("h2", "h3") or (tag, attributes.get("class")) == ("p", "note"):
            self.within, self.title, self.notes = tag, "" if tag != "p" else self.title, [*self.notes, ""]
        elif tag == "tr":
            self.tables.setdefault(self.title, []).append([])
        elif tag in ("td", "th"):
            self.within = tag
            self.tables[self.title][-1] += [""] * int(attributes.get("colspan", 1))

    def handle_endtag(self, tag):
        self.within = "" if tag == self.within else self.within

    def handle_data(self, data):
        if self.within in ("td", "th"):
            row = self.tables[self.title][-1]
            row[row.index("") if "" in row else -1] += data
        elif self.within in ("h2", "h3"):
            self.title += re.sub("^(（[０-９]+）|[①-⑳])", "", data)
        elif self.within == "p":
            self.notes[-1] += data


def of_html(content):
    found = {}
    for title, (head, *rows) in Tables(content.decode()).tables.items():
        names = _html_names(head)
        for label, *figures in rows:
            found |= {(title, label.removesuffix("（再掲）"), name): _html_figure(name, text)
                      for name, text in zip(names, figures, strict=True)}
    return found


def _html_names(head):
    # 「大沢」「（前年度）」 share one heading of two columns.
    names = head[1:]
    return [f"{names[place - 1]}{name}" if name == "（前年度）" else name for place, name in enumerate(names)]


def _html_figure(name, text):
    if name == "割合":
        return text.strip("()%") if text != "－" else None
    bare = text.strip("（）").replace(",", "")
    return bare if bare.startswith("※") else None if bare == "－" else int(bare)


def pdf_text(content):
    """The text without any space: where a line ends is the layout's business."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())

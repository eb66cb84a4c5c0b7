"""The files a report can be had as. Each prints the Grids of a Report and counts nothing."""
from reports.grid import Report

from . import csv, html, json, open_data_zip, pdf, wording, xlsx
from .base import Context, Format, Unavailable

__all__ = ["FORMATS", "PUBLIC_FORMATS", "REGISTER_FORMATS", "Context", "Format", "Unavailable", "file_name"]

FORMATS: dict[str, Format] = {
    "pdf": Format("PDF（印刷用）", "pdf", "application/pdf", pdf.write),
    "xlsx": Format("Excel（表と一覧）", "xlsx",
                   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.write),
    "csv": Format("CSV（表の数）", "csv", "text/csv; charset=utf-8", csv.write),
    "json": Format("JSON", "json", "application/json", json.write),
    "html": Format("HTML", "html", "text/html; charset=utf-8", html.write),
}
# What a public copy can be had as: also as data, which is for publication only.
PUBLIC_FORMATS = {**FORMATS, "zip": Format("公開用データ（ZIP）", "zip", "application/zip", open_data_zip.write)}

# What the register can be had as: also the list of what its chapters tell of.
REGISTER_FORMATS = {**FORMATS, "list": Format("CSV（件名の一覧）", "csv", "text/csv; charset=utf-8", csv.write_chapters)}


def file_name(report: Report, name: str) -> str:
    """The name of a file of the format: 実績報告_令和3年度_大沢.pdf, 実績報告_令和3年度_全地区.pdf."""
    what = report.subject or ("年度推移" if report.trends and not report.tables else "実績報告")
    of = "件名の一覧_" if name == "list" else ""
    suffix = (PUBLIC_FORMATS | REGISTER_FORMATS)[name].suffix
    return wording.safe_file_name(f"{what}_{of}{'公開用_' * report.public}{report.label}_{wording.scope_words(report)}.{suffix}")

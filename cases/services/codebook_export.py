"""The whole codebook as one workbook that `load_codebook` reads back."""
import io

import xlsxwriter

from cases.imports.codebook_file import PARTS, Part

from .codebook_state import as_text, stored

_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def export_codebook() -> bytes:
    """The codebook as xlsx: one sheet a part, every column of the format, no cell a formula."""
    state, out = stored(), io.BytesIO()
    with xlsxwriter.Workbook(out, _AS_TEXT) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for part in PARTS:
            sheet = book.add_worksheet(part.name)
            for place, heading in enumerate(column.heading for column in part.columns):
                sheet.write_string(0, place, heading, bold)
            for number, cells in enumerate(rows_of(part, state[part.name].values()), start=1):
                for place, cell in enumerate(cells):
                    sheet.write_string(number, place, cell, text)
            sheet.set_column(0, len(part.columns) - 1, 14)
            sheet.freeze_panes(1, 0)
    return out.getvalue()


def rows_of(part: Part, rows) -> list[list[str]]:
    """The rows of a part as cells, in the order of its columns."""
    return [[as_text(part, column.field, row[column.field]) for column in part.columns] for row in rows]

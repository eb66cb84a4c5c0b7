"""A part of a workbook that declares entities is not parsed: nothing is told of it, and nothing is unfolded."""
import io
import zipfile

import pytest

from cases.imports.workbook_layout import hidden_rows, ods_merges

TABLE = ('<d xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><table:table table:name="S">'
         '<table:table-row table:visibility="collapse"/></table:table></d>')
LAUGHS = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]>'


def ods(text: str, encoding: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding))
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_parsed(encoding):
    assert hidden_rows(ods(LAUGHS + TABLE, encoding)) == {} and ods_merges(ods(LAUGHS + TABLE, encoding)) == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_same_part_without_them_is(encoding):
    assert hidden_rows(ods(TABLE, encoding)) == {"S": [1]}

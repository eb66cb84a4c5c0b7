"""From the bytes of a file to its sheets, or to a refusal that says why."""
import base64
import io
import zipfile
import zlib
from dataclasses import replace
from datetime import date, time

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.sheets import Limits, SheetError, read_sheets
from cases.imports.workbook_layout import _formulas

# A sheet 「4月」 with 日付, 地区 / 2021-04-05, 大沢, 3 in the old Excel format (BIFF8), compressed.
XLS = zlib.decompress(base64.b85decode(
    "c-rk)O=uHA6#i!2G@Fnno0tl%SVF;8YoUrBL}<54wWoxthguP|wLzpMmEc7WTCF(>f+xjGr5?Og1@Q+x=*@#r(SsrgiQ>tVpx~j+`rgZ~rWK)qTByv"
    "o%$qmwz1ev?KW}E|)oi>tb+4&}Md-#Fl-&^Os$_~%$S>F+z3VdT=N2VbV^tw!(LmM(@TC4_kjIe6y95Jw&F4gckCcw!6f)zvY-$CuM|>Dk>_Zn(g&"
    "QP^qEWm`2t6)zt<XDS`BZ3+NG=QQBHN-mj9DkszSEn<hm01{MZxcVD0SY8WE&drf@kshE2?4}!0!CXp|Mq_Xf`951`TLmHkZwFIfh#Z1A~Olbh@**"
    "w}>PS_B6h`Dd3yGs-LB_d}ZYdB>%Bc9{h{kqCs3NziODk1l(h?ND7F+G+AS)9k5Q!VFLwnNFx2`?7IwQTL*R>q^xc5=2)0xy2Jo`K@6yuwGkmYf|&"
    "4eSs^w#F?ajx>-2EHb5tY~689^+!$x)nE-r8lsvH%KA(UNc7k-P-i}Kd>!Z!&`()6XgwZFk*_Dzb-CDFE0JKF_soVF@{6Y+&F`yVwIJ~^9-pXn=|"
    "P0qY^rqDvW)d<z+XA&K%LtVedc<lJO@*>Fxp^bk;70a-_FL1prFot<vM})Z0N{M?%dG<=a^|$>wBP_B6qW2B4SHF6*qBE$(J=JX_@IX4Nr)t*?Lqk"
    "JDLqkJDLqlV^puF=rpU(O09`MfpLGNB?o>Ey~ll-?hfN^?G(@*7I<S5VMOilA=9RkXKms(;S|GtnhK&|I7ied3%wC4Fs|8J`LdzM_$UcMz%Yy0I|{"
    "QSr5{{$hE%r*"))
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="4月"><table:table-row>'
    '<table:table-cell office:value-type="string"><text:p>大沢</text:p></table:table-cell>'
    '<table:table-cell office:value-type="float" office:value="3"/></table:table-row></table:table>'
    '</office:spreadsheet></office:body></office:document-content>')


def xlsx(cells, title="4月"):
    book = openpyxl.Workbook()
    book.active.title = title
    for place, value in cells.items():
        book.active[place] = value
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def rows_of(content, name="x.csv"):
    (sheet,) = read_sheets(content, name)
    return [list(row) for row in sheet.rows]


# -- Workbooks

def test_an_xlsx_keeps_its_place_on_the_sheet_and_its_kinds_of_cells():
    content = xlsx({"B2": "大沢", "C2": 3, "D2": date(2021, 4, 5), "E2": time(9, 5), "F2": True, "G2": 1.5})
    assert rows_of(content) == [[""] * 7, ["", "大沢", 3.0, date(2021, 4, 5), time(9, 5), True, 1.5]]


def test_every_sheet_is_read_and_a_hidden_one_says_so():
    book = openpyxl.Workbook()
    book.active.title = "4月"
    book.create_sheet("5月").sheet_state = "hidden"
    assert [(sheet.name, sheet.hidden, list(sheet.rows)) for sheet in read_sheets(saved(book), "x.xlsx")] == [
        ("4月", False, []), ("5月", True, [])]


def test_merged_cells_are_told():
    book = openpyxl.Workbook()
    book.active["C1"] = "相談者"
    book.active.merge_cells("C1:E1")
    assert read_sheets(saved(book), "x.xlsx")[0].merges == {(0, 2): 4}


def test_an_old_xls_and_an_ods_are_read():
    assert rows_of(XLS) == [["日付", "地区", ""], [date(2021, 4, 5), "大沢", 3.0]]
    assert rows_of(zipped({"mimetype": ODS_TYPE, "content.xml": ODS_CONTENT,
                           "META-INF/manifest.xml": "<manifest/>"})) == [["大沢", 3.0]]


@pytest.mark.parametrize("name", ["x.csv", "x.xls", "x", "../../x.xlsx", "..\\x.txt", "令和" * 100 + ".pdf"])
def test_the_name_of_the_file_does_not_matter(name):
    assert rows_of(xlsx({"A1": "大沢"}), name) == rows_of("大沢".encode(), name) == [["大沢"]]


# -- CSV

TEXT = "氏名,会社\r\n髙﨑①,㈱みたか～\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_a_csv_is_read_in_every_encoding_and_line_end(encoding, line_end):
    content = TEXT.replace("\r\n", line_end).encode(encoding)
    assert rows_of(content) == [["氏名", "会社"], ["髙﨑①", "㈱みたか～"]]


def test_a_short_cp932_file_is_not_taken_for_a_western_one():
    assert rows_of("処理区分,件数".encode("cp932")) == [["処理区分", "件数"]]


def test_tabs_quotes_and_line_breaks_in_a_cell():
    assert rows_of("地区\t記録\n大沢\t\"一,行\n二\"\"行\"\n".encode()) == [["地区", "記録"], ["大沢", '一,行\n二"行']]


def test_blank_rows_keep_their_number_and_blank_ends_go():
    assert rows_of(b"a,b\n\n,,,\nc,,\n,,,\n\n") == [["a", "b"], [], [], ["c"]]


def test_a_csv_sheet_is_named_like_its_file():
    assert read_sheets(b"a,b", "C:\\記録\\令和3年4月.csv")[0].name == "令和3年4月"


def survives_cp932(text):
    return text.encode("cp932").decode("cp932") == text  # ¢ does not


cp932_texts = st.text(st.characters(codec="cp932", exclude_categories=["Cc", "Zs", "Co"]).filter(survives_cp932), min_size=1)


@given(st.lists(cp932_texts, max_size=5))
def test_cp932_comes_back_as_it_was_written(cells):
    row = ["見出し", *cells]
    line = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
    assert rows_of(line.encode("cp932")) == [row]


# -- Refusals

@pytest.mark.parametrize(("content", "reason"), [
    (b"", "ファイルが空です"), (b"\xef\xbb\xbf \r\n", "ファイルが空です"),
    (b"a,b\x00", "制御文字"), ("地区".encode("utf-16"), "UTF-16"), ("地区".encode("iso-2022-jp"), "ISO-2022-JP"),
    (b"\x89PNG\r\n\x1a\n\xff\xff", "表計算ファイルではありません"), (b"%PDF-1.7\n", "表計算ファイルではありません"),
    (b"<html><table>", "表計算ファイルではありません"), (b"\x81\xff\xff", "文字コードを読み取れません"), (b'a,"b\nc,d', "引用符"), (b'a,"b"c,d', "1行目あたりの引用符"),
    (zipped({"word/document.xml": "<x/>"}), "表計算ファイルではありません"), (zipped({"mimetype": "image/svg"}), "表計算ファイルではありません"),
    (zipped({}), "表計算ファイルではありません"), (zipped({"xl/workbook.xml": "<x/>"}), "表として読めません"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excelの表（xls）ではないか"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "パスワードで保護"),
    (XLS[:2000], "途中で切れています"), (XLS[:-600], "途中で切れています"),
])
def test_what_is_no_table_is_refused_with_a_reason(content, reason):
    with pytest.raises(SheetError, match=reason):
        read_sheets(content, "x.csv")


@pytest.mark.parametrize("percent", range(5, 100, 5))
def test_a_truncated_xlsx_is_refused(percent):
    content = xlsx({"A1": "大沢"})
    with pytest.raises(SheetError, match="途中で切れている"):
        read_sheets(content[:len(content) * percent // 100], "x.xlsx")


def test_a_zip_with_a_password_is_refused():
    content = bytearray(zipped({"xl/workbook.xml": "<x/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SheetError, match="パスワード"):
        read_sheets(bytes(content), "x.xlsx")


# -- Limits

def test_a_large_file_is_refused_before_it_is_read():
    with pytest.raises(SheetError, match=r"大きすぎます。10MBまで"):
        read_sheets(bytes(10 * 1024 * 1024 + 1), "x.csv")


def test_too_many_members_are_refused():
    with pytest.raises(SheetError, match="201個"):
        read_sheets(zipped({str(n): "" for n in range(201)}), "x.xlsx")


def test_a_bomb_is_refused_by_the_directory():
    with pytest.raises(SheetError, match="展開すると1MBを超えます"):
        read_sheets(zipped({"xl/workbook.xml": bytes(2 * 1024 * 1024)}), "x.xlsx", Limits(unpacked=1024 * 1024))


def test_a_bomb_that_lies_in_the_directory_is_refused_by_counting():
    content = zipped({"xl/workbook.xml": bytes(2 * 1024 * 1024)})
    directory, lying = content.index(b"PK\x01\x02"), bytearray(content)
    for size_at in (22, directory + 24):
        lying[size_at:size_at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(SheetError, match="展開すると1MBを超えます"):
        read_sheets(bytes(lying), "x.xlsx", Limits(unpacked=1024 * 1024))


@pytest.mark.parametrize("content", [b"a\n" * 4, xlsx({"A4": "a"})])
def test_rows_have_a_limit_that_a_caller_may_raise(content):
    limits = Limits(rows=3)
    with pytest.raises(SheetError, match="行が多すぎます.*3行まで"):
        read_sheets(content, "x", limits)
    assert len(read_sheets(content, "x", replace(limits, rows=4))[0].rows) == 4


@pytest.mark.parametrize("content", [b"," * 200 + b"a", xlsx({"GS1": "a"})])
def test_columns_have_a_limit(content):
    with pytest.raises(SheetError, match="列が多すぎます.*201列.*200列まで"):
        read_sheets(content, "x")


def test_a_cell_has_a_limit():
    with pytest.raises(SheetError, match="シート「x」の2行目に、32,767文字を超えるセル"):
        read_sheets(("a\n" + "あ" * 32_768).encode(), "x.csv")


def test_a_cell_in_the_last_corner_does_not_end_the_process():
    with pytest.raises(SheetError, match="大きすぎるか壊れている"):
        read_sheets(xlsx({"A1": "a", "XFD1048576": "b"}), "x.xlsx")


def test_one_long_text_shown_in_every_cell_is_refused():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_column("A1", ["あ" * 30_000] * 50)
    with pytest.raises(SheetError, match="文字が多すぎます"):
        read_sheets(file.getvalue(), "x.xlsx", Limits(text=1024 * 1024))


@pytest.mark.parametrize("cells", [{"B2": "=2+3"}, {"A1": "人数", "B2": "=SUM(B3:B4)", "C9": "=B2"}])
def test_a_formula_that_nobody_has_calculated_is_refused(cells):
    more = " ほか1個" if len(cells) > 2 else ""
    with pytest.raises(SheetError, match=f"計算結果が保存されていないセル.*「4月」のB2{more}）"):
        read_sheets(xlsx(cells), "a.xlsx")


def test_a_formula_with_its_result_is_read():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("4月")
        sheet.write_formula("A1", "=2+3", None, 5)
        sheet.write_string("B1", "=2+3")
    assert [list(row) for row in read_sheets(file.getvalue(), "a.xlsx")[0].rows] == [[5, "=2+3"]]


@pytest.mark.parametrize(("cell", "found"), [
    ('<c r="B2"><f>2+3</f></c>', ["B2"]), ('<c r="B2" s="1"><f>A1</f><v></v></c>', ["B2"]), ('<x:c r="B2"><x:f t="shared" si="0"/><x:v/></x:c>', ["B2"]),
    ('<c r="B2" t="str"><f>IF(A1,"x","")</f><v></v></c>', []), ('<c r="B2"><f>2+3</f><v>5</v></c>', []), ('<c r="B2"><v></v></c>', []),
    ('<c r="A2"/><c r="B2"><f>2+3</f><v>5</v></c><c r="C2"><f>B2</f></c>', ["C2"])])
def test_what_a_cell_without_a_result_looks_like(cell, found):
    assert [*_formulas(f"<sheetData><row>{cell}</row></sheetData>".encode())] == found

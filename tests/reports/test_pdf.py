"""The PDF: fonts inside, nothing fetched, and a plain sentence where it cannot be made."""
import io
import re
import socket
import sys
import threading

import pypdf
import pytest

from reports.outputs import FORMATS, Unavailable, fonts, pdf
from tests.reports import readers
from tests.reports.factories import CONTEXT, changed, make_report

pytestmark = pytest.mark.either


@pytest.fixture
def server():
    """A web address, and the connections that were made to it."""
    listener, seen = socket.create_server(("127.0.0.1", 0)), []

    def listen():
        while True:
            try:
                seen.append(listener.accept())
            except OSError:
                return
    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
    listener.close()


def reader(content):
    return pypdf.PdfReader(io.BytesIO(content))


def fonts_of(content):
    found = {}
    for page in reader(content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            found[str(descendant["/BaseFont"])] = descendant["/FontDescriptor"].get_object()
    return found


def test_fonts_are_embedded(pdf_bytes):
    found = fonts_of(pdf_bytes(make_report()))
    assert found and all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in found.values())
    assert all("CWC-Text" in name for name in found)


def test_cover_contents_and_page_numbers(pdf_bytes):
    pages = reader(pdf_bytes(make_report())).pages
    cover, contents, *_, last = ["".join(page.extract_text().split()) for page in pages]
    assert "令和3年度" in cover and "地域福祉コーディネーター実績報告" in cover and "令和4年4月5日" in cover
    assert "見本市社会福祉協議会" in cover and "下書き" in cover and "／" not in cover
    assert re.search(r"①新規相談件数\.+3（２）相談内容内訳\.+3", contents) and contents.endswith(f"2／{len(pages)}")
    assert last.endswith(f"{len(pages)}／{len(pages)}")


def test_a_district_edition_says_so(pdf_bytes):
    report = make_report(whole=False)
    assert "大沢地区・連雀地区版" in readers.pdf_text(pdf_bytes(report))
    assert "版" not in readers.pdf_text(pdf_bytes(make_report()))


def test_a_fixed_edition_is_no_draft(pdf_bytes):
    assert "下書き" not in readers.pdf_text(pdf_bytes(make_report(edition="fixed")))


def test_title_author_and_language(pdf_bytes):
    document = reader(pdf_bytes(make_report()))
    assert document.metadata.title == "令和3年度 地域福祉コーディネーター実績報告"
    assert document.metadata.author == CONTEXT.council
    assert document.root_object["/Lang"] == "ja" and document.root_object["/MarkInfo"]["/Marked"]


def test_the_same_report_gives_the_same_bytes(pdf_bytes):
    assert pdf_bytes(make_report()) == FORMATS["pdf"].write(make_report(), CONTEXT)


def test_a_long_table_repeats_its_headings(pdf_bytes):
    report = make_report()
    kinds, topics = report.tables
    report = changed(report, tables=(kinds, changed(topics, rows=topics.rows * 15)))
    text = readers.pdf_text(pdf_bytes(report))
    assert text.count("項目大沢（前年度）連雀合計割合") >= 3


def test_tags_in_a_label_are_text(pdf_bytes, server):
    address, seen = server
    label = f'<img src="{address}/x.png"><link rel=attachment href="file:///etc/hostname">'
    content = pdf_bytes(make_report(label))
    assert "".join(label.split()) in readers.pdf_text(content)
    assert seen == [] and reader(content).attachments == {}


def test_even_a_hostile_page_fetches_nothing(pdf_bytes, server, tmp_path):
    pdf_bytes(make_report())
    address, seen = server
    canary = tmp_path / "canary.txt"
    canary.write_text("canary-in-the-mine")
    page = "".join(template.format(url=url) for url in (f"{address}/x", canary.as_uri(), "ftp://127.0.0.1/x") for template in (
        '<link rel=stylesheet href="{url}">', '<link rel=attachment href="{url}">', '<img src="{url}">',
        '<object data="{url}"></object>', '<embed src="{url}">', '<p style="background: url({url})">字</p>',
        '<style>@import "{url}"; @font-face {{ font-family: x; src: url("{url}") }}</style>',
        '<svg width=9 height=9><image href="{url}" width=9 height=9 /></svg>', '<base href="{url}"><a href=x rel=attachment>字</a>'))
    content = pdf.print_page(page, fonts.find())
    assert seen == [] and reader(content).attachments == {}
    assert b"canary-in-the-mine" not in content and "字" in readers.pdf_text(content)


def test_without_a_font_the_command_is_named(pdf_bytes, monkeypatch):
    pdf_bytes(make_report())
    monkeypatch.setattr(fonts, "find", lambda: None)
    with pytest.raises(Unavailable, match="日本語フォント.*apt-get install .*fonts-morisawa-bizud-gothic"):
        FORMATS["pdf"].write(make_report(), CONTEXT)


def test_without_pango_the_command_is_named(pdf_bytes, monkeypatch, tmp_path, capfd):
    pdf_bytes(make_report())
    (tmp_path / "weasyprint.py").write_text("print('banner')\nraise OSError('cannot load library')\n")
    program = f"import runpy, sys; sys.path.insert(0, {str(tmp_path)!r}); runpy.run_path({pdf.COMMAND[-1]!r}, run_name='__main__')"
    monkeypatch.setattr(pdf, "COMMAND", (sys.executable, "-I", "-c", program))
    with pytest.raises(Unavailable, match="Pango.*apt-get install .*libpango-1.0-0"):
        FORMATS["pdf"].write(make_report(), CONTEXT)
    assert capfd.readouterr().out == ""


def test_no_font_in_an_empty_folder(tmp_path):
    assert fonts.find((tmp_path, tmp_path / "missing")) is None
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert fonts.find((tmp_path,)) is None

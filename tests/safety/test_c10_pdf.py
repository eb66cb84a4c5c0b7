"""C10: making a PDF opens no connection and no file outside fonts, templates and packages, and ends within its limits."""
import io
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from django.utils import timezone

from cases import periods
from reports.outputs import FORMATS, Unavailable, fonts, html, pdf
from tests.measures import measured
from tests.reports import readers
from tests.reports.factories import CONTEXT, make_report
from tests.safety.test_c7_formulas import report_of

pytestmark = pytest.mark.either

CANARY = "canary-in-the-mine"
TEMPLATES = ['<img src="{url}">', '<link rel=attachment href="{url}">', '<link rel=stylesheet href="{url}">', '<object data="{url}"></object>',
             '<embed src="{url}">', '<p style="background:url({url})">', '<style>@import "{url}"</style>',
             '<svg><image href="{url}"/></svg>', '<a href="{url}" rel=attachment>x</a>', '<iframe src="{url}"></iframe>']
# What fonts, libraries and Python itself need; everything else that is opened fails the test.
ALLOWED = (sys.prefix, sys.base_prefix, str(Path(sysconfig.get_path("purelib")).resolve()),
           "/usr/lib", "/lib", "/usr/share", "/usr/local/share", "/etc/fonts", "/etc/mime.types", "/etc/ld.so", "/proc/", "/sys/", "/dev/null",
           "/dev/urandom", "/etc/localtime", "/usr/local/lib", "/var/cache/fontconfig", str(Path.home() / ".cache/fontconfig"),
           str(Path.home() / ".fontconfig"), str(Path.home() / ".local/share/fonts"), str(Path.home() / ".fonts"),
           str(Path.home() / ".config/fontconfig"), str(Path(pdf.COMMAND[-1]).parent))


@pytest.fixture
def canary(tmp_path, monkeypatch):
    """A file that no PDF may read, outside of the temporary folder that the printer may use."""
    (tmp_path / "printer").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "printer"))
    (tmp_path / "canary.txt").write_text(CANARY)
    return tmp_path / "canary.txt"


@pytest.fixture
def printer(pdf_bytes):
    """The printer, where this machine can make PDFs at all."""
    pdf_bytes(make_report())
    return fonts.find()


def hostile_labels(canary) -> list[str]:
    return [template.format(url=url) for url in (canary.as_uri(), "http://127.0.0.1:9/x", "ftp://127.0.0.1/x", "//127.0.0.1/x")
            for template in TEMPLATES]


def hostile_page(canary) -> str:
    return "<p>字</p>" + "".join(hostile_labels(canary))


def traced(monkeypatch, tmp_path):
    """Let the printer run under strace; gives the file with what it did."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    log = tmp_path / "trace"
    strace = ("strace", "-f", "-qq", "-e", "trace=connect,sendto,open,openat,execve", "-o", str(log))
    if subprocess.run([*strace, sys.executable, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip("strace may not be used here")
    monkeypatch.setattr(pdf, "COMMAND", (*strace, *pdf.COMMAND))
    return log


def strange(log: Path) -> tuple[int, list[str]]:
    """How many files were opened, and everything that should not have happened."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if "ENOENT" not in line]
    opened = [found[1] for line in lines if (found := re.search(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]+)"', line))]
    wrong = [path for path in opened if not path.startswith((*ALLOWED, str(log.parent / "printer"))) and not Path(path).is_dir()]
    programs = [line for line in lines if "execve(" in line][1:]
    return len(opened), wrong + programs + [line for line in lines if re.search(r"\b(connect|sendto)\(", line)]


def test_hostile_text_in_every_field_stays_text(printer, canary):
    for label in ("".join(hostile_labels(canary)[:3]), "".join(hostile_labels(canary)[3:6])):
        content = FORMATS["pdf"].write(report_of(label), CONTEXT)
        document = pypdf.PdfReader(io.BytesIO(content))
        assert document.attachments == {} and CANARY.encode() not in content
        assert "".join(label.split())[:12] in readers.pdf_text(content)
        measured("C10", hostile_reports=1, attachments=0, canaries=0)


def test_no_connection_and_no_file_elsewhere(printer, canary, tmp_path, monkeypatch):
    log = traced(monkeypatch, tmp_path)
    content = pdf.print_page(hostile_page(canary), printer)
    opened, wrong = strange(log)
    assert wrong == [], "\n".join(wrong[:20])
    assert opened > 20
    assert CANARY.encode() not in content and pypdf.PdfReader(io.BytesIO(content)).attachments == {}
    measured("C10", files_opened=opened, files_elsewhere=0, connections=0)


OPEN_DOORS = {"the fetcher": "fetcher = lambda fonts: __import__('weasyprint').urls.URLFetcher()", "the guard": "shut_in = lambda fonts: None"}


def with_open_doors(monkeypatch, *doors):
    """The printer without its fetcher, its guard, or both."""
    source = Path(pdf.COMMAND[2]).read_text().replace('if __name__ == "__main__":', "\n".join(
        [*(OPEN_DOORS[door] for door in doors), 'if __name__ == "__main__":']))
    monkeypatch.setattr(pdf, "COMMAND", (sys.executable, "-I", "-c", source))


def test_without_the_fetcher_the_guard_still_refuses(printer, canary, monkeypatch):
    with_open_doors(monkeypatch, "the fetcher")
    content = pdf.print_page(hostile_page(canary), printer)
    assert pypdf.PdfReader(io.BytesIO(content)).attachments == {}


def test_without_both_the_file_is_in_the_pdf_and_the_connection_is_seen(printer, canary, tmp_path, monkeypatch):
    with_open_doors(monkeypatch, "the fetcher", "the guard")
    log = traced(monkeypatch, tmp_path)
    content = pdf.print_page(hostile_page(canary), printer)
    assert any(CANARY.encode() in each for files in pypdf.PdfReader(io.BytesIO(content)).attachments.values() for each in files)
    assert any("connect(" in line for line in strange(log)[1]) and any(str(canary) in line for line in strange(log)[1])


# -- Limits

LONG = '<p style="break-after: page">字</p>'


@pytest.mark.parametrize(("limit", "text", "reason"), [
    ({"pages": 3}, LONG * 9, "3ページを超える"), ({"seconds": 1}, LONG * 900, "1秒より長く|作れませんでした"),
    ({"memory": 200 * 2**20}, "<p>字</p>" * 6_000, "メモリー|作れませんでした|部品"),
])
def test_each_limit_ends_it_with_a_sentence(printer, limit, text, reason):
    begin = time.monotonic()
    with pytest.raises(Unavailable, match=reason):
        pdf.print_page(text, printer, replace(pdf.Limits(), **limit))
    assert time.monotonic() - begin < 90
    measured("C10", limits_tried=1, ended_within_seconds=round(time.monotonic() - begin, 1))


def test_a_large_report_is_within_them(printer):
    page = html.page(make_report(), CONTEXT).replace("</body>", LONG * 150 + "</body>")
    assert len(pypdf.PdfReader(io.BytesIO(pdf.print_page(page, printer))).pages) > 150


def test_the_page_says_why_there_is_no_pdf(printer, as_user, small, coordinator, monkeypatch):
    monkeypatch.setattr(pdf, "COMMAND", (sys.executable, "-I", "-c", "import sys; sys.exit(4)"))
    year = periods.fiscal_year_of(timezone.localdate())
    page = as_user(coordinator).get(f"/reports/{year}/download/pdf/", follow=True).content.decode()
    assert "PDFが300ページを超えるため" in page

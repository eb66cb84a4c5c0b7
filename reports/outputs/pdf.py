"""The report as PDF (WeasyPrint, in a process of its own). Nothing is fetched but the font files found on this machine."""
import json
import subprocess  # noqa: S404 (starts nothing but our own printer)
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from reports.grid import Report

from . import fonts, html
from .base import Context, Unavailable
from .pdf_process import NO_LIBRARY, NO_MEMORY, TOO_MANY_PAGES

LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("pdf_process.py")))
_LESS = "地区を選んで分けるか、Excelで受け取ってください。"


class PdfUnavailable(Unavailable):
    """Pango or a Japanese font is missing, or the report is too large to print."""


@dataclass(frozen=True)
class Limits:
    """The largest report that is printed; some thirty tables on a hundred pages take a tenth of it."""

    seconds: int = 60  # of computing, and by the clock
    memory: int = 1024 * 1024 * 1024  # bytes of address space
    pages: int = 300


def write(report: Report, context: Context) -> bytes:
    """The PDF with its fonts embedded. Raises PdfUnavailable, naming what puts it right."""
    files = fonts.find()
    if files is None:
        raise PdfUnavailable(_advice("日本語フォント", fonts.PACKAGE))
    return print_page(html.page(report, context, on_paper=True), files)


def print_page(page: str, files: fonts.FontFiles, limits: Limits = Limits()) -> bytes:  # noqa: B008 (frozen)
    """A page of HTML as tagged PDF (PDF/UA-1). Whatever the page refers to is refused, fonts apart."""
    asked = {"page": page, "fonts": [str(files.regular), str(files.bold or files.regular)], "limits": asdict(limits)}
    try:
        done = subprocess.run(COMMAND, input=json.dumps(asked).encode(), capture_output=True,  # noqa: S603
                              timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise PdfUnavailable(f"PDFを作るのに{limits.seconds}秒より長くかかるため、中止しました。{_LESS}") from None
    if done.returncode:
        raise PdfUnavailable(_reason(done.returncode, limits))
    return done.stdout


def _reason(status: int, limits: Limits) -> str:
    """Why the printer ended without a PDF, in Japanese."""
    if status == NO_LIBRARY:
        return _advice("PDFを作る部品（Pango）", *LIBRARIES)
    if status == TOO_MANY_PAGES:
        return f"PDFが{limits.pages}ページを超えるため、中止しました。{_LESS}"
    if status == NO_MEMORY:
        return f"PDFを作るためのメモリーが足りません。{_LESS}"
    return f"PDFを作れませんでした。{_LESS}"


def _advice(what: str, *packages: str) -> str:
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    return f"{what}が入っていないためPDFを作れません。管理者が次のコマンドを実行してください: {command}"

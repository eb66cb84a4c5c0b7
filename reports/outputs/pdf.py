"""The report as PDF (WeasyPrint). Nothing is fetched but the font files found on this machine."""
import contextlib
import io

from reports.grid import Report

from . import fonts, html
from .base import Context, Unavailable

LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


class PdfUnavailable(Unavailable):
    """Pango or a Japanese font is missing."""


def write(report: Report, context: Context) -> bytes:
    """The PDF with its fonts embedded. Raises PdfUnavailable, naming the command that puts it right."""
    weasyprint, files = _weasyprint(), fonts.find()
    if files is None:
        raise PdfUnavailable(_advice("日本語フォント", fonts.PACKAGE))
    return print_page(weasyprint, html.page(report, context), files)


def print_page(weasyprint, page: str, files: fonts.FontFiles) -> bytes:
    """A page of HTML as tagged PDF (PDF/UA-1). Whatever the page refers to is refused, fonts apart."""
    from weasyprint.text.fonts import FontConfiguration

    fetcher, configuration = _fonts_only(files), FontConfiguration()
    faces = weasyprint.CSS(string=_font_faces(files), url_fetcher=fetcher, font_config=configuration)
    document = weasyprint.HTML(string=page, url_fetcher=fetcher)
    return document.write_pdf(stylesheets=[faces], font_config=configuration, pdf_variant="pdf/ua-1")


def _fonts_only(files: fonts.FontFiles):
    """A fetcher that reads those files and refuses every other address, whatever its scheme."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    allowed = {path.as_uri(): path for path in (files.regular, files.bold) if path}

    class FontsOnly(URLFetcher):
        def fetch(self, url, headers=None):
            if url not in allowed:
                raise ValueError("Only the report's fonts may be loaded.")
            return URLFetcherResponse(url, allowed[url].read_bytes(), {"Content-Type": "font/ttf"})

    return FontsOnly()


def _font_faces(files: fonts.FontFiles) -> str:
    faces = ((400, files.regular), (700, files.bold or files.regular))
    return "\n".join(f'@font-face {{ font-family: "CWC Text"; font-weight: {weight}; src: url("{path.as_uri()}") }}'
                     for weight, path in faces)


def _weasyprint():
    # Without Pango the import prints a banner in English, which would land in a report on stdout.
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint
    except OSError as reason:
        raise PdfUnavailable(_advice("PDFを作る部品（Pango）", *LIBRARIES)) from reason
    return weasyprint


def _advice(what: str, *packages: str) -> str:
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    return f"{what}が入っていないためPDFを作れません。管理者が次のコマンドを実行してください: {command}"

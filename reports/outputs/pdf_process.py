"""A program of its own: reads a page of HTML and the places of two fonts from stdin, writes the PDF to stdout.

Started by pdf.py for every report, because a page that is too large or that breaks the printer must not take the
server with it, and because labels are written by people: whatever a page asks for, this process connects to nothing
and opens no file but fonts, its own programs and its temporary folder. Exit status 3: a library is missing,
4: too many pages, 5: too little memory.
"""
import contextlib
import ctypes.util
import io
import json
import os
import resource
import sys
import tempfile
from pathlib import Path

NO_LIBRARY, TOO_MANY_PAGES, NO_MEMORY = 3, 4, 5
REFUSED_EVENTS = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname",
                  "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.Request")


def limit(limits: dict[str, int]) -> None:
    """Bound this process itself."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def shut_in(fonts: list[str]) -> None:
    """Refuse connections, programs, and files outside those folders from here on; nothing can lift it again."""
    folders = [os.path.realpath(each) for each in (
        *sys.path, sys.prefix, sys.base_prefix, tempfile.gettempdir(), "/usr/lib", "/usr/share", "/usr/local/share",
        "/etc/fonts", "/proc/self", "/dev/null") if each]
    allowed = tuple(folder.rstrip("/") + "/" for folder in folders) + tuple(os.path.realpath(each) + "/" for each in fonts)

    def guard(event: str, arguments: tuple) -> None:
        if event in REFUSED_EVENTS:
            raise PermissionError(f"{event} is refused")
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = os.path.realpath(os.fsdecode(arguments[0])) + "/"
            if not path.startswith(allowed):
                raise PermissionError("this file is refused")

    sys.addaudithook(guard)


def fetcher(fonts: list[str]):
    """What reads those files and refuses every other address, whatever its scheme."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    allowed = {Path(path).as_uri(): Path(path) for path in fonts}

    class FontsOnly(URLFetcher):
        def fetch(self, url, headers=None):
            if url not in allowed:
                raise ValueError("Only the report's fonts may be loaded.")
            return URLFetcherResponse(url, allowed[url].read_bytes(), {"Content-Type": "font/ttf"})

    return FontsOnly()


def font_faces(fonts: list[str]) -> str:
    """The regular face, then the bold one, under the name that style.css uses."""
    return "\n".join(f'@font-face {{ font-family: "CWC Text"; font-weight: {weight}; src: url("{Path(path).as_uri()}") }}'
                     for weight, path in zip((400, 700), fonts, strict=True))


def render(weasyprint, asked: dict) -> bytes:
    """The page as tagged PDF (PDF/UA-1) with its fonts inside."""
    from weasyprint.text.fonts import FontConfiguration

    fonts_only, configuration = fetcher(asked["fonts"]), FontConfiguration()
    faces = weasyprint.CSS(string=font_faces(asked["fonts"]), url_fetcher=fonts_only, font_config=configuration)
    document = weasyprint.HTML(string=asked["page"], url_fetcher=fonts_only).render(
        stylesheets=[faces], font_config=configuration, pdf_variant="pdf/ua-1")
    if len(document.pages) > asked["limits"]["pages"]:
        sys.exit(TOO_MANY_PAGES)
    return document.write_pdf(pdf_variant="pdf/ua-1")


def main() -> None:
    """Limit itself, print, write."""
    asked = json.loads(sys.stdin.buffer.read())
    limit(asked["limits"])
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # without Pango the import prints a banner in English
            ctypes.util.find_library = lambda name: None  # it would start a compiler to look for what dlopen finds
            import weasyprint
    except OSError:
        sys.exit(NO_LIBRARY)
    shut_in(asked["fonts"])
    try:
        content = render(weasyprint, asked)
    except MemoryError:
        sys.exit(NO_MEMORY)
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()

"""The Japanese font that a PDF embeds: a known one where it is installed, else any that can write Japanese."""
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.local/share/fonts"), Path("~/.fonts"))
PACKAGE = "fonts-morisawa-bizud-gothic"
_SUFFIXES = (".ttf", ".otf", ".ttc")
_NEEDED = "あ髙令（％※"


@dataclass(frozen=True, slots=True)
class FontFiles:
    """The files of a font; not every font has a bold face."""

    regular: Path
    bold: Path | None = None


# Best first: file names of the regular and the bold face. All have digits of one width.
KNOWN = (
    ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf"),
    ("BIZUDGothic-Regular.ttf", "BIZUDGothic-Bold.ttf"),
    ("ipaexg.ttf", None),
    ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"),
    ("NotoSansJP-Regular.otf", "NotoSansJP-Bold.otf"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
)


def find(folders: tuple[Path, ...] = FOLDERS) -> FontFiles | None:
    """The best font in the folders; None when there is no Japanese one."""
    files = {path.name: path for path in _font_files(folders)}
    for regular, bold in KNOWN:
        if regular in files:
            return FontFiles(files[regular], files.get(bold))
    return next((FontFiles(path) for path in sorted(files.values()) if _is_japanese(path)), None)


def _font_files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for place, _, names in os.walk(folder.expanduser()):
            yield from (Path(place, name) for name in names if name.lower().endswith(_SUFFIXES))


def _is_japanese(path: Path) -> bool:
    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            letters = font.getBestCmap() or {}
    except (TTLibError, OSError):
        return False
    return all(ord(letter) in letters for letter in _NEEDED)

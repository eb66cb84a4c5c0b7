"""SVG as text: elements with escaped attributes and words. Presentation attributes only, so that no page's policy forbids them."""
import unicodedata
from html import escape

INK, MUTED, PAPER, RING, RING_LINE = "#1a1a1a", "#545b66", "#ffffff", "#e8f1fe", "#5b6b80"
FONT = "BIZ UDPGothic, Hiragino Sans, Noto Sans JP, Noto Sans CJK JP, sans-serif"


def tag(name: str, inside: str = "", **attributes) -> str:
    """One element; stroke_width becomes stroke-width, None is left out."""
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"' for key, value in attributes.items()
                   if value is not None)
    return f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>"


def words(text: str, x: float, y: float, *, size: int = 13, room: float | None = None, fill: str = INK, anchor: str = "middle") -> str:
    """A line of text, pressed together where it is wider than its room."""
    wide = room is not None and width_of(text, size) > room
    return tag("text", escape(text), x=x, y=y, font_size=size, text_anchor=anchor, fill=fill,
               textLength=room if wide else None, lengthAdjust="spacingAndGlyphs" if wide else None)


def width_of(text: str, size: int) -> float:
    """About how wide a text is."""
    return sum(size if unicodedata.east_asian_width(each) in "WFA" else size * .6 for each in text)


def line(points, *, width: float = 2, dash: str | None = None, stroke: str = INK) -> str:
    """A line through points."""
    return tag("polyline", points=" ".join(f"{_number(x)},{_number(y)}" for x, y in points), fill="none", stroke=stroke,
               stroke_width=width, stroke_dasharray=dash, stroke_linejoin="round")


class Picture(str):
    """A whole SVG, whose every word was escaped where it was put in: a template shows it as it is."""

    def __html__(self) -> str:
        return str(self)


def picture(inside: str, *, key: str, title: str, told: str, width: float, height: float) -> Picture:
    """The whole figure, named by its title and description for who cannot see it. `key` makes its ids the page's own."""
    heads = tag("title", escape(title), id=f"{key}-title") + tag("desc", escape(told), id=f"{key}-desc")
    return Picture(tag("svg", heads + tag("rect", x=0, y=0, width=width, height=height, fill=PAPER) + inside,
               xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_number(width)} {_number(height)}", width=width, height=height,
               role="img", aria_labelledby=f"{key}-title {key}-desc", font_family=FONT, class_="family-figure"))


def _number(value) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)

"""SVG as text: elements with escaped attributes and words. Presentation attributes only, so that no page's policy forbids them."""
import unicodedata
from html import escape

INK, MUTED, PAPER, RING, RING_LINE = "#1a1a1a", "#545b66", "#ffffff", "#e8f1fe", "#5b6b80"
MORE = "…"
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


def block(text: str, x: float, y: float, *, room: float, size: int = 13, most: int = 2, pitch: float = 14, fill: str = INK) -> str:
    """A text in at most so many lines, the first at `y`; what does not fit ends in … and stands whole in its title."""
    told = lines_of(text, size, room, most)
    drawn = "".join(words(each, x, y + number * pitch, size=size, fill=fill) for number, each in enumerate(told))
    return tag("g", tag("title", escape(text)) + drawn) if told[-1:] and told[-1].endswith(MORE) else drawn


def lines_of(text: str, size: int, room: float, most: int = 2) -> list[str]:
    """A text in lines that fit, broken at a space or ・ where all of it fits so; the last ends in … where it is too long."""
    if width_of(text, size) <= room or not text:
        return [text] if text else []
    if most == 1:
        return [text[:_fitting(text, size, room - width_of(MORE, size))].rstrip() + MORE]
    cut = _fitting(text, size, room)
    breaks = [at + 1 for at, each in enumerate(text[:cut + 1]) if each in " 　・" and at < cut + (each in " 　")]
    if breaks and not _too_long(text[breaks[-1]:], size, room, most - 1):
        cut = breaks[-1]
    return [text[:cut].rstrip(), *lines_of(text[cut:].lstrip(), size, room, most - 1)]


def _too_long(text: str, size: int, room: float, most: int) -> bool:
    found = lines_of(text.strip(), size, room, most)
    return bool(found) and found[-1].endswith(MORE)


def _fitting(text: str, size: int, room: float) -> int:
    """How many characters fit, at least one."""
    return max(1, next((at for at in range(len(text)) if width_of(text[:at + 1], size) > room), len(text)))


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

"""What one cell of a printed table says: a figure, last year's in brackets, a change, a share, a footnote mark.

Nothing is guessed: a cell with two figures, or with words, is a CellError.
"""
import re
import unicodedata
from dataclasses import dataclass, replace

from .cells import Cell, CellError, cell_text, read_count

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.0+)?"
_UNIT = r"(?: ?(?:件|回|人|名|世帯|か所|箇所|ケ所))?"
_SIGN = r"[△▲+\-−]"
_MARK = re.compile(r"[※*]\d*")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_PERCENT = re.compile(rf"\(? ?({_SIGN}? ?\d+(?:\.\d+)?) ?% ?\)?")
_BRACKETS = re.compile(rf"\( ?(?:(?P<sign>{_SIGN}) ?)?(?P<number>{_NUMBER}){_UNIT} ?\)")
_NO_PRIOR = re.compile(r"\( ?(?:[-‐‑–—―−ー]+|\.{2,3})? ?\)")  # （※） too, once its mark is taken out
_CHANGE = re.compile(rf"({_SIGN}) ?(\d{{1,3}}(?:,\d{{3}})+|\d+)")
_FIGURE = re.compile(rf"(?P<number>{_NUMBER}){_UNIT}")
_NOTHING = re.compile(r"[-‐‑–—―−ー]+|\.{2,3}")


@dataclass(frozen=True, slots=True)
class Printed:
    """The parts of a cell; None where the cell does not have the part.

    `says_value` and `says_prior` tell a figure that is printed as not available (－) from one that is not there.
    `mark` holds all marks of a figure, of last year's too where that has no `prior_mark` of its own.
    `share` is the percent as it was printed, without a sign of per cent where a number stands alone.
    `ambiguous` is a cell such as 「△3 438」, read as a change of -3 and the figure 438.
    """

    value: int | None = None
    prior: int | None = None
    change: int | None = None
    percent: float | None = None
    share: str = ""
    mark: str = ""
    prior_mark: str = ""
    says_value: bool = False
    says_prior: bool = False
    ambiguous: bool = False


def read_printed(cell: Cell) -> Printed:
    """「94（132）」, 「45 ※」, 「759 (33.1%)」, 「△3 438」, 「2,291件」, 「－」, blank. Raises CellError."""
    text = _plain(cell)
    rest, mark, prior_mark = _marks(text)
    rest, percent = _take(_PERCENT, rest)
    says_no_prior = bool(_NO_PRIOR.search(rest))
    rest, brackets = _take(_BRACKETS, _NO_PRIOR.sub(" ", rest))
    change = _signed(brackets["sign"], brackets["number"]) if brackets and brackets["sign"] else None
    prior = _number(brackets["number"]) if brackets and not brackets["sign"] else None
    rest, value, moved, is_ambiguous = _value(cell, rest.strip())
    says_prior = says_no_prior or prior is not None
    return Printed(value, prior, change if moved is None else moved, float(_digits(percent[1])) if percent else None,
                   f"{percent[1]}％" if percent else "", mark, prior_mark, value is not None or rest == "-", says_prior, is_ambiguous)


def read_change(cell: Cell) -> int | None:
    """A cell of a column of changes: 「△3 438」 is -3438, +12 is 12; None where nothing is printed. Raises CellError."""
    return read_count(_MARK.sub("", _plain(cell)).replace("+", "").strip())


def read_share(cell: Cell) -> Printed:
    """A cell of a column of shares: 33.1, (33.1%), and 0.331 as Excel stores it; without percent where none is printed. Raises CellError."""
    text = _MARK.sub("", _plain(cell)).strip("() ")
    if not text or _NOTHING.fullmatch(text):
        return Printed()
    try:
        return Printed(percent=float(_digits(text).removesuffix("%")), share=text.replace(" %", "%").replace("%", "％"))
    except ValueError:
        raise CellError(f"「{cell_text(cell)}」は割合として読めません。「33.1」や「33.1%」のように書いてください。") from None


def joined(parts: list[Printed], beside_prior: bool) -> Printed:
    """One heading over several cells: the figure in the first, last year's, share and mark beside it.

    Under 大沢（前年度） a bare figure in the second is last year's: Excel may show its brackets as a format only.
    """
    first, *others = parts
    if beside_prior and not first.says_prior:
        others = [replace(other, value=None, prior=other.value, says_value=False, says_prior=True) if other.says_value else other
                  for other in others]
    if any(other.says_value and first.says_value for other in others):
        raise CellError("見出しのない列に値があります。")
    for other in others:
        if first.mark and other.mark:
            own = other.mark if other.says_prior else ""
            first, other = replace(first, mark=first.mark if own else first.mark + other.mark), replace(other, mark="", prior_mark=own)
        blank = [name for name in Printed.__slots__ if _is_blank(getattr(first, name))]
        first = replace(first, **{name: getattr(other, name) for name in blank})
    return first


def _is_blank(part: object) -> bool:
    """Whether a cell does not have a part; 0 is a figure."""
    return part is None or part is False or part == ""


def looks_like_figures(cell: Cell) -> bool:
    """Whether the cell holds figures and nothing else; blank ones and mere marks do not."""
    try:
        found = read_printed(cell)
    except CellError:
        return False
    return found.says_value or found.says_prior or found.percent is not None or found.change is not None


def _plain(cell: Cell) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", cell_text(cell))).strip()


def _marks(text: str) -> tuple[str, str, str]:
    """The text without its marks, those of the figure, and those of last year's alone: 「446 ※（225 ※4）」."""
    outside = _MARK.findall(_IN_BRACKETS.sub(" ", text))
    inside = [mark for part in _IN_BRACKETS.findall(text) for mark in _MARK.findall(part)]
    return re.sub(" +", " ", _MARK.sub(" ", text)), "".join(outside or inside), "".join(inside if outside else ())


def _take(pattern: re.Pattern, text: str) -> tuple[str, re.Match | None]:
    """The text without the first match, and the match."""
    found = pattern.search(text)
    return (f"{text[:found.start()]} {text[found.end():]}" if found else text), found


def _value(cell: Cell, rest: str) -> tuple[str, int | None, int | None, bool]:
    """What is left ("" or "-"), the figure, the change before or after it, and whether both might be one number."""
    if not rest or _NOTHING.fullmatch(rest):
        return "-" if rest else "", None, None, False
    if whole := _FIGURE.fullmatch(rest):
        return "", _number(whole["number"]), None, False
    without, found = _take(_CHANGE, rest)
    figure = _FIGURE.fullmatch(without.strip()) if found else None
    if figure:
        ambiguous = bool(re.fullmatch(rf"{_SIGN} ?\d{{1,3}}(?: \d{{3}})+", rest))
        return "", _number(figure["number"]), _signed(found[1], found[2]), ambiguous
    if found and not without.strip():
        return "", _signed(found[1], found[2]), None, False
    raise CellError(f"「{cell_text(cell)}」は件数として読めません。「94（132）」や「1,080」のように書いてください。")


def _signed(sign: str, number: str) -> int:
    return _number(number) if sign == "+" else -_number(number)


def _number(text: str) -> int:
    return int(re.sub("[, ]", "", text.split(".")[0]))


def _digits(text: str) -> str:
    return re.sub("[△▲−]", "-", text).replace(" ", "")

"""The columns of a ledger: how a value is written into a cell, and read from one. What cannot be read raises CellError."""
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cases.imports.cells import Cell, CellError, cell_text, read_date
from cases.text import fold_label

from .scope import Scope

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading. `read` is given the cell, the scope and what the columns before it said."""

    name: str
    heading: str
    read: Callable[[Cell, Scope, Values], Any]
    write: Callable[[Any, Scope], str]
    needed: bool = False


def text(name: str, heading: str, most: int = 0, needed: bool = False) -> Column:
    """Words, at most so many characters."""
    def read(cell: Cell, scope: Scope, values: Values) -> str:
        said = cell_text(cell).replace("\r\n", "\n")
        if most and len(said) > most:
            raise CellError(f"{most}文字までにしてください（今は{len(said)}文字です）。")
        return said
    return Column(name, heading, read, lambda value, scope: value.replace("\r\n", "\n").strip(), needed)


def day(name: str, heading: str, needed: bool = False) -> Column:
    """A date in any spelling; blank is none."""
    return Column(name, heading, lambda cell, scope, values: read_date(cell), lambda value, scope: value.isoformat() if value else "", needed)


def amount(name: str, heading: str, most: int) -> Column:
    """A whole number from 0 to `most`; blank: nobody counted, which is not 0."""
    def read(cell: Cell, scope: Scope, values: Values) -> int | None:
        said = unicodedata.normalize("NFKC", cell_text(cell)).replace(",", "")
        if said and not said.isdecimal():
            raise CellError("0以上の整数で書くか、数えていないときは空欄にしてください。")
        if len(said) > 18 or int(said or 0) > most:
            raise CellError(f"{most:,}以下の数にしてください。")
        return int(said) if said else None
    return Column(name, heading, read, lambda value, scope: "" if value is None else str(value))


def tick(name: str, heading: str) -> Column:
    """1, or blank."""
    def read(cell: Cell, scope: Scope, values: Values) -> bool:
        said = fold_label(cell_text(cell)).casefold()
        if said not in ("", "0", "1", "○", "false", "true"):
            raise CellError("1か空欄にしてください。")
        return said in ("1", "○", "true")
    return Column(name, heading, read, lambda value, scope: "1" if value else "")


def choice(name: str, heading: str, choices, default: str | None = None, needed: bool = False) -> Column:
    """One of a field's choices, by its Japanese words or its code; blank is `default`."""
    labels = dict(choices)

    def read(cell: Cell, scope: Scope, values: Values) -> str:
        said = fold_label(cell_text(cell))
        if not said and default is not None:
            return default
        for code, label in labels.items():
            if said in (fold_label(code), fold_label(str(label))):
                return code
        raise CellError(f"「{'」「'.join(map(str, labels.values()))}」のどれかを書いてください。")
    return Column(name, heading, read, lambda value, scope: str(labels.get(value, value)), needed)


def found(name: str, heading: str, find: Callable[[Scope, str, Values], Any], write: Callable[[Any, Scope], str], needed: bool = False) -> Column:
    """A stored row by the word that stands for it; blank is none."""
    def read(cell: Cell, scope: Scope, values: Values):
        said = cell_text(cell)
        return find(scope, said, values) if said else None
    return Column(name, heading, read, lambda value, scope: write(value, scope) if value else "", needed)

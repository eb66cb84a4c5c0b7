"""How messages about the codebook (分類表) name one of its rows."""
from collections.abc import Mapping


def called(row: Mapping | None, code: str) -> str:
    """A row by its name, with the code by which a file names it in brackets: 食事（meal）; by the code alone where it has no name."""
    name = row and (row.get("label") or row.get("name"))
    return f"{name}（{code}）" if name and name != code else code

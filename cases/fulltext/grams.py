"""The words of the index: each character and its neighbour by their code points, which no tokenizer takes apart."""
from cases.text import fold

INDEXED = 16_000  # characters; PostgreSQL knows no place in a text behind that


def grams(text: str) -> str:
    """The words of a text in its order, and last its last character alone: 介護 gives 「x04ecb08b77 x08b77」."""
    codes = _codes(text)
    return " ".join(f"x{one}{other}" for one, other in zip(codes, [*codes[1:], ""], strict=False))


def phrase(word: str) -> list[str]:
    """The words that must stand side by side; the only one of a single character is the beginning of a word. [] for nothing."""
    codes = _codes(word)
    return [f"x{one}{other}" for one, other in zip(codes, codes[1:], strict=False)] or [f"x{code}" for code in codes]


def _codes(text: str) -> list[str]:
    return [f"{ord(character):05x}" for character in fold(text)[:INDEXED]]

"""The words of the index: each character and its neighbour by their code points, which no tokenizer takes apart."""
from cases.text import fold

INDEXED = 16_000  # characters; PostgreSQL knows no place in a text behind that


def grams(text: str) -> str:
    """The words of a text in its order, and last its last character alone: 介護 gives 「x04ecb08b77 x08b77」."""
    codes = _codes(text)
    return " ".join([f"x{one}{other}" for one, other in zip(codes, [*codes[1:], ""], strict=False)])


def phrase(word: str) -> list[str]:
    """The words that must stand side by side; the only one of a single character is the beginning of a word. [] for nothing."""
    codes = _codes(word)
    return [f"x{one}{other}" for one, other in zip(codes, codes[1:], strict=False)] or [f"x{code}" for code in codes]


class _Codes(dict):
    """The code point of a character as five digits or more, written out once: an office's texts have a few thousand of them."""

    def __missing__(self, character: str) -> str:
        return self.setdefault(character, f"{ord(character):05x}")


_CODES = _Codes()


def _codes(text: str) -> list[str]:
    return [_CODES[character] for character in fold(text)[:INDEXED]]

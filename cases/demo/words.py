"""Texts with a choice in them: 「(電話|メール)で相談」 is one of two sentences."""
import re
from random import Random

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


def spell(rng: Random, text: str) -> str:
    """The text with every choice made."""
    while found := _CHOICE.search(text):
        text = text[:found.start()] + rng.choice(found[1].split("|")) + text[found.end():]
    return text

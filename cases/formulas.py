"""Texts that a spreadsheet would run as a formula, made harmless in CSV files and put back on reading.

`restore(defuse(text)) == text` for every text, also for one that already begins with apostrophes.
"""
import re

# What Excel, LibreOffice or Google Sheets take for a formula or a command, also behind spaces and
# characters that are not seen; a tab or line break at the start lets the next cell begin early.
_UNSEEN = "\\s\u00ad\u200b-\u200f\u2060\ufeff"
_DANGEROUS = re.compile(rf"'*(?:[{_UNSEEN}]*[=+\-@|%＝＋－＠]|[\t\r\n\ufeff])")


def defuse(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might run it, else unchanged."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore(text: str) -> str:
    """What defuse() was given: one apostrophe is taken off where defuse() would have put it."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text

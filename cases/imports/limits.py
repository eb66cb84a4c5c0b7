"""How large a file may be, and the refusal of one that is too large, broken or no table at all."""
from dataclasses import dataclass, replace

MIB = 1024 * 1024


class SheetError(ValueError):
    """A file or sheet that cannot be read; the message says in Japanese why, and what to do."""


class TooLarge(SheetError):
    """A file larger than the limits that it was read with; larger ones may take it."""


@dataclass(frozen=True)
class Limits:
    """The largest file that is read: by default, what an answer may take. See LARGE for the worker and the commands."""

    upload: int = 10 * MIB  # bytes
    unpacked: int = 100 * MIB  # bytes of all members of a zip
    text: int = 20 * MIB  # characters of all cells of a workbook, where one long text may stand in many
    members: int = 200  # of a zip
    rows: int = 20_000  # of all sheets, blank ones above the last value included
    columns: int = 200
    characters: int = 32_767  # in one cell; no more than Excel itself allows
    memory: int = 1024 * MIB  # bytes that the process reading a workbook may take
    seconds: int = 30  # of its computing time; twice as many by the clock

    def check_upload(self, size: int) -> None:
        """Refuse a file of no bytes or of too many."""
        if not size:
            raise SheetError("ファイルが空です。中身のあるファイルを選んでください。")
        if size > self.upload:
            raise TooLarge(f"ファイルが大きすぎます。{self.upload // MIB}MBまでに分けてください。")


LARGE = replace(Limits(), upload=60 * MIB, unpacked=400 * MIB, text=100 * MIB, rows=200_000, memory=2560 * MIB, seconds=120)

"""What a check measured, for RELIABILITY.md: figures come from test runs and are never typed.

`measured("C1", cells_checked=812, leaks=0)` adds up over the tests and workers of a run. Nothing is written
unless CWC_MEASURES names a folder.
"""
import json
import os
import uuid
from pathlib import Path

WORST_COUNTS = ("seconds", "ms", "ratio", "mib", "percent")


def measured(check: str, **figures: float) -> None:
    """Keep the figures of one check (C1 to C40) of this run; the same name again adds to it.

    Of names that end in seconds, ms, ratio, mib or percent the largest is kept: a limit is not a sum.
    """
    folder = os.environ.get("CWC_MEASURES")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    line = json.dumps({"check": check, "figures": figures, "test": test})
    (Path(folder) / f"{uuid.uuid4().hex}.json").write_text(line, encoding="utf-8")


def joined(name: str, first: float, second: float) -> float:
    """Two figures of one name: the larger where it is a limit, else the sum."""
    return max(first, second) if name.endswith(WORST_COUNTS) else first + second

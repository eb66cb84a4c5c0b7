"""What a check measured, for RELIABILITY.md: figures come from test runs and are never typed.

`measured("C1", cells_checked=812, leaks=0)` adds up over the tests and workers of a run. Nothing is written
unless CWC_MEASURES names a folder.
"""
import json
import os
import uuid
from pathlib import Path


def measured(check: str, **figures: float) -> None:
    """Keep the figures of one check (C1 to C40) of this run; the same name again adds to it."""
    folder = os.environ.get("CWC_MEASURES")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    line = json.dumps({"check": check, "figures": figures})
    (Path(folder) / f"{uuid.uuid4().hex}.json").write_text(line, encoding="utf-8")

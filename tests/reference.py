"""The reference report's figures (三鷹 令和3年度), the tests' own copy, by the codes of the fixtures."""
import csv
import json
from pathlib import Path

from django.conf import settings

REFERENCE = json.loads((Path(__file__).parent / "data" / "mitaka_r3.json").read_text(encoding="utf-8"))
DISTRICTS = {"osawa": "大沢", "renjaku": "連雀"}
AXES = list(REFERENCE["tables"])
# Categories of R2 that the tables no longer list; they are inside that year's total of 1,080.
RETIRED = {"family": 23, "publicity": 111}


def codes() -> dict[tuple[str, str], str]:
    """(axis code, label) -> category code."""
    with open(settings.FIXTURES / "mitaka" / "categories.csv", encoding="utf-8-sig", newline="") as opened:
        return {(row["軸コード"], row["名称"]): row["分類コード"] for row in csv.DictReader(opened)}


def expected(axis: str, column: str) -> dict[str, int]:
    """category code -> figure of a printed column (大沢, 連雀, 合計, 大沢（前年度）); a missing figure is left out."""
    code = codes()
    return {code[axis, row["label"]]: row[column] for row in REFERENCE["tables"][axis]["rows"] if row[column] is not None}


def expected_months(kind: str, district: str) -> list[int]:
    """The twelve printed months of a kind (label), April first."""
    return REFERENCE["monthly"][kind]["rows"][district][:12]

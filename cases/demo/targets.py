"""The published figures that the demo's contacts must add up to, from the fixtures."""
import csv
from dataclasses import dataclass, field
from pathlib import Path

TOTAL = "合計"
AXES = ("kind", "consulter", "method", "target", "topic", "action")
NEW, CASE = "new", "case"


class TargetError(ValueError):
    """Published figures that contradict each other, or that no set of contacts can add up to."""


@dataclass
class Targets:
    """One district's figures of the year, by code: `counts[axis][category]` and `months[kind][month]`."""

    counts: dict[str, dict[str, int]] = field(default_factory=lambda: {axis: {} for axis in AXES})
    months: dict[str, dict[int, int]] = field(default_factory=dict)

    def total(self, axis: str) -> int:
        """The sum of an axis: contacts on a single one, mentions on a multiple one."""
        return sum(self.counts[axis].values())


def read_targets(folder: Path, figures: str = "figures-r3.csv") -> dict[str, Targets]:
    """Targets by district code. Raises TargetError when the figures do not close."""
    axes = {row["軸名"]: row["軸コード"] for row in _rows(folder / "axes.csv")}
    codes = {(row["軸コード"], row["名称"]): row["分類コード"] for row in _rows(folder / "categories.csv")}
    found = {row["地区コード"]: Targets() for row in _rows(folder / "districts.csv")}
    districts = {row["地区名"]: found[row["地区コード"]] for row in _rows(folder / "districts.csv")}
    for row in _rows(folder / figures):
        targets, axis = districts[row["地区"]], axes[row["軸"]]
        if row["分類"] == TOTAL:
            _check_total(targets, axis, int(row["件数"]))
        elif row["月"]:
            targets.months.setdefault(codes[axis, row["分類"]], {})[int(row["月"])] = int(row["件数"])
        else:
            targets.counts[axis][codes[axis, row["分類"]]] = int(row["件数"])
    for code, targets in found.items():
        _check(code, targets)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def _check_total(targets: Targets, axis: str, total: int) -> None:
    """A total stands below its rows."""
    if targets.total(axis) != total:
        raise TargetError(f"{axis}: the rows add up to {targets.total(axis)}, the printed total is {total}")


def _check(code: str, targets: Targets) -> None:
    kinds = targets.counts["kind"]
    expected = {"consulter": targets.total("kind"), "method": targets.total("kind"),
                "target": kinds[NEW] + kinds[CASE]}
    for axis, total in expected.items():
        if targets.total(axis) != total:
            raise TargetError(f"{code}: {axis} adds up to {targets.total(axis)}, not to {total}")
    for kind, months in targets.months.items():
        if sum(months.values()) != kinds[kind]:
            raise TargetError(f"{code}: the months of {kind} add up to {sum(months.values())}, not to {kinds[kind]}")

"""What a measurement finds, and how it is printed."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .timing import Times


@dataclass(frozen=True)
class Result:
    """One ratio: the product's time by that of its floor, the fastest of `floors`; at most `target` where it has one."""

    engine: str
    name: str
    product: Times
    floors: Mapping[str, Times]
    target: float | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def floor(self) -> str:
        """The name of the fastest floor."""
        return min(self.floors, key=lambda name: self.floors[name].median)

    @property
    def ratio(self) -> float:
        """Median by median."""
        return self.product.median / self.floors[self.floor].median

    @property
    def missed(self) -> bool:
        """Whether the result has a target and is above it."""
        return self.target is not None and round(self.ratio, 2) > self.target

    def as_dict(self) -> dict:
        """For the JSON file."""
        return {"engine": self.engine, "name": self.name, "ratio": round(self.ratio, 3), "target": self.target,
                "missed": self.missed, "product": self.product.as_dict(), "floor": self.floor,
                "floors": {name: times.as_dict() for name, times in self.floors.items()}} | dict(self.detail)


def table(results: Sequence[Result]) -> str:
    """Lines to read in a terminal: a ratio each, then the product by every floor where there are several."""
    lines = [_line("", "", "ratio", "target", "CWC, ms", "floor, ms", "")]
    for each in results:
        lines.append(_line(each.engine, each.name, f"{each.ratio:.2f}", f"<= {each.target}" if each.target else "",
                           each.product, each.floors[each.floor], f"{each.floor}{'  MISSED' if each.missed else ''}"))
    for each in results:
        if len(each.floors) > 1:
            lines += ["", f"{each.engine}, {each.name}: by each floor"]
            lines += [_line("", name, f"{each.product.median / times.median:.2f}", "", "", times, "")
                      for name, times in each.floors.items()]
    return "\n".join(lines)


def _line(engine, name, ratio, target, product, floor, floor_name) -> str:
    return f"{engine:<17} {name:<44} {ratio:>5}  {target:<6}  {product!s:<22}  {floor!s:<22}  {floor_name}".rstrip()

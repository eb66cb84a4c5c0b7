"""Times of several contenders in one run, taken by turns so that a slow moment of the machine meets all of them."""
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """How long each run of one contender took, in milliseconds."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    def __str__(self) -> str:
        return f"{self.median:.2f} [{min(self.runs):.2f}-{max(self.runs):.2f}]"

    def as_dict(self) -> dict:
        """For the JSON file."""
        return {"median_ms": self.median, "min_ms": min(self.runs), "max_ms": max(self.runs), "runs": len(self.runs)}


Contender = tuple[Callable[[], None], Callable[[], object]]


def by_turns(contenders: Mapping[str, Contender], rounds: int, warm_up: int = 2) -> dict[str, Times]:
    """Time the second function of each contender, once a round, after calling its first, which is not timed.

    Every round has another order, because a contender is slower right after a heavy one. Each runs `warm_up` times
    before, so that caches are warm.
    """
    names, chance = list(contenders), random.Random(1)
    runs: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(-warm_up, rounds):
        for name in chance.sample(names, len(names)):
            prepare, run = contenders[name]
            prepare()
            start = time.perf_counter()
            result = run()
            took = 1000 * (time.perf_counter() - start)
            del result  # what it takes to forget it is nobody's time
            if turn >= 0:
                runs[name].append(took)
    return {name: Times(tuple(times)) for name, times in runs.items()}

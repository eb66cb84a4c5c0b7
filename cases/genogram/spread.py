"""Places in a row: as near as can be to where each would like to be, in order and with room between."""
from collections.abc import Sequence


def spread(wanted: Sequence[float], gaps: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Places x with x[i + 1] - x[i] >= gaps[i] and the least sum of weights * (x - wanted)^2."""
    shifts = [sum(gaps[:at]) for at in range(len(wanted))]
    pools: list[list[float]] = []  # [sum of weights * values, weights, how many]
    for value, shift, weight in zip(wanted, shifts, weights, strict=True):
        pools.append([(value - shift) * weight, weight, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [before + own for before, own in zip(pools[-1], last, strict=True)]
    level = [total / weight for total, weight, count in pools for _ in range(int(count))]
    return [value + shift for value, shift in zip(level, shifts, strict=True)]

"""Numbers of households that were merged away, and the household that each leads to: over several merges to the last."""
from cases.models import Household, Merge


def survivors() -> dict[str, int]:
    """Number of the household that is gone -> id of the one that stayed; one query. Says nothing of who may see either."""
    rows = Merge.objects.standing().exclude(gone_household=None).order_by().values_list(
        "gone_household", "gone_household__number", "household")
    led = {gone: kept for gone, _, kept in rows}
    found = {}
    for gone, number, kept in rows:
        seen = {gone}
        while kept in led and kept not in seen:
            seen.add(kept)
            kept = led[kept]
        found[number] = kept
    return found


def survivors_by_number() -> dict[str, str]:
    """As `survivors`, with the number of the household that stayed."""
    led = survivors()
    numbers = dict(Household.everything.filter(pk__in=set(led.values())).values_list("pk", "number"))
    return {gone: numbers[kept] for gone, kept in led.items()}

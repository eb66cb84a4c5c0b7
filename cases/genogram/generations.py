"""Which generation everyone is of: parents above their children, couples side by side."""
from .family import Family, Union


def components_of(family: Family, unions: list[Union]) -> list[set[int]]:
    """Those who hang together, each group once; who hangs on nobody is in none."""
    groups: list[set[int]] = []
    for union in unions:
        own = {*union.partners, *union.ids}
        touching = [each for each in groups if each & own]
        groups = [each for each in groups if each not in touching] + [own.union(*touching)]
    order = [each.id for each in family.people]
    return sorted((each for each in groups if len(each) > 1), key=lambda group: min(map(order.index, group)))


def generations_of(members: set[int], unions: list[Union]) -> dict[int, int]:
    """Person -> row, the oldest generation 0. Where the entered relations contradict each other, as near as can be."""
    rows = _walk(min(members), unions)
    for _ in members:
        if not _settle(rows, unions):
            break
    top = min(rows.values())
    return {person: row - top for person, row in rows.items()}


def _walk(start: int, unions: list[Union]) -> dict[int, int]:
    rows, waiting = {start: 0}, [start]
    while waiting:
        person = waiting.pop(0)
        for union in unions:
            if person in union.partners or person in union.ids:
                parents = rows[person] - (0 if person in union.partners else 1)
                for other, row in [*((each, parents) for each in union.partners), *((each, parents + 1) for each in union.ids)]:
                    if other not in rows:
                        rows[other] = row
                        waiting.append(other)
    return rows


def _settle(rows: dict[int, int], unions: list[Union]) -> bool:
    """Push down whoever stands beside or above a parent; returns whether anyone had to move."""
    moved = False
    for union in unions:
        level = max((rows[each] for each in union.partners), default=None)
        if level is None:
            continue
        for person, row in [*((each, level) for each in union.partners), *((each, level + 1) for each in union.ids)]:
            if rows[person] < row:
                rows[person], moved = row, True
    return moved

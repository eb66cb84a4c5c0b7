"""Rows of a 年度推移 that bear one label, told apart: by what they are below, and by the years that they were there."""
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from cases import periods

from .book import BookCategory

Years = Sequence[tuple[int, Collection[int]]]  # each fiscal year with the ids of its categories


def labels_apart(rows: Sequence[BookCategory], years: Years) -> dict[int, str]:
    """The label of each row by its id; of those that bear one below the same parent with the years of who came or went."""
    same = Counter((each.parent_id, each.label) for each in rows)
    return {each.id: each.label + (_years_of(each.id, years) if same[each.parent_id, each.label] > 1 else "") for each in rows}


def names_apart(rows: Sequence[BookCategory], labels: Mapping[int, str]) -> dict[int, str]:
    """The name under which each row stands alone in the table: behind that of its parent where another bears its label."""
    same = Counter(each.label for each in rows)
    return {each.id: f"{labels[each.parent_id]}／{labels[each.id]}" if same[each.label] > 1 and each.parent_id in labels else labels[each.id]
            for each in rows}


def _years_of(category_id: int, years: Years) -> str:
    here = [year for year, ids in years if category_id in ids]
    if here and here[-1] < years[-1][0]:
        return f"（{periods.fiscal_year_label(here[-1])}まで）"
    return f"（{periods.fiscal_year_label(here[0])}から）" if here and here[0] > years[0][0] else ""

"""How the databases answer a report: along the indexes, without a sort, and without reading other years."""
import re
from datetime import date

import pytest
from django.db import connection

from cases.models import Contact
from reports import book, cube, scope


@pytest.fixture
def plans(small, monkeypatch):
    """The plans of all statements that a report and the list of years run."""
    statements = []

    def noted(cursor, statement, *parameters):
        statements.append((statement, parameters))
        cursor.execute(statement, parameters)
        return cursor.fetchall()

    for module in (book, cube, scope):
        monkeypatch.setattr(module, "rows", noted)
    return lambda: [plan_of(*each) for each in statements]


def plan_of(statement, parameters):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # its planner would read tables as small as these whole, and sort
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; "
                           "SET LOCAL enable_hashagg = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {statement}", parameters)
        return "\n".join(row[-1] for row in cursor.fetchall())


def index_only(index):
    return f"USING COVERING INDEX {index}" if connection.vendor == "sqlite" else f"Index Only Scan using {index}"


def plan_of_counts(plans, *codes):
    with connection.cursor() as cursor:
        cube.cube_of(cursor, scope.scope_of(2021, codes), book.read_book(cursor, 2021))
    return counts_in(plans)


def counts_in(plans) -> list[str]:
    """The parts of the one statement that count a year's contacts; the others read the short list of other cases."""
    [plan] = [each for each in plans() if "coding_figures" in each]
    parts = re.split("UNION ALL|GroupAggregate|HashAggregate", plan)
    assert "SCAN cases_contactcategory" not in plan and "Seq Scan on cases_contactcategory" not in plan
    return [part for part in parts if index_only("coding_figures") in part]


def are_sorted(parts: list[str]) -> bool:
    return not any(word in part for part in parts for word in ("TEMP B-TREE", "Sort"))


def test_the_counts_come_sorted_out_of_their_index(plans):
    parts = plan_of_counts(plans)
    assert len(parts) == 3 and are_sorted(parts)


def test_the_index_answers_for_one_district_too(plans):
    assert len(plan_of_counts(plans, "osawa")) == 3


def test_a_year_of_a_trend_comes_out_of_the_same_index(plans):
    with connection.cursor() as cursor:
        cube.year_cube_of(cursor, scope.scope_of(2021), book.read_book(cursor, 2021), is_prior=True)
    parts = counts_in(plans)
    assert len(parts) == 1 and are_sorted(parts)


@pytest.fixture
def twenty_years(small):
    """So many contacts that the planner sees which index tells most."""
    Contact.objects.bulk_create(
        Contact(date=date(2002 + n % 20, 5, 1), fiscal_year=2002 + n % 20, month=5, district=district)
        for n in range(1000) for district in small.districts.values())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_contact")


def test_districts_and_years_are_looked_up(plans, twenty_years):
    scope.districts_of(2021)
    scope.years_with_figures()
    found = [each for each in plans() if "contact_year_district" in each]
    assert len(found) == 2 and all(index_only("contact_year_district") in plan for plan in found)
    assert not any("SCAN cases_contact" in plan for plan in found)

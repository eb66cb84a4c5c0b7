"""Where else the words of a search that found no contact stand: the lists of households and cases."""
from django.urls import reverse

from cases.lists import LISTS
from cases.searches import results_address

PLACES = (("household_list", "世帯", {}), ("case_list", "ケース", {"state": "all"}))


def found_elsewhere(request, typed: str) -> list[dict]:
    """The other lists in which something in sight is found by what was typed, with how much and their addresses."""
    found = []
    for route, name, fields in PLACES:
        rows = LISTS[route]
        if count := rows.found(rows.asked(request.user, fields | {"q": typed})).count():
            found.append({"name": name, "count": count, "url": results_address(request, reverse(route), fields, typed)})
    return found

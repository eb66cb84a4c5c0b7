"""Where something was done, in the words of the menu: of a page that names no record the entry says nothing else."""
import json

from cases.models import AuditEntry
from cases.navigation import MENU, SETTINGS
from cases.periods import fiscal_year_label

_FILES = {"pdf": "PDF", "xlsx": "Excel", "csv": "CSV", "json": "JSON", "zip": "ZIP"}
_OF_PAGES = ("page", "export", "print", "post", "list")  # of a search its words are told


def place_words(entry: AuditEntry) -> str:
    """報告書・令和3年度・PDF: the entry of the menu, the fiscal year and the kind of file that were asked for; "" of what is done on no page."""
    if entry.action not in _OF_PAGES:
        return ""
    detail = json.loads(entry.detail)
    asked, page = detail.get("asked", {}), detail.get("page") or entry.route  # what is printed was seen on another page
    year, kind = asked.get("fiscal_year", ""), asked.get("kind", "")
    return "・".join(filter(None, (_section(page), fiscal_year_label(int(year)) if year.isdecimal() else "", _FILES.get(kind, ""))))


def _section(route: str) -> str:
    own = (each.words for each in SETTINGS if route.startswith(each.route.rpartition("_")[0] or each.route))
    return next(own, next((each.words for each in MENU if each.is_current(route)), ""))

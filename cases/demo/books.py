"""A council's folder without a database: its settings, and the codebook as it stood in a fiscal year."""
import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from cases.imports.codebook_file import AXES, CATEGORIES, DISTRICTS, EARLIER_RULES, defaults, read_codebook
from cases.models import Axis
from cases.periods import fiscal_year_span


class FolderError(Exception):
    """A folder that cannot be read as a council; the message is Japanese."""


@dataclass(frozen=True)
class Folder:
    """A council in files: its codebook, and `council.json` with names, policies, seed and contacts a year.

    Without `council.json` the folder is a codebook alone, and the years invented for it are YEARS.
    """

    path: Path

    YEARS = {"2020": 120, "2021": 180}

    @cached_property
    def settings(self) -> dict:
        """What council.json says: name, programme, seed, years (contacts by fiscal year), several (the share of contacts of several cases), policies."""
        file = self.path / "council.json"
        said = json.loads(file.read_text("utf-8")) if file.exists() else {}
        return {"name": f"{self.path.name}（見本データ）", "programme": "見本事業", "seed": 1, "years": self.YEARS, "several": 0, "policies": {}} | said

    @cached_property
    def years(self) -> dict[int, int]:
        """How many contacts to invent in each fiscal year, in order."""
        return {int(year): count for year, count in sorted(self.settings["years"].items())}

    @cached_property
    def rows(self) -> dict[str, list[dict]]:
        """The rows of each table of the codebook. Raises FolderError for what cannot be read."""
        lines, problems = read_codebook(self.path)
        if problems:
            raise FolderError("\n".join(f"{each.sheet} {each}" for each in problems))
        return {part: [defaults(line) | line.values for line in found] for part, found in lines.items()}

    def districts(self, fiscal_year: int) -> list[dict]:
        """Districts that exist all through the fiscal year, in order."""
        start, end = fiscal_year_span(fiscal_year)
        return [each for each in self.rows[DISTRICTS.name]
                if each["starts_on"] <= start and (each["ends_on"] is None or each["ends_on"] >= end - timedelta(days=1))]

    def axes(self, fiscal_year: int) -> list[dict]:
        """The axes of the year in order, with the rules that held then."""
        return [each | self._rule(each["code"], fiscal_year) for each in _valid(self.rows[AXES.name], fiscal_year)]

    def chosen_axes(self, fiscal_year: int) -> list[dict]:
        """Those of them that are chosen on a contact."""
        return [each for each in self.axes(fiscal_year) if each["source"] == Axis.Source.CONTACT]

    def categories(self, axis: str, fiscal_year: int) -> list[dict]:
        """The categories of an axis in the year, in order."""
        return [each for each in _valid(self.rows[CATEGORIES.name], fiscal_year) if each["axis"] == axis]

    def _rule(self, axis: str, fiscal_year: int) -> dict:
        held = [each for each in self.rows[EARLIER_RULES.name] if each["axis"] == axis and each["last_year"] >= fiscal_year]
        earliest = min(held, key=lambda each: each["last_year"], default={})
        return {name: value for name, value in earliest.items() if name not in ("axis", "last_year")}


def _valid(rows: list[dict], fiscal_year: int) -> list[dict]:
    found = [each for each in rows if (each["first_year"] or fiscal_year) <= fiscal_year <= (each["last_year"] or fiscal_year)]
    return sorted(found, key=lambda each: each["order"])

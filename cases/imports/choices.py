"""What this office chose for words that the codebook does not know, and the words of a file that need a choice.

A choice is kept under a scope (ImportChoice) and the folded word. The target of a heading is `field:<name>`,
`axis:<code>`, `mark:<axis>=<category>` or IGNORE; that of a value is a code (of a user, the user name).
Nothing here is taken silently: what was used and what is asked stands on the reading.
"""
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.models import ImportChoice
from cases.text import fold_label

COLUMN, DISTRICT, COORDINATORS = "column", "district", "coordinators"
IGNORE = "ignore"
LONGEST = ImportChoice._meta.get_field("said").max_length
Key = tuple[str, str]


def axis_scope(axis_code: str) -> str:
    """The scope of values on an axis."""
    return f"axis:{axis_code}"


def mark_target(axis_code: str, category_code: str) -> str:
    """The target of a heading below which marks stand for one category."""
    return f"mark:{axis_code}={category_code}"


@dataclass(slots=True)
class Asked:
    """A word that nothing is known by: as written, and how often it was met.

    Of a heading `target` is what its values tell it to be, with the `reason` in words (evidence.py); until that is
    known, `values` are those below it, and `taken` the targets that other columns of its sheets are.
    Of a category of earlier years `became` are the codes of those that a row's year has in its place.
    """

    shown: str
    count: int = 0
    target: str = ""
    reason: str = ""
    became: list[str] = field(default_factory=list)
    values: Counter = field(default_factory=Counter, compare=False)
    taken: set[str] = field(default_factory=set, compare=False)


@dataclass(slots=True)
class Choices:
    """The choices at hand while a file is read, those that were used, and the words that need one.

    `years` are the fiscal years of the rows in which a word for a category was met, used or asked about.
    """

    kept: dict[Key, str] = field(default_factory=dict)
    used: dict[Key, str] = field(default_factory=dict)
    asked: dict[Key, Asked] = field(default_factory=dict)
    years: dict[Key, set[int]] = field(default_factory=dict)

    @classmethod
    def of_office(cls) -> "Choices":
        """Everything that was chosen on the mapping page so far."""
        return cls({(scope, said): target for scope, said, target in ImportChoice.objects.values_list(
            "scope", "said", "target")})

    def find(self, scope: str, word: str, fiscal_year: int | None = None) -> str:
        """The target chosen for a word, or ""."""
        key = (scope, fold_label(word))
        if target := self.kept.get(key, ""):
            self.used[key] = word
            self._met(key, fiscal_year)
        return target

    def _met(self, key: Key, fiscal_year: int | None) -> None:
        if fiscal_year is not None:
            self.years.setdefault(key, set()).add(fiscal_year)

    def ask(self, scope: str, word: str, became: Iterable[str] = (), reason: str = "", fiscal_year: int | None = None) -> None:
        """Note a word that needs a choice; one too long to be a word of a list is left to its error."""
        said = fold_label(word)
        if said and len(said) <= LONGEST:
            asked = self.asked.setdefault((scope, said), Asked(word, reason=reason))
            asked.count += 1
            self._met((scope, said), fiscal_year)
            asked.became += [each for each in became if each not in asked.became]

"""What the admin decided about a waiting import: rows with errors left out or not, and what rows that differ become."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .drafts import Draft

UPDATE, ADD, KEEP = "update", "add", "keep"  # replace the record, come in as another one, leave all as it is
CHANGED, SIMILAR = "changed", "similar"  # kinds of rows: the record is known, or only probable


class Undecided(Exception):
    """Rows of the file differ from their records, and nobody said what to do with them. Nothing was changed."""


def row_key(draft: Draft) -> str:
    """How a page names a row of the file."""
    return f"{draft.row}:{draft.sheet}"


@dataclass(frozen=True, slots=True)
class Decision:
    """`changes` and `similar` are the answers for all rows of their kind, "" where nobody was asked.

    `rows` has those for single rows (by row_key, of figures by figure_key), which come first. A changed row may UPDATE or
    KEEP its record; one that is similar to a record may also be ADDed. `priors` says which of last year's figures in brackets
    are taken in (prior_figures.py), "" those of which no records are counted.
    """

    skip_errors: bool = False
    changes: str = ""
    similar: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    priors: str = ""

    def as_json(self) -> dict:
        """The decision for the batch, where the worker finds it."""
        return {"skip_errors": self.skip_errors, "changes": self.changes, "similar": self.similar, "rows": dict(self.rows),
                "priors": self.priors}

    @classmethod
    def from_json(cls, said: dict) -> "Decision":
        """The decision that `as_json` wrote; none where there is none."""
        return cls(**said)

    def for_changed(self, key: str) -> str:
        """UPDATE or KEEP. Raises Undecided."""
        return _answer(self.rows.get(key) or self.changes, UPDATE, KEEP)

    def for_similar(self, key: str) -> str:
        """UPDATE, ADD or KEEP. Raises Undecided."""
        return _answer(self.rows.get(key) or self.similar, UPDATE, ADD, KEEP)

    def covers(self, asked: Iterable[Mapping]) -> bool:
        """Whether it says what to do with each of these rows, described as changes.py describes them."""
        try:
            for each in asked:
                (self.for_similar if each["kind"] == SIMILAR else self.for_changed)(each["key"])
        except Undecided:
            return False
        return True


def _answer(said: str, *possible: str) -> str:
    if said not in possible:
        raise Undecided
    return said


UPDATE_ALL = Decision(True, UPDATE, UPDATE)

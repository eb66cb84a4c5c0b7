"""Importing a workbook of contacts, over the floor for the same rows, and beside django-import-export."""
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from cases.database import insert_rows
from cases.imports.limits import LARGE
from cases.models import Contact, ContactCategory, ImportBatch, User
from cases.services.codebook import load_codebook
from cases.services.imports import Source, import_file

from .council import CODEBOOK
from .databases import Engine, use
from .import_export import import_as_import_export, make_cases
from .import_files import make_people, workbook
from .import_floor import Stored, import_as_floor, stored
from .results import Result
from .timing import Times, by_turns

ROWS, SAMPLE, ROUNDS = 100_000, 2_000, 3
OVER_THE_FLOOR, FASTER = 1.5, 20  # targets
FLOOR, AS_CWC = "calamine, the same rows by executemany or COPY", "calamine, the same rows as CWC inserts them"


def measure(engine: Engine, quick: bool, rounds: int | None = None) -> Iterator[Result]:
    """100,000 rows into an empty record, over the floor; and how many times longer import-export takes for a row."""
    rows, sample = (ROWS // 100, SAMPLE // 50) if quick else (ROWS, SAMPLE)
    with engine.new_database() as empty:
        load_codebook(CODEBOOK)
        make_people()
        content = workbook(rows)
        council = Council(engine, empty)
        made = council.once(partial(_made, content))
        times = by_turns({"": (council.fresh, partial(import_by_cwc, content)), FLOOR: (council.fresh, partial(import_as_floor, content, made)),
                          AS_CWC: (council.fresh, partial(import_as_floor, content, made, insert_rows))},
                         1 if quick else rounds or ROUNDS, warm_up=0)
        council.close()
        product = times.pop("")
        yield Result(engine.label, f"import, {rows:,} rows", product, times, OVER_THE_FLOOR)
        yield _beside_import_export(engine, council, product, rows, sample)


def _beside_import_export(engine: Engine, council: "Council", product: Times, rows: int, sample: int) -> Result:
    use(council.empty)
    content = workbook(sample)
    times = by_turns({"": (partial(council.fresh, partial(make_cases, content)), partial(import_as_import_export, content))},
                     1, warm_up=0)[""]
    council.close()
    per_row = Times(tuple(run / sample for run in times.runs))
    own = Times(tuple(run / rows for run in product.runs))
    return Result(engine.label, f"import, a row / a row of {sample:,} by import-export", own, {"import-export": per_row}, 1 / FASTER)


def import_by_cwc(content: bytes) -> None:
    """What is measured: the file read, understood, checked, compared and stored, as the command and the worker do it."""
    source = Source(ImportBatch.Subject.RECORDS, "bench.xlsx", content, limits=LARGE)
    plan, batch = import_file(source=source, by=User.objects.get(username="benchadmin"))
    assert batch and not plan.reading.errors


def _made(content: bytes) -> Stored:
    """The rows that CWC makes of the file; nothing of it may be missing."""
    import_by_cwc(content)
    found = stored()
    assert len(found[Contact._meta.db_table][1]) and len(found[ContactCategory._meta.db_table][1])
    return found


@dataclass
class Council:
    """A council with codebook and people and no contacts, of which every run gets a copy of its own."""

    engine: Engine
    empty: object
    copy: ExitStack = field(default_factory=ExitStack)

    def fresh(self, prepare: Callable[[], None] = lambda: None) -> None:
        """Make a new copy the database in use, in place of the last."""
        self.close()
        self.copy.enter_context(self.engine.copy_of(self.empty))
        prepare()

    def once(self, run: Callable[[], Stored]) -> Stored:
        """What a run in a copy of its own gives."""
        self.fresh()
        found = run()
        self.close()
        return found

    def close(self) -> None:
        """Remove the last copy."""
        self.copy.close()
        use(self.empty)

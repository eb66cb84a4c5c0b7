"""Everything that bin/bench measures: a name, and a function that yields Results.

It takes the Engine to measure on, and whether it is only to see that everything runs (--quick), and how many rounds (--rounds).
"""
from . import imports, pages, report

MEASUREMENTS = {
    "report": report.measure,
    "import": imports.measure,
    "pages": pages.measure,
}

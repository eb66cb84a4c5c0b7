"""The command behind bin/bench: runs the measurements, prints their ratios, fails when a target is missed."""
import argparse
import json
import os
import platform
import sys
from pathlib import Path

import django


def main() -> int:
    """0 when every target was reached, 1 when one was missed."""
    django.setup()
    from .databases import engines
    from .registry import MEASUREMENTS
    from .results import table
    options = _options(MEASUREMENTS)
    results = []
    for engine in engines(os.environ.get("CWC_BENCH_POSTGRES", ""), options.folder):
        if options.engine in (None, engine.name):
            for name in options.measurement or MEASUREMENTS:
                print(f"Measuring {name} on {engine.label} ...", file=sys.stderr, flush=True)
                results += MEASUREMENTS[name](engine, options.quick, options.rounds)
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps(_document(results), indent=1, ensure_ascii=False) + "\n")
    return 1 if not results or not options.quick and any(result.missed for result in results) else 0


def _options(measurements) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("measurement", nargs="*", metavar="MEASUREMENT",
                        help=f"of {', '.join(measurements)}; all of them when none is named")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], help="only on this one")
    parser.add_argument("--quick", action="store_true",
                        help="a hundredth of the data, twice: to see that it runs; no ratio means anything")
    parser.add_argument("--rounds", type=int, metavar="N", help="so many of every measurement, where there is little time")
    parser.add_argument("--folder", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.measurement) - set(measurements):
        parser.error(f"there is no measurement {min(unknown)}; there are {', '.join(measurements)}")
    return options


def _document(results) -> dict:
    return {"python": platform.python_version(), "machine": platform.machine(), "cpus": os.cpu_count(),
            "results": [result.as_dict() for result in results]}


if __name__ == "__main__":
    sys.exit(main())

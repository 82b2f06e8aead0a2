"""`make bench`: measure the product beside its floors, print a table, write bench/results.json.

`--small` (a few minutes) shows that everything runs; `--only inbound,pop` and
`--databases sqlite` choose. Exit status 1 when a target was missed.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bench import databases, machine, report
from bench.crowd import Crowd, crowded
from bench.line import Line, lined_up
from bench.row import Row
from bench.rows import console, customers, imports, leads, pop, recording, rfm, routing, segments, start, webhooks
from bench.stage import Options, Stage, staged
from tests.services.lifeline import Unavailable

ROWS: dict[str, Callable[[Stage, Options], list[Row]]] = {
    "start": start.measure,
    "console": console.measure,
    "notifications": webhooks.measure_notifications,
    "inbound": webhooks.measure_inbound,
    "pop": pop.measure,
    "recording": recording.measure,
    "imports": imports.measure,
}
CROWD_ROWS: dict[str, Callable[[Crowd, Options], list[Row]]] = {
    "customers": customers.measure,
    "rfm": lambda crowd, options: rfm.measure_population(crowd.database, crowd.population.people, options.rounds),
    "segments": lambda crowd, options: segments.measure_population(
        crowd.database, crowd.population.people, options.rounds
    ),
    "crowd_imports": lambda crowd, options: imports.measure_population(
        crowd.database, crowd.population.people, options
    ),
}
"""Rows asked of a population in a database of its own (`--people`, `--items`)."""

LINE_ROWS: dict[str, Callable[[Line, Options], list[Row]]] = {
    "routing": routing.measure,
    "leads": leads.measure,
}
"""Rows asked of a long line, a large team and many leads, in this process (`--team`, `--line`, `--timers`)."""

ONCE = {"start", "console"}
"""Rows that have nothing to do with the database."""

EVERY_ROW = [*ROWS, *LINE_ROWS, *CROWD_ROWS]

SMALL = Options(
    rounds=2,
    seconds=1.0,
    agents=30,
    customers=500,
    people=5_000,
    items=50_000,
    calls=15,
    megabytes=4,
    import_rows=1_000,
    leads=400,
    team=100,
    line=1_000,
    timers=500,
)


def main() -> int:
    chosen = _arguments()
    options = _options(chosen)
    told = machine.describe()
    rows: list[Row] = []
    folder = Path(tempfile.mkdtemp(prefix="contactcenter-bench-"))
    began = time.monotonic()
    try:
        for kind in chosen.databases:
            try:
                rows += _measure(kind, folder / kind, chosen.only, options, told)
            except Unavailable as reason:
                print(f"NOT MEASURED on {kind}: {reason}", file=sys.stderr)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{told['cpu']}, {told['cores']} cores, Python {told['python']}, {_versions(told)}")
    print(f"load average {told['load_at_start'][0]:.1f} at the start, {os.getloadavg()[0]:.1f} at the end")
    print(f"medians of {options.rounds} rounds of {options.seconds:g} s, {time.monotonic() - began:.0f} s in all\n")
    print(report.table(rows))
    report.write(chosen.out, told, asdict(options), rows)
    print(f"\nAll figures: {chosen.out}")
    return 1 if any(row.is_passed is False for row in rows) else 0


def _measure(kind: str, folder: Path, only: list[str], options: Options, told: dict[str, object]) -> list[Row]:
    rows: list[Row] = []
    with ExitStack() as stack:
        server_url = stack.enter_context(databases.postgres_server()) if kind == databases.POSTGRESQL else ""
        told[kind] = databases.version_of(kind, server_url)
        print(f"{kind}: setting up", flush=True)
        chosen = [name for name in only if name in ROWS and (name not in ONCE or kind == databases.SQLITE)]
        if chosen:
            with staged(kind, server_url, folder, options) as stage:
                rows += _rows(kind, ROWS, chosen, stage, options)
        chosen = [name for name in only if name in LINE_ROWS]
        if chosen:
            with lined_up(kind, server_url, folder / "line", options) as line:
                rows += _rows(kind, LINE_ROWS, chosen, line, options)
        chosen = [name for name in only if name in CROWD_ROWS]
        if chosen:
            print(f"{kind}: {options.people:,} people with {options.items:,} items", flush=True)
            with crowded(kind, server_url, folder / "crowd", options) as crowd:
                rows += _rows(kind, CROWD_ROWS, chosen, crowd, options)
    return rows


def _rows(
    kind: str, measures: dict[str, Any], chosen: list[str], place: Stage | Line | Crowd, options: Options
) -> list[Row]:
    rows: list[Row] = []
    for name in chosen:
        print(f"{kind}: {name}", flush=True)
        try:
            rows += measures[name](place, options)
        except Unavailable as reason:
            print(f"NOT MEASURED: {name}: {reason}", file=sys.stderr)
    return rows


def _versions(told: dict[str, object]) -> str:
    return ", ".join(f"{kind} {told[kind]}" for kind in (databases.SQLITE, databases.POSTGRESQL) if kind in told)


def _options(chosen: argparse.Namespace) -> Options:
    given = {name: value for name in asdict(Options()) if (value := getattr(chosen, name)) is not None}
    return replace(SMALL if chosen.small else Options(), **given)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__.partition("\n")[0])
    parser.add_argument("--small", action="store_true", help="a run of a few minutes")
    parser.add_argument("--out", type=Path, default=report.RESULTS, help="where all figures go")
    parser.add_argument("--only", type=_names(EVERY_ROW), default=EVERY_ROW, help=",".join(EVERY_ROW))
    both = [databases.SQLITE, databases.POSTGRESQL]
    parser.add_argument("--databases", type=_names(both), default=both, help=",".join(both))
    for name, value in asdict(Options()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), help=f"default {value}")
    return parser.parse_args()


def _names(known: list[str]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        names = text.split(",")
        if unknown := set(names) - set(known):
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
        return names

    return read


if __name__ == "__main__":
    sys.exit(main())

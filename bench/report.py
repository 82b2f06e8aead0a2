"""The table that people read, and the file that programs read."""

import json
from pathlib import Path
from typing import Any

from bench.row import Row

RESULTS = Path(__file__).parent / "results.json"
HEADINGS = ("what", "database", "ours", "floor", "unit", "ratio", "CPU a request", "target", "")


def table(rows: list[Row]) -> str:
    """Columns as wide as they need to be."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def write(path: Path, machine: dict[str, Any], options: dict[str, Any], rows: list[Row]) -> None:
    found = {"machine": machine, "options": options, "rows": [row.as_json() for row in rows]}
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


def _cells(row: Row) -> tuple[str, ...]:
    verdict = {True: "pass", False: "FAIL", None: ""}[row.is_passed]
    cpu = row.facts.get("cpu_us")
    return (
        row.name,
        row.database,
        _number(row.ours),
        "" if row.floor is None else _number(row.floor),
        row.unit,
        "" if row.ratio is None else f"{row.ratio:.2f}",
        "" if cpu is None else f"{cpu['ours']:.0f} / {cpu['floor']:.0f} µs",
        row.target,
        verdict,
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"

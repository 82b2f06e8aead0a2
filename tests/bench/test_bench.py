"""The benchmarks run, and their arithmetic is right. What they measure is judged by `make bench`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import report
from bench.row import Row, from_rounds, percentile

ROOT = Path(__file__).resolve().parent.parent.parent


NEEDED = ("inbound", "pop", "imports", "customers", "rfm", "segments")
"""Rows that nothing else runs, or that ask most of the product; one broken fails here and not in tonight's bench."""
ROWS = (
    "ring → pop",
    "import: CSV",
    "import: XLSX",
    "import: rows written",
    "profile",
    "customer by phone",
    "search while typing",
    "list of customers, limited",
    "search, limited",
    "RFM for everybody, written",
    "RFM for everybody, told",
    "segment of five rules of",
    "segment of five rules with",
)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_tiny_run_measures_beside_the_floors(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    sizes = "--rounds 1 --seconds 0.3 --agents 3 --customers 20 --calls 2 --connections 2".split()
    sizes += "--people 200 --items 600 --import-rows 60".split()
    chosen = f"--databases sqlite --only {','.join(NEEDED)} --out {out}".split()
    done = subprocess.run(
        [sys.executable, "-m", "bench", *sizes, *chosen],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode in (0, 1), done.stderr
    assert "ring → pop" in done.stdout
    found = json.loads(out.read_text())
    assert found["machine"]["cores"]
    assert {row["database"] for row in found["rows"]} == {"sqlite"}
    names = [row["name"] for row in found["rows"]]
    assert [begin for begin in ROWS if not any(name.startswith(begin) for name in names)] == []
    assert all(row["ours"] > 0 and (row["floor"] is None or row["floor"] > 0) for row in found["rows"])


def test_a_ratio_is_the_median_of_the_rounds_own() -> None:
    rounds = [{"ours": 1, "floor": 2}, {"ours": 30, "floor": 40}, {"ours": 9, "floor": 10}]
    row = from_rounds("x", "sqlite", "requests/s", rounds, target="ratio >= 0.7")
    assert (row.ours, row.floor, row.ratio, row.is_passed) == (9, 10, 0.75, True)


def test_a_target_may_bound_the_figure_itself() -> None:
    assert Row("x", "", "ms", ours=301, target="ours <= 300").is_passed is False
    assert Row("x", "", "ms", ours=301).is_passed is None


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.001, 1)])
def test_percentiles_are_values_that_were_measured(share: float, expected: float) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], share) == expected


def test_the_table_says_what_failed() -> None:
    row = Row("too slow", "sqlite", "ms", ours=500.0, floor=100.0, target="ours <= 300")
    assert "FAIL" in report.table([row])

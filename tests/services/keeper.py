"""`python -m tests.services.keeper NAME FOLDER`: run one server until the test run ends (lifeline.py)."""

from __future__ import annotations

import fcntl
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NoReturn

from tests.services import postgres, swift, valkey, warm_parent
from tests.services.lifeline import Unavailable, write_answer

SERVICES: dict[str, Callable[[], AbstractContextManager[dict[str, Any]]]] = {
    "postgres": postgres.running,
    "valkey": valkey.running,
    "swift": swift.running,
    "warm": warm_parent.running,
}


def keep(name: str, folder: Path) -> None:
    """Start the server, say where it is, and stop it when the lifeline is let go."""
    start = SERVICES[name.partition("-")[0]]
    answer = folder / f"{name}.json"
    with (folder / f"{name}.alive").open("w") as alive, (folder / "lifeline").open() as lifeline:
        fcntl.flock(alive, fcntl.LOCK_EX)
        try:
            with start() as facts:
                write_answer(answer, facts)
                fcntl.flock(lifeline, fcntl.LOCK_SH)
        except Unavailable as reason:
            told = (folder / f"{name}.log").read_text(errors="replace").strip()[-1000:]
            write_answer(answer, {"unavailable": f"{reason}\n{told}".strip()})


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _leave)
    keep(sys.argv[1], Path(sys.argv[2]))

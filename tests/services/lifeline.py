"""Real servers for the tests: started when a test asks, shared by all workers, gone with the run.

Each server lives in a keeper process of its own (`keeper.py`). The process that started the test run holds
an exclusive `flock` on one file, the lifeline; every keeper waits for a shared lock on it. The kernel lets
go of the lock when the run ends, however it ends (`kill -9` included), and the keepers then stop their
servers. Nobody counts users, and nobody polls.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FOLDER_VARIABLE = "TEST_SERVICES_FOLDER"
START_TIMEOUT_SECONDS = 90
STOP_TIMEOUT_SECONDS = 20


class Unavailable(Exception):
    """A server that cannot be had on this machine; the message is the reason shown to people."""


class Lifeline:
    """Held by the process that started the test run. Workers inherit the folder's name in the environment."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="contactcenter-services-"))
        self._file = (self.folder / "lifeline").open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        os.environ[FOLDER_VARIABLE] = str(self.folder)

    def reasons(self) -> dict[str, str]:
        """Reason by name, for each server that was asked for and could not be had."""
        answers = {path.stem: json.loads(path.read_text()) for path in sorted(self.folder.glob("*.json"))}
        return {name: answer["unavailable"] for name, answer in answers.items() if "unavailable" in answer}

    def release(self) -> None:
        """Let the keepers stop their servers, and wait until they have."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._file.close()
        os.environ.pop(FOLDER_VARIABLE, None)
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        for alive in self.folder.glob("*.alive"):
            while time.monotonic() < deadline and _is_locked(alive):
                time.sleep(0.02)
        shutil.rmtree(self.folder, ignore_errors=True)


def request(name: str) -> dict[str, Any]:
    """What a running server answers to (its own fields); the first to ask starts it. Raises Unavailable.

    `name` is a key of keeper.SERVICES, optionally followed by `-` and whose it is: `valkey-gw0`.
    """
    folder = Path(os.environ[FOLDER_VARIABLE])
    answer = folder / f"{name}.json"
    with _locked(folder / f"{name}.lock"):
        if not answer.exists():
            _start_keeper(folder, name, answer)
    found: dict[str, Any] = json.loads(answer.read_text())
    if "unavailable" in found:
        raise Unavailable(found["unavailable"])
    return found


def _start_keeper(folder: Path, name: str, answer: Path) -> None:
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        # A session of its own: Ctrl-C in the terminal ends the tests, and the lifeline then ends the server.
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.services.keeper", name, str(folder)],
            cwd=Path(__file__).resolve().parent.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while not answer.exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            keeper.terminate()
            keeper.wait(STOP_TIMEOUT_SECONDS)
            tail = log.read_text(errors="replace").strip()[-1500:]
            write_answer(answer, {"unavailable": f"{name} did not start: {tail or 'no output'}"})
            return
        time.sleep(0.02)
    # Not waited for here, on purpose: this keeps Popen from warning that the keeper still runs.
    keeper.returncode = 0


def note_unavailable(name: str, reason: str) -> None:
    """Have the end of the run say that this could not be had, for what needs no keeper."""
    write_answer(Path(os.environ[FOLDER_VARIABLE]) / f"{name}.json", {"unavailable": reason})


def write_answer(path: Path, answer: dict[str, Any]) -> None:
    """Write the file whole or not at all, so that nobody reads half of it."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(answer))
    draft.replace(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_locked(path: Path) -> bool:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False

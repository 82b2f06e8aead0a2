"""The demo company as the tests use it: seeded once a run, then copied for each server that wants it."""

import fcntl
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.system.server import Server

ADMIN, SUPERVISOR, PASSWORD = "bich@demo.vn", "nam@demo.vn", "nhaxanh-demo"
RING_SECONDS, WRAP_UP_SECONDS = 60, 240
"""Longer than in life: a busy machine must not ring out what a test looks at."""

NO_TRAFFIC = {"api_key": "none: the tests place their calls themselves"}


def seeded(shared: Path) -> Path:
    """A folder with the company in it, made by whoever comes first; `shared` is this run's, of all workers."""
    template = shared / "company"
    with (shared / "company.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (template / "done").exists():
            _seed(template)
            (template / "done").touch()
    return template


def _seed(template: Path) -> None:
    server = Server(template, {"DEMO": "1"})
    try:
        server.start()
        server.stop()
    finally:
        server.kill()
    with closing(sqlite3.connect(template / "instance" / "contactcenter.sqlite")) as database:
        database.execute(
            "UPDATE work_queues SET ring_seconds = ?, wrap_up_seconds = ?", (RING_SECONDS, WRAP_UP_SECONDS)
        )
        database.commit()
    # The demo's own traffic asks who is Available with this key; without a valid one nobody calls by chance.
    (template / "instance" / "demo.json").write_text(json.dumps(NO_TRAFFIC))


@contextmanager
def opened(template: Path, folder: Path) -> Iterator[Server]:
    """A server of one's own with a copy of the company; not started yet."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    server = Server(folder, {"DEMO": "1"})
    try:
        yield server
    finally:
        server.kill()

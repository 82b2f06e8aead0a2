"""Processes of the product that start at once: forked from one that has imported it already (warm_parent.py).

Used as `subprocess` is, for what a process of its own proves: sudden deaths, two processes beside each other,
commands. That a cold `python app.py` starts is proven by tests/system/test_life.py.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from typing import IO, Any

from tests.services.lifeline import request
from tests.services.warm_parent import NUMBER

Files = tuple[IO[Any] | int, IO[Any] | int, IO[Any] | int]


class WarmProcess:
    """`python ARGUMENTS…` in the project's folder, with this environment and these standard files."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], files: Files) -> None:
        self.arguments = arguments
        self.returncode: int | None = None
        self._parent = socket.socket(socket.AF_UNIX)
        self._parent.connect(request("warm")["path"])
        task = json.dumps({"arguments": arguments, "environment": dict(environment)}).encode()
        numbers = [file if isinstance(file, int) else file.fileno() for file in files]
        sent = socket.send_fds(self._parent, [task[:1]], numbers)
        self._parent.sendall(task[sent:] + b"\n")
        self.pid = self._read_number()

    def poll(self) -> int | None:
        """The status with which it has ended; below zero is the signal that ended it."""
        return self.returncode if self._has_ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """As poll(), once it has ended. Raises subprocess.TimeoutExpired."""
        if not self._has_ended(timeout) or self.returncode is None:
            raise subprocess.TimeoutExpired(self.arguments, timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _has_ended(self, seconds: float | None) -> bool:
        if self.returncode is None and select.select([self._parent], [], [], seconds)[0]:
            self.returncode = self._read_number()
            self._parent.close()
        return self.returncode is not None

    def _read_number(self) -> int:
        number: int = NUMBER.unpack(self._parent.recv(NUMBER.size, socket.MSG_WAITALL))[0]
        return number


def run(
    arguments: list[str], environment: Mapping[str, str], *, text: str = "", seconds: float = 90
) -> subprocess.CompletedProcess[str]:
    """Run it to its end; `text` is its input. Raises subprocess.TimeoutExpired, and it is killed."""
    with (
        tempfile.TemporaryFile("w+") as given,
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as err,
    ):
        given.write(text)
        given.seek(0)
        process = WarmProcess(arguments, environment, (given, out, err))
        try:
            status = process.wait(seconds)
        finally:
            process.kill()
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess(arguments, status, out.read(), err.read())

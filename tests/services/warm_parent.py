"""`python -m tests.services.warm_parent SOCKET`: a process that has imported the product and forks (see warm.py).

Importing takes two seconds, nine tenths of what a start of the product takes. What it forks is otherwise as if it were
started anew: arguments, environment, files, a process id of its own, and an end of its own.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy.orm import configure_mappers

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
REQUEST_BYTES = 1 << 20
LOADED = (
    "contactcenter.cli",
    "contactcenter.demo.seed",
    "contactcenter.embedded",
    "contactcenter.providers.simulator.carrier",
    "contactcenter.providers.simulator.traffic",
    "flask.cli",
)
"""Everything that a start or a command of the product imports; nothing that holds a connection or a thread."""
NUMBER = struct.Struct("!i")
"""What is answered: the process id, and later the status with which the process ended."""


@contextmanager
def running() -> Iterator[dict[str, Any]]:
    """The process, on the socket `path`."""
    with tempfile.TemporaryDirectory(prefix="contactcenter-warm-") as folder:
        path = Path(folder) / "socket"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.services.warm_parent", path],
            cwd=ROOT,
            # A fork has one thread only: those of a library would be missing.
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
        )
        try:
            _wait_until_it_listens(process, path)
            yield {"path": str(path)}
        finally:
            process.kill()
            process.wait()


def _wait_until_it_listens(process: subprocess.Popen[bytes], path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not path.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the process that others are forked from did not start")
        time.sleep(0.02)


class Parent:
    """Waits for requests, for the ends of children, and for those who asked to go away: their children go too."""

    def __init__(self, path: str) -> None:
        self._selector = selectors.DefaultSelector()
        self._children: dict[int, socket.socket] = {}
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(f"{path}.draft")
        self._listener.listen()
        self._woken, self._waker = os.pipe()
        for end in (self._woken, self._waker):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        signal.set_wakeup_fd(self._waker)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        Path(f"{path}.draft").rename(path)

    def serve(self) -> dict[str, Any]:
        """Returns in a child only: what it is to run."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._listener:
                    task = self._fork(self._listener.accept()[0])
                    if task is not None:
                        return task
                elif key.fileobj == self._woken:
                    self._reap()
                else:
                    self._forsake(key.data)

    def _fork(self, asker: socket.socket) -> dict[str, Any] | None:
        task, files = _read(asker)
        pid = os.fork()
        if not pid:
            self._become_a_child(asker, files)
            return task
        for file in files:
            os.close(file)
        asker.sendall(NUMBER.pack(pid))
        self._children[pid] = asker
        self._selector.register(asker, selectors.EVENT_READ, pid)
        return None

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._woken, 1024)
        for pid in list(self._children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                asker = self._children.pop(pid)
                with suppress(KeyError):
                    self._selector.unregister(asker)
                with suppress(OSError):
                    asker.sendall(NUMBER.pack(os.waitstatus_to_exitcode(status)))
                asker.close()

    def _forsake(self, pid: int) -> None:
        """Nobody is there any more who would end this child."""
        with suppress(KeyError, ProcessLookupError):
            self._selector.unregister(self._children[pid])
            os.kill(pid, signal.SIGKILL)

    def _become_a_child(self, asker: socket.socket, files: list[int]) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for other in (self._listener, asker, *self._children.values()):
            other.close()
        for number, file in enumerate(files):
            os.dup2(file, number)
        for file in (*files, self._woken, self._waker):
            os.close(file)


def _read(asker: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """One line of JSON; with its beginning come standard input, output and error."""
    line, files, _, _ = socket.recv_fds(asker, REQUEST_BYTES, 3)
    while not line.endswith(b"\n"):
        line += asker.recv(REQUEST_BYTES)
    return json.loads(line), files


def _load() -> None:
    for name in LOADED:
        importlib.import_module(name)
    configure_mappers()


def _run(arguments: list[str], environment: dict[str, str]) -> None:
    """As `python ARGUMENTS…` does: a file, or `-m` and a module."""
    os.environ.clear()
    os.environ.update(environment)
    if arguments[0] == "-m":
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        runpy.run_path(arguments[0], run_name="__main__")


if __name__ == "__main__":
    gc.disable()
    _load()
    gc.freeze()
    gc.enable()
    task = Parent(sys.argv[1]).serve()
    _run(**task)

"""The embedded product's HTTP server: Werkzeug's, with threads that are kept for the next connection.

Starting a thread costs as much as a small request, and the one thread that accepts would wait until
the new one has had its first turn: with other threads busy that is several turns of the interpreter
for each connection. Here it hands the connection to a thread that is idle, and starts another only
when none is. An open socket holds its thread, so there is no upper bound but the connections.
"""

import sys
import threading
from queue import SimpleQueue
from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

KEPT_IDLE = 32

TURN_SECONDS = 0.0005
"""How long a busy thread keeps the interpreter while others wait for it; Python's own 5 ms are for programs
that compute. A request to PostgreSQL lets go of it some fifty times, and each time waits for a turn."""


class _Worker:
    """A thread and the connections it is given, one after the other."""

    def __init__(self, server: "Server") -> None:
        self.connections: SimpleQueue[tuple[Any, Any]] = SimpleQueue()
        self._server = server

    def start(self) -> None:
        threading.Thread(target=self._run, name="request", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._server.process_request_thread(*self.connections.get())
            if len(self._server.idle) >= KEPT_IDLE:
                return
            self._server.idle.append(self)


class Server(ThreadedWSGIServer):
    """Serves an app until it is interrupted; who became idle last is used first."""

    def __init__(self, host: str, port: int, app: Flask) -> None:
        super().__init__(host, port, app, _Handler)
        self.idle: list[_Worker] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        """Called by the accepting thread only."""
        try:
            worker = self.idle.pop()
        except IndexError:
            worker = _Worker(self)
            worker.start()
        worker.connections.put((request, client_address))


class _Handler(WSGIRequestHandler):
    def run_wsgi(self) -> None:
        """One request. What comes after a websocket is its goodbye, and no request."""
        super().run_wsgi()
        if "Upgrade" in self.headers:
            self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: a line would be written for each request that nobody prints."""


def serve(app: Flask, host: str, port: int) -> None:
    """Until KeyboardInterrupt."""
    sys.setswitchinterval(TURN_SECONDS)
    Server(host, port, app).serve_forever()

"""A carrier's REST host of one's own: records what it is asked, answers what the test says."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """`body_cut` bytes are announced but not sent; `delay` seconds pass before anything is."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    body_cut: int = 0
    delay: float = 0


@dataclass
class Carrier:
    url: str
    asked: list[Asked]
    answer: Callable[[Asked], Answer]
    stop_waiting: threading.Event


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    asked: list[Asked] = []
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Asked(self.command, self.path, dict(self.headers.items()), body)
            asked.append(request)
            answer = state.answer(request)
            if answer.delay:
                stop.wait(answer.delay)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) - answer.body_cut])
            self.close_connection = bool(answer.body_cut)

        do_GET = do_POST = _serve  # noqa: N815 - http.server's names

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state = Carrier(f"http://127.0.0.1:{server.server_port}", asked, lambda _: Answer(), stop)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield state
    stop.set()
    server.shutdown()
    server.server_close()
    thread.join()

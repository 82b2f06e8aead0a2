"""The embedded HTTP server: threads are used again, and there are as many as connections need."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import simple_websocket
from flask import Flask

from contactcenter.web.server import KEPT_IDLE, Server

AT_ONCE = KEPT_IDLE + 8


class Place:
    """`/` answers which thread it was, `/meet` waits until all have come, `/socket` is closed once it is open."""

    def __init__(self) -> None:
        app = Flask("served", static_folder=None)
        self.all_here = threading.Barrier(AT_ONCE, timeout=20)

        @app.get("/")
        def which() -> str:
            return str(threading.get_ident())

        @app.get("/meet")
        def meet() -> str:
            self.all_here.wait()
            return "met"

        @app.get("/break")
        def break_() -> str:
            raise RuntimeError

        others = app.wsgi_app

        def with_a_socket(environ: Any, start_response: Any) -> Any:
            if environ["PATH_INFO"] != "/socket":
                return others(environ, start_response)
            simple_websocket.Server(environ).close()
            raise ConnectionAbortedError  # how Werkzeug is told that nothing is left to say

        app.wsgi_app = with_a_socket  # type: ignore[method-assign]
        self.server = Server("127.0.0.1", 0, app)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def get(self, path: str) -> requests.Response:
        return requests.get(f"http://127.0.0.1:{self.server.port}{path}", timeout=30)


@pytest.fixture
def place() -> Iterator[Place]:
    made = Place()
    made.thread.start()
    yield made
    made.server.shutdown()
    made.thread.join()


def test_the_next_connection_gets_the_thread_that_is_free(place: Place) -> None:
    assert len({place.get("/").text for _ in range(20)}) <= 2


def test_as_many_connections_as_there_are_are_served_at_once_and_few_threads_kept(place: Place) -> None:
    with ThreadPoolExecutor(AT_ONCE) as people:
        assert {answer.text for answer in people.map(place.get, ["/meet"] * AT_ONCE)} == {"met"}
    assert place.get("/").status_code == 200
    assert len(place.server.idle) < AT_ONCE


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_request_that_breaks_takes_no_thread_with_it(place: Place) -> None:
    assert place.get("/break").status_code == 500
    assert place.get("/").status_code == 200


def test_what_a_socket_says_after_it_was_closed_is_taken_for_no_request(place: Place) -> None:
    goodbye = b"\x88\x82abcd" + bytes((0x03 ^ ord("a"), 0xE8 ^ ord("b"))) + b"\r\n"
    shake = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    with socket.create_connection(("127.0.0.1", place.server.port), timeout=20) as line:
        line.sendall(f"GET /socket HTTP/1.1\r\nHost: x\r\n{shake}Sec-WebSocket-Version: 13\r\n\r\n".encode())
        told = b""
        while b"\x88" not in told:
            told += line.recv(500)
        time.sleep(0.1)  # for Werkzeug's look whether something was left unread
        line.sendall(goodbye)
        line.shutdown(socket.SHUT_WR)
        while more := line.recv(500):
            told += more
    assert told.endswith(b"\x88\x02\x03\xe8"), told

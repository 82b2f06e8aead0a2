"""The embedded HTTP server: threads are used again, and there are as many as connections need."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from flask import Flask

from contactcenter.web.server import KEPT_IDLE, Server

AT_ONCE = KEPT_IDLE + 8


class Place:
    """A server with two addresses: `/` answers which thread it was, `/meet` waits until all have come."""

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

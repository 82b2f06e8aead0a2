"""Live traffic: calls only for somebody who is there, learnt from the API alone."""

import json
import random
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from contactcenter.providers.simulator import control
from contactcenter.providers.simulator.carrier import Carrier
from contactcenter.providers.simulator.traffic import KEY_FILE, Traffic, read_demand
from tests.providers.simulator.conftest import make_settings

KEY = "cck_test"


class Api:
    """Serves /agents and /queues to whoever has the key."""

    def __init__(self) -> None:
        self.agents: list[dict[str, Any]] = []
        self.waiting = 0
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                is_allowed = self.headers.get("Authorization") == f"Bearer {KEY}"
                items = api.agents if self.path.endswith("/agents") else [{"waiting": api.waiting}]
                body = json.dumps({"items": items}).encode()
                self.send_response(200 if is_allowed else 401)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                body = b'<Response><Pause length="60"/></Response>'
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()
    yield api
    api.stop()


@pytest.fixture
def traffic(api: Api, tmp_path: Path) -> Iterator[tuple[Traffic, Carrier]]:
    settings = make_settings(api.url, tmp_path)
    (tmp_path / KEY_FILE).write_text(json.dumps({"api_key": KEY}))
    carrier = Carrier(settings)
    assert carrier.start()
    yield Traffic(settings, random.Random(1)), carrier
    carrier.stop()


def test_nobody_calls_while_nobody_is_there(api: Api, traffic: tuple[Traffic, Carrier]):
    api.agents = [{"status": "break"}, {"status": "available", "is_reachable": False}]
    assert traffic[0].place_call_if_wanted() is False
    assert traffic[1].exchange.calls() == []


def test_one_live_call_per_available_agent(api: Api, traffic: tuple[Traffic, Carrier]):
    api.agents = [{"status": "available", "is_reachable": True}]
    assert traffic[0].place_call_if_wanted() is True
    assert len(control.live_calls(traffic[1].account)) == 1
    assert traffic[0].place_call_if_wanted() is False
    api.agents *= 2
    assert traffic[0].place_call_if_wanted() is True


def test_nobody_calls_into_a_full_queue(api: Api, traffic: tuple[Traffic, Carrier]):
    api.agents, api.waiting = [{"status": "available", "is_reachable": True}] * 5, 2
    assert traffic[0].place_call_if_wanted() is False


def test_without_key_or_server_nothing_is_known(api: Api, tmp_path: Path):
    assert read_demand(api.url, tmp_path / "missing.json") is None
    (tmp_path / "wrong.json").write_text('{"api_key": "other"}')
    assert read_demand(api.url, tmp_path / "wrong.json") is None
    (tmp_path / "right.json").write_text(json.dumps({"api_key": KEY}))
    assert read_demand("http://127.0.0.1:1", tmp_path / "right.json") is None
    assert read_demand(api.url, tmp_path / "right.json") is not None


def test_a_stopped_traffic_ends_its_thread(traffic: tuple[Traffic, Carrier]):
    traffic[0].start()
    traffic[0].stop()
    assert not any(thread.name == "carrier-traffic" for thread in threading.enumerate())

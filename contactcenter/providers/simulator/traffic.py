"""Live calls in the demo: as long as somebody is Available, now and then a customer rings.

It learns who is Available as any other program would: from the product's API, with an API key that the demo's
seeding left in the instance folder.
"""

import json
import random
import threading
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog

from contactcenter.core.settings import Settings
from contactcenter.providers.simulator import control

KEY_FILE = "demo.json"
"""In the instance folder, mode 0600: {"api_key": …}."""

SHORTEST_GAP_SECONDS = 20.0
LONGEST_GAP_SECONDS = 60.0
LOOK_EVERY_SECONDS = 5.0
FULL_QUEUE = 2

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Demand:
    """How many are Available, and how many callers wait already."""

    available: int
    waiting: int


class Traffic:
    """Asks the running carrier for calls, in a thread of its own, until stopped."""

    def __init__(self, settings: Settings, rng: random.Random | None = None) -> None:
        self._account = settings.simulator
        self._public_url = settings.public_url
        self._key_file = settings.instance_path / KEY_FILE
        self._rng = rng or random.Random()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="carrier-traffic", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        gap = LOOK_EVERY_SECONDS  # the first call comes soon after somebody becomes Available
        while not self._stopped.wait(gap):
            gap = LOOK_EVERY_SECONDS
            if self.place_call_if_wanted():
                gap = self._rng.uniform(SHORTEST_GAP_SECONDS, LONGEST_GAP_SECONDS)

    def place_call_if_wanted(self) -> bool:
        """One live call per Available agent, and none in front of a full queue. True when one was placed."""
        demand = read_demand(self._public_url, self._key_file)
        if demand is None or not demand.available or demand.waiting >= FULL_QUEUE:
            return False
        try:
            if len(control.live_calls(self._account)) >= demand.available:
                return False
            control.place_call(self._account, seed=self._rng.getrandbits(48))
        except (control.CarrierAway, control.CarrierRefused) as error:
            _log.debug("no call was placed", reason=str(error))
            return False
        return True


def read_demand(public_url: str, key_file: Path) -> Demand | None:
    """From GET /api/v1/agents and /api/v1/queues; None while the product does not answer."""
    try:
        api_key = json.loads(key_file.read_text(encoding="utf-8"))["api_key"]
        agents = _get(public_url, "/api/v1/agents", api_key)
        queues = _get(public_url, "/api/v1/queues", api_key)
        available = sum(a["status"] == "available" and bool(a.get("is_reachable", True)) for a in agents)
        return Demand(available, sum(int(queue.get("waiting", 0)) for queue in queues))
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        _log.debug("the product's API gave no answer to the traffic", error=type(error).__name__)
        return None


def _get(public_url: str, path: str, api_key: str) -> list[dict[str, Any]]:
    parts = urlsplit(public_url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.netloc, timeout=5)
    try:
        connection.request("GET", parts.path + path, headers={"Authorization": f"Bearer {api_key}"})
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise ValueError(f"status {response.status}")
        items: list[dict[str, Any]] = json.loads(body)["items"]
        return items
    finally:
        connection.close()

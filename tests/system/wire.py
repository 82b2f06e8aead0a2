"""A socket as the console's browser has it, in the few lines of Socket.IO's protocol that this takes."""

import http.client
import json
import threading
from contextlib import closing, suppress
from typing import Any

import simple_websocket

from tests.system.people import Person
from tests.system.server import Server, wait_for

OPEN, CLOSE, PING, PONG = "0", "1", "2", "3"
CONNECTED, EVENT, CONNECT_ERROR = "40", "42", "44"
WAIT_SECONDS = 20
PATH = "/socket.io/?EIO=4&transport=websocket"


class Refused(ConnectionError):
    """The websocket opened, but Socket.IO's CONNECT was turned down."""


class Wire:
    """Opens a socket for a person, with a fresh ticket unless one is given; `events` fills up until it closes."""

    def __init__(self, person: Person, **auth: Any) -> None:
        auth = auth if "ticket" in auth else {"ticket": person.post("/socket-tickets")["ticket"], **auth}
        self.events: list[dict[str, Any]] = []
        self.is_closed = False
        address = person.server.url.replace("http", "ws", 1) + PATH
        self._socket = simple_websocket.Client(address, headers={"Cookie": person.cookie})
        self._socket.send(CONNECTED + json.dumps(auth))
        self._answer = ""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        wait_for(lambda: self._answer, "the socket got no answer", WAIT_SECONDS)
        if self._answer.startswith(CONNECT_ERROR):
            self.close()
            raise Refused(self._answer)

    def close(self) -> None:
        """As a browser does that goes away."""
        with suppress(simple_websocket.ConnectionClosed):
            self._socket.close()
        self._listener.join(WAIT_SECONDS)

    def wait_for(self, type_: str, seconds: float = WAIT_SECONDS) -> dict[str, Any]:
        """The first event of that type, which may have come already."""
        found = lambda: next((e for e in list(self.events) if e["type"] == type_), None)  # noqa: E731
        event = wait_for(found, f"no {type_} came, but {[e['type'] for e in self.events]}", seconds)
        assert event is not None
        return event

    def wait_until_closed(self, seconds: float = WAIT_SECONDS) -> None:
        wait_for(lambda: self.is_closed, "the socket stays open", seconds)

    def _listen(self) -> None:
        try:
            while (message := self._socket.receive()) is not None:
                self._take(str(message))
        except (simple_websocket.ConnectionClosed, OSError):
            pass
        self.is_closed = True

    def _take(self, message: str) -> None:
        if message == PING:
            self._socket.send(PONG)
        elif message.startswith(EVENT):
            self.events.append(json.loads(message.removeprefix(EVENT))[1])
        elif message.startswith((CONNECTED, CONNECT_ERROR)):
            self._answer = message
        elif message.startswith(("41", CLOSE)):
            self._socket.close()


def handshake(server: Server, cookie: str = "", *, origin: str = "") -> int:
    """HTTP's answer to asking for a websocket, such as 101; the connection is dropped at once."""
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        **{name: value for name, value in {"Cookie": cookie, "Origin": origin}.items() if value},
    }
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request("GET", PATH, headers=headers)
        return connection.getresponse().status

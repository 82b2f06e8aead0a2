"""An agent at their desk for flow tests: signed in, on a socket, pressing the console's buttons."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from contactcenter.agents import accounts, sessions
from contactcenter.agents.session import COOKIE
from contactcenter.core.db import transaction
from contactcenter.realtime.socket import socketio

PASSWORD = "correct horse battery"


@dataclass
class Desk:
    """`events()` drains what the socket received since the last look."""

    app: Flask
    name: str
    role: str = "agent"
    http: Any = None
    socket: Any = None
    user_id: str = ""
    csrf: str = ""
    seen: list[dict[str, Any]] = field(default_factory=list)

    def sit_down(self) -> "Desk":
        """Hired, and signed in as by the form, which has its own tests and would cost every other test two requests."""
        email = f"{self.name.lower()}@example.vn"
        with transaction() as session:
            user = accounts.create_user(session, email=email, name=self.name, role=self.role, password=PASSWORD)
            signed_in, token = sessions.open_session(session, user, ip="127.0.0.1", user_agent="a test's browser")
        self.user_id, self.csrf = user.id, signed_in.csrf_token
        self.http = self.app.test_client()
        self.http.set_cookie(COOKIE, token)
        return self

    def connect(self, after_seq: int | None = None) -> Any:
        """Open a socket (a tab); returns it, and makes it the one `events` reads."""
        auth: dict[str, Any] = {"ticket": self.post("/socket-tickets").json["ticket"]}
        if after_seq is not None:
            auth["after_seq"] = after_seq
        self.socket = socketio.test_client(self.app, auth=auth, flask_test_client=self.http)
        assert self.socket.is_connected()
        return self.socket

    def available(self) -> "Desk":
        self.connect()
        assert self.post("/agents/me/status", {"status": "available"}).json["status"] == "available"
        return self

    def get(self, path: str) -> Any:
        return self.http.get(f"/api/v1{path}")

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return self.http.post(f"/api/v1{path}", json=body or {}, headers={"X-CSRF-Token": self.csrf})

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self.http.put(f"/api/v1{path}", json=body, headers={"X-CSRF-Token": self.csrf})

    def snapshot(self) -> dict[str, Any]:
        return self.get("/console/snapshot").json

    def events(self, type_: str | None = None) -> list[dict[str, Any]]:
        """What came since the last look, of one type or all."""
        self.seen += [message["args"][0] for message in self.socket.get_received()]
        found = [e for e in self.seen if type_ is None or e["type"] == type_]
        self.seen = [e for e in self.seen if e not in found]
        return found

"""People and their browsers for a server over HTTP: signed in, with the token that unsafe requests carry."""

from dataclasses import dataclass, field
from typing import Any

import requests

from tests.system.server import Server

PASSWORD = "correct horse battery"
COOKIE = "cc_session"
TIMEOUT_SECONDS = 30


@dataclass
class Person:
    """`post("/offers/…")` and the like are below /api/v1; whatever is refused raises HTTPError."""

    server: Server
    email: str
    password: str = PASSWORD
    id: str = ""
    http: requests.Session = field(default_factory=requests.Session)

    def sign_in(self) -> "Person":
        self.http = requests.Session()
        answer = self.post("/session", {"email": self.email, "password": self.password})
        self.http.headers["X-CSRF-Token"] = answer["csrf_token"]
        self.id = answer["user"]["id"]
        return self

    @property
    def cookie(self) -> str:
        """As a Cookie header carries it."""
        return f"{COOKIE}={self.http.cookies[COOKIE]}"

    def get(self, path: str, **query: Any) -> Any:
        return self._ask("GET", path, params=query)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return self._ask("POST", path, json=body or {})

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self._ask("PUT", path, json=body)

    def patch(self, path: str, body: dict[str, Any]) -> Any:
        return self._ask("PATCH", path, json=body)

    def delete(self, path: str) -> Any:
        return self._ask("DELETE", path)

    def hire(self, name: str, role: str = "agent") -> "Person":
        """Let somebody in, as an admin does; they are signed in."""
        email = f"{name.lower()}@example.vn"
        self.post("/users", {"email": email, "name": name, "role": role, "password": PASSWORD})
        return Person(self.server, email).sign_in()

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = self.http.request(method, f"{self.server.url}/api/v1{path}", timeout=TIMEOUT_SECONDS, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else None


def first_admin(server: Server) -> Person:
    """By the command that a fresh install names."""
    made = server.run(
        "users", "create", "--email", "admin@example.vn", "--name", "Bich", "--role", "admin", "--password-stdin",
        text=f"{PASSWORD}\n",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return Person(server, "admin@example.vn").sign_in()

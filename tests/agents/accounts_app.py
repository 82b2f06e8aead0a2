"""A small application around the accounts alone, and a browser that remembers its cookie and token."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_smorest import Api

from contactcenter.agents import session
from contactcenter.agents.api import blp
from contactcenter.core.settings import Settings
from contactcenter.web import errors, security

PASSWORD = "chuông reo ba lần"


def build_app(settings: Settings) -> Flask:
    app = Flask("contactcenter", root_path=str(Path(errors.__file__).parent))
    app.config.update(API_TITLE="t", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    session.install(app)
    security.install(app, settings)
    errors.install(app)
    Api(app).register_blueprint(blp)
    return app


class Browser:
    """A browser: keeps its cookie and sends the CSRF token it was given."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.csrf_token = ""

    def sign_in(self, email: str, password: str = PASSWORD, **more: Any) -> Any:
        answer = self.post("/session", email=email, password=password, **more)
        if answer.status_code == 200:
            self.csrf_token = answer.json["csrf_token"]
        return answer

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}")

    def post(self, path: str, **body: Any) -> Any:
        return self._send("post", path, body)

    def patch(self, path: str, **body: Any) -> Any:
        return self._send("patch", path, body)

    def delete(self, path: str, **body: Any) -> Any:
        return self._send("delete", path, body or None)

    def _send(self, method: str, path: str, body: Any) -> Any:
        headers = {"X-CSRF-Token": self.csrf_token}
        return getattr(self.client, method)(f"/api/v1{path}", json=body, headers=headers)

    @property
    def cookie(self) -> str | None:
        cookie = self.client.get_cookie("cc_session", domain="localhost")
        return cookie.value if cookie else None

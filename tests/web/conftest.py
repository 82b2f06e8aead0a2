"""A small application with views that fail in every way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_smorest import Api, Blueprint
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from contactcenter.core import errors as refusals
from contactcenter.core.schemas import Line, StrictSchema
from contactcenter.core.settings import Settings
from contactcenter.web import errors, security


class Note(StrictSchema):
    title = Line(required=True, max_length=20)


class NoteArgs(StrictSchema):
    q = Line(max_length=20)


class TooFast(refusals.DomainError):
    status = 429


def _raise(error: Exception) -> Callable[[], Any]:
    def view() -> Any:
        raise error

    return view


FAILURES: dict[str, Exception] = {
    "not-found": refusals.NotFound("call_not_found", "There is no such call.", call_id="cal_1"),
    "conflict": refusals.Conflict("offer_closed", "Too late.", state="timed_out"),
    "forbidden": refusals.Forbidden("forbidden", "You may not do that."),
    "unauthenticated": refusals.Unauthenticated("unauthenticated", "Sign in first."),
    "too-fast": TooFast("too_many_attempts", "Wait.", retry_after_seconds=42),
    "provider": refusals.ProviderError("provider_down", "Twilio did not answer.", is_retryable=True),
    "bug": ZeroDivisionError("a secret from /etc/passwd"),
    "limit": TooManyRequests(retry_after=7),
    "down": ServiceUnavailable(retry_after=30),
    "locked": OperationalError("SELECT secret", {"p": "+84901234567"}, Exception("database is locked")),
    "unfit": DataError("INSERT secret", {"p": "x"}, Exception("value too long")),
}


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Flask]:
    """An application whose errors are ours, whichever of the two registers first."""

    def build(*, is_smorest_first: bool = False, public_url: str = "http://127.0.0.1:5000") -> Flask:
        settings = Settings(database_url="sqlite://", secret_key="k", instance_path=tmp_path, public_url=public_url)
        app = Flask("contactcenter", root_path=str(Path(errors.__file__).parent))
        app.config.update(API_TITLE="t", API_VERSION="v1", OPENAPI_VERSION="3.1.0", MAX_CONTENT_LENGTH=100_000)
        security.install(app, settings)
        api = Api(app) if is_smorest_first else None
        errors.install(app)
        (api or Api(app)).register_blueprint(_notes())
        for name, error in FAILURES.items():
            for prefix in ("/api/v1/", "/webhooks/", "/pages/"):
                app.add_url_rule(prefix + name, f"{prefix}{name}", _raise(error), methods=["GET", "POST"])
        app.add_url_rule("/pages/gone", "gone", lambda: abort(410))
        app.add_url_rule("/pages/fine", "fine", lambda: "<p>fine</p>")
        return app

    return build


def _notes() -> Blueprint:
    blp = Blueprint("notes", __name__, url_prefix="/api/v1")

    @blp.route("/notes", methods=["POST"])
    @blp.arguments(Note)
    @blp.response(201, Note)
    def write(data: dict[str, Any]) -> dict[str, Any]:
        return data

    @blp.route("/notes")
    @blp.arguments(NoteArgs, location="query")
    def read(query: dict[str, Any]) -> dict[str, Any]:
        return query

    @blp.route("/notes/<note_id>")
    def show(note_id: str) -> dict[str, Any]:
        return {"id": note_id}

    return blp


@pytest.fixture(params=[False, True], ids=["errors first", "smorest first"])
def client(build: Callable[..., Flask], request: pytest.FixtureRequest) -> FlaskClient:
    return build(is_smorest_first=request.param).test_client()

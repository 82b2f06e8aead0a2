"""What people and programs see when something is refused or breaks: never a trace.

Programs (under /api and /webhooks, or asking for JSON) get `{"error": {"code", "message",
"details"}}`; people get a page with one plain sentence, or the sign-in page when that is
what is missing. Headers of the refusal (Allow, Retry-After, WWW-Authenticate) are kept.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from flask import Flask, Response, current_app, g, jsonify, redirect, render_template, request
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response as BaseResponse

from contactcenter.agents.actor import Actor
from contactcenter.agents.session import find_actor
from contactcenter.core.errors import DomainError
from contactcenter.web import bad_input
from contactcenter.web.assets import Assets, Version
from contactcenter.web.error_texts import TITLES, hint, sentence

_log = structlog.get_logger(__name__)

_CODES = {413: "too_large", 422: "invalid", 429: "too_many_requests", 500: "internal", 503: "unavailable"}
"""Codes where the status's own name in snake case would be clumsy."""

_KEPT_OUT = frozenset({"content-type", "content-length"})
RETRY_SECONDS = 2


def install(app: Flask) -> None:
    """Refuse bad input and handle every error of `app`, whatever flask-smorest registers itself."""
    bad_input.install(app)
    app.register_error_handler(DomainError, _on_refusal)
    app.register_error_handler(OperationalError, _on_busy_database)
    app.register_error_handler(PoolTimeout, _on_busy_database)
    app.register_error_handler(DataError, _on_unfit_data)
    app.register_error_handler(HTTPException, _on_http)
    for code in default_exceptions:  # handlers by code win over flask-smorest's for HTTPException
        app.register_error_handler(code, _on_http)


def _on_refusal(error: DomainError) -> BaseResponse:
    headers = {}
    if "retry_after_seconds" in error.details:
        headers["Retry-After"] = str(error.details["retry_after_seconds"])
    return answer(error.status, error.code, error.message, error.details, headers)


def _on_http(error: HTTPException) -> BaseResponse:
    """Werkzeug's errors, those of flask-smorest and flask-limiter, and 500 for what nobody caught."""
    status = error.code or 500
    headers = {k: v for k, v in error.get_response().headers.items() if k.lower() not in _KEPT_OUT}
    data: dict[str, Any] = getattr(error, "data", None) or {}
    headers.update(data.get("headers") or {})
    code = "bad_json" if status == 400 and "json" in (data.get("messages") or {}) else _code(status)
    return answer(status, code, data.get("message") or sentence(status, "en"), _fields(data), headers)


def _on_busy_database(error: Exception) -> BaseResponse:
    """Locked, gone, or out of connections: worth asking again. The statement stays out of the log."""
    _log.error("database unavailable", reason=str(getattr(error, "orig", error))[:200], path=request.path)
    return answer(503, "unavailable", sentence(503, "en"), {}, {"Retry-After": str(RETRY_SECONDS)})


def _on_unfit_data(error: DataError) -> BaseResponse:
    """PostgreSQL refused a value that a schema should have: the sender's fault, and ours to tighten."""
    _log.error("a value did not fit its column", reason=type(error.orig).__name__, path=request.path)
    return answer(422, "invalid", sentence(422, "en"), {}, {})


def answer(
    status: int, code: str, message: str, details: Mapping[str, Any], headers: Mapping[str, str]
) -> BaseResponse:
    """The error as JSON or as a page, whichever the asker reads."""
    response: BaseResponse
    if wants_json():
        response = jsonify(error={"code": code, "message": message, "details": details})
        if status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
    elif status == 401 and request.method == "GET":
        return redirect(f"/login?next={quote(_here(), safe='/')}", 303)
    else:
        response = _page(status)
    response.status_code = status
    response.headers.update(headers)
    return response


def wants_json() -> bool:
    """Whether a program is asking."""
    if request.path.startswith(("/api/", "/webhooks/")):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _page(status: int) -> Response:
    locale = _locale()
    page = render_template(
        "error.html",
        locale=locale,
        status=status,
        title=TITLES[locale],
        sentence=sentence(status, locale),
        hint=hint(status, locale),
        theme=_theme(),
        version=_looks(),
    )
    return Response(page, mimetype="text/html")


def _theme() -> str:
    caller = g.get("caller")
    return str(caller.actor.theme) if caller is not None else "auto"


def _looks() -> Version | None:
    """Where the sheets are; None when even that is broken: the page then shows unadorned."""
    try:
        assets: Assets = current_app.extensions["assets"]
        return assets.current()
    except (KeyError, OSError):
        return None


def _locale() -> str:
    """The signed-in person's language, else the browser's. A database in trouble is no trouble here."""
    caller = g.get("caller")
    if caller is not None:
        return str(caller.actor.locale)
    actor = _signed_in() if request.routing_exception is not None else None
    if actor is not None:
        return actor.locale
    return request.accept_languages.best_match(["vi", "en"]) or "vi"


def _signed_in() -> Actor | None:
    """Who asks for an address that does not exist: no view has asked that."""
    try:
        return find_actor()
    except SQLAlchemyError:
        return None


def _here() -> str:
    return request.full_path if request.query_string else request.path


def _code(status: int) -> str:
    try:
        return _CODES.get(status) or HTTPStatus(status).phrase.lower().replace(" ", "_").replace("-", "_")
    except ValueError:
        return f"http_{status}"


def _fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """webargs' {location: {field: [..]}} → {field: [..]}."""
    messages = data.get("errors") or data.get("messages") or {}
    details: dict[str, Any] = {}
    for location, fields in messages.items():
        details.update(fields if isinstance(fields, dict) else {location: fields})
    return details

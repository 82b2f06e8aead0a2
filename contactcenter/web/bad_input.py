"""JSON that no view should have to think about is refused before any view runs.

Python's parser takes more than JSON (NaN, numbers of a million digits that then raise,
nesting that overflows the stack) and keeps the last of duplicate keys; and what it takes
may not fit a database (NUL, lone surrogates, integers over 64 bits). Each of these would
surface as a 500 somewhere deep. Webhooks keep their raw bodies and are not touched.
"""

import json
from typing import Any, NoReturn

from flask import Flask, request
from flask_smorest import Blueprint
from marshmallow import RAISE

from contactcenter.core.errors import DomainError, Invalid

MAX_DEPTH = 20
_INT64 = 2**63


class BadJson(DomainError):
    status = 400


def install(app: Flask) -> None:
    """Refuse unreadable and unstorable input under /api, and query parameters that nobody knows."""
    app.before_request(_refuse_bad_input)
    Blueprint.ARGUMENTS_PARSER.DEFAULT_UNKNOWN_BY_LOCATION.update({"query": RAISE, "querystring": RAISE})


def _refuse_bad_input() -> None:
    if not request.path.startswith("/api/"):
        return
    words = [*request.args.items(multi=True), *(request.view_args or {}).items()]
    _raise_for({name: reason for name, value in words if (reason := find_fault(value) or find_fault(name))})
    if request.mimetype == "application/json" or request.mimetype.endswith("+json"):
        body = request.get_data(cache=True)
        if body:
            check_body(body)


def check_body(body: bytes) -> None:
    """Raises BadJson when `body` is no JSON, Invalid (per field) when its values cannot be kept."""
    try:
        data = json.loads(body.decode(), parse_constant=_refuse_constant, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:  # bad UTF-8 and too many digits are ValueErrors too
        raise BadJson("bad_json", "The body is not valid JSON.") from error
    parts = data.items() if isinstance(data, dict) else [("_schema", data)]
    _raise_for({name: reason for name, value in parts if (reason := find_fault(value) or find_fault(name))})


def find_fault(value: Any, depth: int = 0) -> str | None:
    """Why a parsed JSON value cannot be kept, or None."""
    if depth > MAX_DEPTH:
        return "Nested too deeply."
    if isinstance(value, str):
        is_storable = "\x00" not in value and not any("\ud800" <= c <= "\udfff" for c in value)
        return None if is_storable else "Contains characters that cannot be stored."
    if isinstance(value, int | float):
        return None if abs(value) < _INT64 else "The number is too large."  # what is not a number was refused above
    parts: Any = ()
    if isinstance(value, dict):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list):
        parts = value
    return next((fault for part in parts if (fault := find_fault(part, depth + 1))), None)


def _raise_for(faults: dict[str, str]) -> None:
    if faults:
        shown = {name.encode(errors="replace").decode(): [reason] for name, reason in faults.items()}
        raise Invalid("invalid", "Some fields are wrong.", **shown)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("a field is given twice")
    return data

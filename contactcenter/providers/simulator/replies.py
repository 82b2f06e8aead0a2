"""What every answer of the carrier has in common: JSON, pages, refusals in Twilio's shape."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response


class Refusal(Exception):
    """An answer in Twilio's error shape."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def answer_json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status=status, mimetype="application/json")


def missing(request: Request) -> Refusal:
    return Refusal(404, 20404, f"The requested resource {request.path} was not found")


def paging(request: Request) -> tuple[int, int]:
    size = request.args.get("PageSize", 50, type=int)
    return min(1000, max(1, size)), max(0, request.args.get("Page", 0, type=int))


def listed_path(request: Request) -> str:
    """The list's address with what it was asked for, so that its pages are pages of the same list."""
    asked = {name: value for name, value in request.args.items() if name not in ("PageSize", "Page")}
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def is_within(moment: datetime, wanted: Mapping[str, str], name: str) -> bool:
    """`?StartTime>=…` is read as a parameter whose name ends in the comparison."""
    since, until = _moment(wanted.get(f"{name}>", "")), _moment(wanted.get(f"{name}<", ""))
    return (since is None or moment >= since) and (until is None or moment <= until)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00").replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

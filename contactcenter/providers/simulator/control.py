"""Talking to a running carrier over its own HTTP: place calls, follow them."""

import json
from base64 import b64encode
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from contactcenter.core.settings import TwilioSettings

TIMEOUT_SECONDS = 5


class CarrierRefused(RuntimeError):
    """The carrier answered, but not with what was asked for; the text says why."""


class CarrierAway(RuntimeError):
    """No carrier of this account answers at its address."""


def place_call(account: TwilioSettings, **wishes: object) -> dict[str, Any]:
    """Let somebody call: from, to, scenario, dialogue, caller_name, speed, seed. Returns {sid, from, …}."""
    return _request(account, "POST", "/simulate/calls", {k: v for k, v in wishes.items() if v is not None})


def follow_call(account: TwilioSettings, sid: str) -> dict[str, Any]:
    return _request(account, "GET", f"/simulate/calls/{sid}")


def live_calls(account: TwilioSettings) -> list[dict[str, Any]]:
    """Callers who are on the line now."""
    items: list[dict[str, Any]] = _request(account, "GET", "/simulate/calls")["items"]
    return items


def is_running(account: TwilioSettings) -> bool:
    """Whether a carrier of this very account answers at the account's address."""
    try:
        return _request(account, "GET", "/simulate").get("account_sid") == account.account_sid
    except (CarrierAway, CarrierRefused):
        return False


def _request(account: TwilioSettings, method: str, path: str, body: object = None) -> dict[str, Any]:
    connection = HTTPConnection(urlsplit(account.api_url).netloc, timeout=TIMEOUT_SECONDS)
    credentials = b64encode(f"{account.account_sid}:{account.auth_token}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        content = response.read()
    except (OSError, HTTPException) as error:
        raise CarrierAway(f"no simulated carrier answers at {account.api_url}") from error
    finally:
        connection.close()
    try:
        answer: dict[str, Any] = json.loads(content)
    except ValueError as error:
        raise CarrierRefused(f"something else answers at {account.api_url}") from error
    if response.status >= 400:
        raise CarrierRefused(str(answer.get("message", response.status)))
    return answer

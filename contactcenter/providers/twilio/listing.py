"""Twilio's lists of calls, recordings and messages, a page at a time.

Read without the SDK: its models hide what they could not read, and a page's address is
followed only when it is one of this account on the API's own host. Times are those of the
rows (seconds); filters take ISO 8601. `StartTime` of a call that has not been dialled is
null: it is listed by its creation, and never as final.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests

from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.base import ProviderRequest
from contactcenter.providers.events import (
    CallFacts,
    CallProgressed,
    CallStatus,
    LegProgressed,
    ProviderEvent,
    RecordingChanged,
)
from contactcenter.providers.listing import Listed, ListedPage
from contactcenter.providers.twilio import hooks
from contactcenter.providers.twilio.fields import clean, is_sid, read_moment
from contactcenter.providers.twilio.parse_calls import MAX_NAME_CHARS, STATUSES, Origin
from contactcenter.providers.twilio.parse_media import KINDS
from contactcenter.providers.twilio.rest import HttpClient

PAGE_SIZE = 200
MAX_ADDRESS_CHARS = 254
HOST = "https://api.twilio.com"

_FILTERS = {"calls": "StartTime", "recordings": "DateCreated", "messages": "DateSent"}
_FILES = {"calls": "Calls.json", "recordings": "Recordings.json", "messages": "Messages.json"}
_RECORDING_STATES = {
    "in-progress": "in_progress",
    "paused": "in_progress",
    "stopped": "in_progress",
    "processing": "in_progress",
    "completed": "completed",
    "absent": "absent",
    "failed": "failed",
}
_MESSAGE_FINAL = frozenset({"delivered", "undelivered", "failed", "canceled", "read", "received"})

Row = dict[str, Any]


class Lists:
    """The lists of one account."""

    def __init__(self, origin: Origin, settings: TwilioSettings) -> None:
        self._origin = origin
        self._settings = settings
        self._http = HttpClient(settings.api_url)
        self._root = f"/2010-04-01/Accounts/{settings.account_sid}/"
        self._readers: dict[str, Callable[[Origin, Row], Listed]] = {
            "calls": read_call,
            "recordings": read_recording,
            "messages": read_message,
        }

    @property
    def resources(self) -> tuple[str, ...]:
        return tuple(self._readers) if self._settings.is_configured else ()

    def page(self, resource: str, since: datetime, until: datetime, page: str | None) -> ListedPage:
        """Raises ProviderError."""
        answer = self._get(self._address(resource, since, until, page))
        rows, unreadable = [], 0
        for row in answer.get(resource) or ():
            try:
                rows.append(self._readers[resource](self._origin, row))
            except (ValueError, TypeError, AttributeError):
                unreadable += 1
        following = answer.get("next_page_uri")
        return ListedPage(tuple(rows), following if isinstance(following, str) else None, unreadable)

    def _address(self, resource: str, since: datetime, until: datetime, page: str | None) -> str:
        if page is None:
            name = _FILTERS[resource]
            query = {f"{name}<": _iso(until), f"{name}>": _iso(since), "PageSize": PAGE_SIZE}
            return f"{self._root}{_FILES[resource]}?{urlencode(query)}"
        parts = urlsplit(page)  # the account's credentials go there: nowhere else
        if parts.scheme or parts.netloc or parts.path != f"{self._root}{_FILES[resource]}":
            raise ProviderError("bad_page", "The provider named a page that is not its own.", is_retryable=False)
        return page

    def _get(self, address: str) -> dict[str, Any]:
        settings = self._settings
        try:
            response = self._http.request("GET", f"{HOST}{address}", auth=(settings.account_sid, settings.auth_token))
        except requests.RequestException as error:
            raise ProviderError("provider_unreachable", "The provider did not answer.", is_retryable=True) from error
        if response.status_code != 200:
            raise _refusal(response.status_code, response.headers)
        return _read_answer(response.text)


def read_call(origin: Origin, row: Row) -> Listed:
    """A call, or a leg of one (`parent_call_sid`). Raises ValueError for a row without its ids."""
    sid, parent = _sid(row, "sid", "CA"), row.get("parent_call_sid")
    status = STATUSES.get(str(row.get("status")), CallStatus.UNKNOWN)
    began = _moment(row, "start_time") or _moment(row, "date_created")
    if began is None:
        raise ValueError("no time")
    at = _moment(row, "end_time") if status.is_terminal else began
    duration = _seconds(row.get("duration")) if status.is_terminal else None
    event: ProviderEvent
    if parent:
        event = LegProgressed(
            *origin,
            f"{sid}:listed",
            provider_leg_id=sid,
            provider_call_id=_sid(row, "parent_call_sid", "CA"),
            endpoint=_text(row, "to"),
            customer_number=_text(row, "from"),
            line_number="",
            status=status,
            sequence=0,
            at=at or began,
            duration_seconds=duration,
            provider_code=None,
        )
    else:
        event = CallProgressed(
            *origin, f"{sid}:listed", _facts(sid, row, status, began), 0, at or began, duration, None
        )
    return Listed("calls", sid, began, status.is_terminal, parent or None, (event,))


def _facts(sid: str, row: Row, status: CallStatus, began: datetime) -> CallFacts:
    return CallFacts(
        provider_call_id=sid,
        direction="outbound" if str(row.get("direction")).startswith("outbound") else "inbound",
        from_number=_text(row, "from"),
        to_number=_text(row, "to"),
        status=status,
        caller_name=clean(str(row.get("caller_name") or ""), MAX_NAME_CHARS) or None,
        forwarded_from=_text(row, "forwarded_from") or None,
        started_at=began,
    )


def read_recording(origin: Origin, row: Row) -> Listed:
    """One that was deleted there is final and says nothing: what we have stands."""
    sid = _sid(row, "sid", "RE")
    created = _moment(row, "date_created") or _moment(row, "start_time")
    if created is None:
        raise ValueError("no time")
    call = _sid(row, "call_sid", "CA") if row.get("call_sid") else None
    state = _RECORDING_STATES.get(str(row.get("status")))
    is_final = state is None or state != "in_progress"
    if state is None:
        return Listed("recordings", sid, created, is_final, call)
    event = RecordingChanged(
        *origin,
        f"{sid}:listed",
        provider_recording_id=sid,
        provider_call_id=call,
        kind=KINDS.get(str(row.get("source")), "call"),
        state=state,
        duration_seconds=_seconds(row.get("duration")),
        channels=row.get("channels") if row.get("channels") in (1, 2) else None,
        started_at=_moment(row, "start_time"),
    )
    return Listed("recordings", sid, created, is_final, call, (event,))


def read_message(origin: Origin, row: Row) -> Listed:
    """As the webhook that it would have been: under the same key, whatever the product does with those."""
    sid = _sid(row, "sid", "SM", "MM")
    at = _moment(row, "date_sent") or _moment(row, "date_created")
    if at is None:
        raise ValueError("no time")
    form = {
        "AccountSid": _sid(row, "account_sid", "AC"),
        "MessageSid": sid,
        "From": _text(row, "from"),
        "To": _text(row, "to"),
        "NumMedia": str(row.get("num_media") or "0"),
    }
    is_inbound, status = row.get("direction") == "inbound", _text(row, "status")
    form |= {"Body": str(row.get("body") or "")} if is_inbound else {"MessageStatus": status}
    request = ProviderRequest(
        method="POST",
        hook="messaging/inbound" if is_inbound else "messaging/status",
        url="",
        query="",
        headers={},
        body=urlencode(form).encode(),
        content_type="application/x-www-form-urlencoded",
    )
    event = hooks.parse_request(origin, request)
    return Listed("messages", sid, at, status in _MESSAGE_FINAL, None, (event,), request)


def _read_answer(text: str) -> dict[str, Any]:
    garbled = ProviderError("provider_garbled", "The provider's answer is unreadable.", is_retryable=True)
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise garbled from error
    if not isinstance(answer, dict):
        raise garbled
    return answer


def _refusal(status: int, headers: Any) -> ProviderError:
    is_retryable = status == 429 or status >= 500
    details: dict[str, Any] = {"status": status}
    wait = _seconds((headers or {}).get("Retry-After"))
    if wait is not None:
        details["retry_after_seconds"] = wait
    code = {401: "provider_credentials", 403: "provider_credentials", 429: "provider_busy"}.get(status)
    words = "The provider refused the list."
    return ProviderError(
        code or ("provider_failed" if is_retryable else "provider_refused"), words, is_retryable=is_retryable, **details
    )


def _sid(row: Row, name: str, *prefixes: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not is_sid(value, *prefixes):
        raise ValueError(f"{name} is no id")
    return value


def _text(row: Row, name: str) -> str:
    return clean(str(row.get(name) or ""), MAX_ADDRESS_CHARS)


def _moment(row: Row, name: str) -> datetime | None:
    return read_moment(str(row.get(name) or ""))


def _seconds(value: object) -> int | None:
    text = str(value if value is not None else "")
    return min(int(text), 2 * 86400) if text.isdigit() and len(text) < 10 else None


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

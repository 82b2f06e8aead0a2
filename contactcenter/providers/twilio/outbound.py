"""Placing a call over Twilio's REST API, and finding one whose answer was lost."""

from datetime import datetime
from typing import Any

import requests
from twilio.base.exceptions import TwilioException

from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.placing import Placing
from contactcenter.providers.twilio.rest import LiveCalls, provider_error

LEG_EVENTS = ["initiated", "ringing", "answered", "completed"]
MOST_FOUND = 20


class PlacedCalls:
    """Every verb raises ProviderError."""

    def __init__(self, settings: TwilioSettings, calls: LiveCalls) -> None:
        self._settings = settings
        self._calls = calls

    def place(self, placing: Placing, answer_url: str, progress_url: str) -> str:
        self._check()
        form: dict[str, Any] = {
            "to": placing.address,
            "from_": placing.caller_id,
            "url": answer_url,
            "status_callback": progress_url,
            "status_callback_event": LEG_EVENTS,
            "timeout": placing.ring_seconds,
        }
        try:
            return str(self._calls.client().calls.create(**form).sid)
        except (TwilioException, requests.RequestException) as error:
            raise provider_error(error) from error

    def find(self, placing: Placing, since: datetime) -> list[str]:
        self._check()
        wanted: dict[str, Any] = {"to": placing.address, "from_": placing.caller_id, "start_time_after": since}
        try:
            found = self._calls.client().calls.list(**wanted, limit=MOST_FOUND)
        except (TwilioException, requests.RequestException) as error:
            raise provider_error(error) from error
        return [str(call.sid) for call in reversed(found) if call.parent_call_sid is None]

    def _check(self) -> None:
        if not self._settings.is_configured or not self._settings.phone_number:
            raise ProviderError("no_line", "No number is set up to call from.", is_retryable=False)

"""Twilio's REST API for live calls, through the SDK's client.

`api_url` stands in for every *.twilio.com host. The account's auth token is used for all of
it: it is needed for signatures anyway, and an API key may be restricted. Creating and
changing have no idempotency key: a caller that repeats must be able to bear it twice.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.response import Response

from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.twilio.fields import is_sid

if TYPE_CHECKING:
    from twilio.rest import Client

CONNECT_SECONDS, READ_SECONDS = 3.0, 10.0
MAX_TWIML_CHARS = 4000
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
NOT_IN_PROGRESS = 21220
"""Twilio's error for changing a call that is over."""


class HttpClient:
    """What the SDK sends its requests with: limited in time, and to `api_url` when that is set.

    A session per request, because one must not be shared between threads.
    """

    def __init__(self, api_url: str) -> None:
        self._api_url = api_url

    def request(
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        del (
            timeout,
            allow_redirects,
        )  # the SDK's signature; ours are fixed: never wait long, never follow with credentials
        with requests.Session() as session:
            response = session.request(
                method.upper(),
                self._rehosted(url),
                params=params,  # type: ignore[arg-type]
                data=data,
                headers=headers,
                auth=auth,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
            )
        return Response(response.status_code, response.text, response.headers)

    def _rehosted(self, url: str) -> str:
        parts = urlsplit(url)
        if not self._api_url or not (parts.hostname or "").endswith(".twilio.com"):
            return url
        return f"{self._api_url}{parts.path}" + (f"?{parts.query}" if parts.query else "")


class LiveCalls:
    """What can be done to a call in progress. Every verb raises ProviderError."""

    def __init__(self, settings: TwilioSettings) -> None:
        self._settings = settings
        self._client: Client | None = None

    def redirect(self, call_sid: str, twiml: str) -> None:
        """Give a live call a new document at once."""
        if len(twiml) > MAX_TWIML_CHARS:
            raise ProviderError("twiml_too_long", "The document is too long for a redirect.", is_retryable=False)
        try:
            self._calls(call_sid).update(twiml=twiml)
        except (TwilioException, requests.RequestException) as error:
            raise provider_error(error) from error

    def hang_up(self, call_sid: str) -> bool:
        """End a call; False for one that is over, or unknown."""
        try:
            self._calls(call_sid).update(status="completed")
        except (TwilioException, requests.RequestException) as error:
            if isinstance(error, TwilioRestException) and (error.status == 404 or error.code == NOT_IN_PROGRESS):
                return False
            raise provider_error(error) from error
        return True

    def is_over(self, call_sid: str) -> bool:
        """Whether the call has ended; an unknown one is an error, not an end."""
        try:
            return self._calls(call_sid).fetch().status in OVER
        except (TwilioException, requests.RequestException) as error:
            raise provider_error(error) from error

    def _calls(self, call_sid: str) -> Any:
        if not is_sid(call_sid, "CA"):
            raise ProviderError("bad_call_id", "This is no id of a Twilio call.", is_retryable=False)
        return self.client().calls(call_sid)

    def client(self) -> "Client":
        """The SDK's client of this account, made once."""
        if self._client is None:
            from twilio.rest import Client  # a second of imports, spared to whoever makes no REST call

            settings = self._settings
            self._client = Client(settings.account_sid, settings.auth_token, http_client=HttpClient(settings.api_url))
        return self._client


def provider_error(error: Exception) -> ProviderError:
    """The SDK's or the network's error in our words; the provider's text is not carried on."""
    if isinstance(error, TwilioRestException):
        is_gone = error.status == 404 or error.code == NOT_IN_PROGRESS
        return ProviderError(
            "call_gone" if is_gone else "provider_refused",
            "The call is over." if is_gone else "The provider refused the request.",
            is_retryable=error.status == 429 or error.status >= 500,
            status=error.status,
            provider_code=error.code,
        )
    return ProviderError("provider_unreachable", "The provider did not answer.", is_retryable=True)

"""Downloading recordings, from an address rebuilt from the id and never from a payload.

Threats answered here: a payload's URL pointing inside our network (it is not used); a
redirect that takes the credentials along (followed by hand, without them, to https on
allow-listed hosts only); an allow-listed name that resolves to an inner address, or to
another one the second time (the address is checked, and the connection goes to that very
address with the name kept for TLS); a download without end (time cap here, size cap by the
caller). The host of the `api_url` setting is the one exception: whoever set it allowed it.
"""

import ipaddress
import os
import socket
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import certifi
import urllib3

from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.base import MediaStream
from contactcenter.providers.twilio.fields import is_sid

API_URL = "https://api.twilio.com"
ALLOWED_DOMAINS = (".twilio.com", ".amazonaws.com")
CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 3.0, 10.0, 600.0
MAX_REDIRECTS = 3
CHUNK_BYTES = 64 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
REFUSED = frozenset({400, 401, 403, 405, 410, 451})

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Target:
    """One hop. `address` is what to connect to; `host` is its name for TLS and the Host header."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


class RecordingMedia:
    """The recordings of one account."""

    def __init__(self, settings: TwilioSettings, resolve: Resolve | None = None) -> None:
        self._settings = settings
        self._base = settings.api_url or API_URL
        self._resolve = resolve or resolve_host

    @contextmanager
    def open(self, recording_sid: str, channels: int | None) -> Iterator[MediaStream]:
        """The WAV as it streams in. Raises ProviderError, also while chunks are read."""
        if not is_sid(recording_sid, "RE"):
            raise _error("bad_recording_id", is_retryable=False)
        deadline = time.monotonic() + TOTAL_SECONDS
        account = self._settings.account_sid
        url = f"{self._base}/2010-04-01/Accounts/{account}/Recordings/{recording_sid}.wav"
        try:
            response = self._open(f"{url}?RequestedChannels=2" if channels == 2 else url)
            if response.status == 400 and channels == 2:  # no dual file was made of it
                response.close()
                response = self._open(f"{url}?RequestedChannels=1")
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _error("provider_unreachable", is_retryable=True) from error
        try:
            _check_status(response.status)
            yield MediaStream(
                content_type=response.headers.get("Content-Type", ""),
                size=_size(response.headers.get("Content-Length", "")),
                chunks=_chunks(response, deadline),
            )
        finally:
            response.close()

    def _open(self, url: str) -> urllib3.BaseHTTPResponse:
        """The first answer that is no redirect. Credentials go to the first address only."""
        target = self._first_target(url)
        response = connect(target, {"Authorization": self._credentials()})
        for _ in range(MAX_REDIRECTS):
            if response.status not in REDIRECTS:
                return response
            url = urljoin(url, response.headers.get("Location", ""))
            response.close()
            response = connect(self._redirect_target(url), {})
        if response.status in REDIRECTS:
            response.close()
            raise _error("too_many_redirects", is_retryable=False)
        return response

    def _credentials(self) -> str:
        pair = f"{self._settings.account_sid}:{self._settings.auth_token}"
        return f"Basic {b64encode(pair.encode()).decode()}"

    def _first_target(self, url: str) -> Target:
        return self._own_target(url) if self._settings.api_url else self._public_target(url)

    def _redirect_target(self, url: str) -> Target:
        is_own = bool(self._settings.api_url) and _origin(url) == _origin(self._settings.api_url)
        return self._own_target(url) if is_own else self._public_target(url)

    def _own_target(self, url: str) -> Target:
        scheme, host, port = _origin(url)
        return Target(scheme, host, port, _path(url), host)

    def _public_target(self, url: str) -> Target:
        scheme, host, port = _origin(url)
        parts = urlsplit(url)
        if scheme != "https" or port != 443 or parts.username or not f".{host}".endswith(ALLOWED_DOMAINS):
            raise _error("redirect_refused", is_retryable=False)
        addresses = self._resolve(host, port)
        if not addresses or not all(is_public(address) for address in addresses):
            raise _error("address_refused", is_retryable=False)
        return Target(scheme, host, port, _path(url), addresses[0])


def connect(target: Target, headers: dict[str, str], ca_file: str | None = None) -> urllib3.BaseHTTPResponse:
    """GET from the target's address; the body is not read yet. Raises urllib3's HTTPError."""
    settings: dict[str, Any] = {
        "timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        "maxsize": 1,
        "retries": False,
    }
    pool: urllib3.HTTPConnectionPool
    if target.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            target.address,
            target.port,
            cert_reqs="CERT_REQUIRED",
            ca_certs=ca_file or os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where(),
            server_hostname=target.host,
            assert_hostname=target.host,
            **settings,
        )
    else:
        pool = urllib3.HTTPConnectionPool(target.address, target.port, **settings)
    default_port = 443 if target.scheme == "https" else 80
    host = target.host if target.port == default_port else f"{target.host}:{target.port}"
    # identity: the announced size is then the file's own
    sent = {"Host": host, "Accept-Encoding": "identity", "User-Agent": "contactcenter", **headers}
    return pool.urlopen("GET", target.path, headers=sent, redirect=False, preload_content=False)


def resolve_host(host: str, port: int) -> list[str]:
    """Every address of a name, in the resolver's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """Whether an address is of the public internet, also when written inside an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _chunks(response: urllib3.BaseHTTPResponse, deadline: float) -> Iterator[bytes]:
    """The body in pieces; a body shorter than announced is an error (urllib3 checks)."""
    try:
        # read1, not stream: a carrier that drips a byte now and then must meet the deadline too
        while chunk := response.read1(CHUNK_BYTES, decode_content=False):
            if time.monotonic() > deadline:
                raise _error("download_too_slow", is_retryable=True)
            yield chunk
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise _error("download_broken", is_retryable=True) from error


def _check_status(status: int) -> None:
    """404 right after `completed` means: not ready yet."""
    if status == 200:
        return
    code = "recording_not_ready" if status == 404 else "provider_refused"
    raise _error(code, is_retryable=status not in REFUSED, status=status)


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise _error("redirect_refused", is_retryable=False) from None
    return parts.scheme, (parts.hostname or "").lower(), port or (443 if parts.scheme == "https" else 80)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _size(announced: str) -> int | None:
    return int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 16 else None


def _error(code: str, *, is_retryable: bool, **details: Any) -> ProviderError:
    return ProviderError(code, "The recording could not be fetched.", is_retryable=is_retryable, **details)

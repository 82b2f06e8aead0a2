"""A Flask request as a ProviderRequest: the URL that was signed, and the body as it came.

The URL is the public base of the settings plus the raw path and query: a proxy changes
scheme, host and port, and Flask's own `request.url` decodes what is not ASCII, either of
which breaks a signature.
"""

from urllib.parse import quote, urlsplit

from flask import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from contactcenter.core.errors import DomainError
from contactcenter.providers.base import ProviderRequest

MAX_PATH_CHARS = 2000
MAX_TYPE_CHARS = 200


class TooLarge(DomainError):
    status = 413


class Unreadable(DomainError):
    status = 400


class CutOff(Unreadable):
    """The body is not all there."""


def read_request(incoming: Request, hook: str, public_url: str, max_body_bytes: int) -> ProviderRequest:
    """Raises TooLarge, CutOff for a body cut off or wrongly chunked, Unreadable for an absurd address."""
    path = raw_path(incoming, urlsplit(public_url).path)
    content_type = incoming.headers.get("Content-Type", "")
    if len(path) > MAX_PATH_CHARS or len(content_type) > MAX_TYPE_CHARS:
        raise Unreadable("bad_request", "The request's address or type is too long.")
    return ProviderRequest(
        method=incoming.method,
        hook=hook,
        url=public_url + path,
        query=path.partition("?")[2],
        headers=dict(incoming.headers),
        body=_read_body(incoming, max_body_bytes),
        content_type=content_type,
    )


def raw_path(incoming: Request, prefix: str = "") -> str:
    """Path and query undecoded, below a path that the public URL already ends with."""
    environ = incoming.environ
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if raw.startswith(("http://", "https://")):  # absolute form, sent to us as to a proxy
        parts = urlsplit(raw)
        raw = parts.path + (f"?{parts.query}" if parts.query else "")
    if not raw.startswith("/"):
        query = incoming.query_string.decode("latin-1")
        raw = quote(incoming.path) + (f"?{query}" if query else "")
    raw = raw.partition("#")[0]
    return raw.removeprefix(prefix) if prefix and raw.startswith(f"{prefix}/") else raw


def _read_body(incoming: Request, max_body_bytes: int) -> bytes:
    incoming.max_content_length = max_body_bytes
    try:
        return incoming.get_data(cache=False, parse_form_data=False)
    except RequestEntityTooLarge as error:
        raise TooLarge("too_large", "The body is too large.") from error
    except (ClientDisconnected, OSError, ValueError) as error:  # cut off; each server has its own error
        raise CutOff("bad_request", "The body could not be read.") from error

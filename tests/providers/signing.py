"""Twilio's signature made by the standard library alone, and requests that carry it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from contactcenter.providers.base import ProviderRequest

FORM = "application/x-www-form-urlencoded; charset=UTF-8"
Pairs = Sequence[tuple[str, str]]


def sign(token: str, url: str, pairs: Pairs = ()) -> str:
    values: dict[str, set[str]] = {}
    for name, value in pairs:
        values.setdefault(name, set()).add(value)
    text = url + "".join(name + value for name in sorted(values) for value in sorted(values[name]))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def sign_body(token: str, url: str, body: bytes) -> str:
    """For a form body as it is, however broken: undecodable bytes count as U+FFFD."""
    return sign(token, url, parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def form_request(
    token: str, url: str, fields: Mapping[str, str] | Pairs | bytes, signature: str | None = None
) -> ProviderRequest:
    """A POST of a form to `url`, signed unless a signature is given."""
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    return make_request("POST", url, body, FORM, signature or sign_body(token, url, body))


def make_request(method: str, url: str, body: bytes, content_type: str, signature: str | None) -> ProviderRequest:
    parts = urlsplit(url)
    headers = {"Content-Type": content_type} if content_type else {}
    if signature is not None:
        headers["X-Twilio-Signature"] = signature
    return ProviderRequest(
        method=method,
        hook=parts.path.split("/", 3)[3] if parts.path.startswith("/webhooks/") else parts.path,
        url=url,
        query=parts.query,
        headers=headers,
        body=body,
        content_type=content_type,
    )

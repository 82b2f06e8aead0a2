"""Twilio's request signature, made by the carrier's side.

HMAC-SHA1 with the account's auth token over the exact URL followed by every distinct form name and, for each,
every distinct value, both in code point order. Written apart from the adapter that verifies it, so that the
two can disagree.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable

Pairs = Iterable[tuple[str, str]]


def sign(auth_token: str, url: str, pairs: Pairs) -> str:
    """The X-Twilio-Signature of a form POST to `url` (without fragment)."""
    values: dict[str, set[str]] = {}
    for name, value in pairs:
        values.setdefault(name, set()).add(value)
    text = url + "".join(name + value for name in sorted(values) for value in sorted(values[name]))
    digest = hmac.new(auth_token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()

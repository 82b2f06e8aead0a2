"""Whether Twilio sent exactly this request: X-Twilio-Signature, with the gaps around the SDK closed.

HMAC-SHA1 by the account's auth token over the URL as Twilio called it and, for a form
POST, every distinct name with its distinct values in code point order. The SDK checks
that, with and without a port since Twilio is not consistent about it. What it leaves to
the caller (measured with 9.13.0), each a way in or a crash:

- a missing header raises TypeError;
- a JSON body is not compared with its hash when handed over as bytes or as an empty form;
- a plain dict loses repeated values and rejects genuine requests;
- the body of a GET is signed by nothing.
"""

import hashlib
import hmac
from functools import lru_cache
from urllib.parse import urlparse

from twilio.request_validator import RequestValidator, add_port, remove_port

from contactcenter.providers.base import ProviderRequest

HEADER = "X-Twilio-Signature"
FORM_TYPE = "application/x-www-form-urlencoded"
MAX_SIGNATURE_CHARS = 100


class _Form(dict[str, list[str]]):
    """Values as the SDK asks for them from a framework's MultiDict."""

    def getall(self, name: str) -> list[str]:
        return self[name]


def is_signed(token: str, request: ProviderRequest) -> bool:
    """Whether the request carries a signature of `token` over all of it. Never raises."""
    signature = request.headers.get(HEADER, "")
    if not token or not signature or len(signature) > MAX_SIGNATURE_CHARS:
        return False
    try:
        form = _signed_form(request)
        return form is not None and _is_signature_of(token, request.url.split("#", 1)[0], form, signature)
    except (ValueError, TypeError):  # too many fields, surrogates that cannot be encoded, an odd port
        return False


def _is_signature_of(token: str, url: str, form: _Form, signature: str) -> bool:
    """As the SDK's `validate`, but the form in which the URL is written first, and the other when that fails."""
    validator, parts = _validator(token), urlparse(url)
    ways = (add_port, remove_port) if parts.port else (remove_port, add_port)
    return any(
        hmac.compare_digest(validator.compute_signature(written(parts), form).encode(), signature.encode())
        for written in ways
    )


@lru_cache(maxsize=8)
def _validator(token: str) -> RequestValidator:
    return RequestValidator(token)


def is_form(request: ProviderRequest) -> bool:
    """Whether the body is a urlencoded form."""
    return request.content_type.split(";", 1)[0].strip().lower() == FORM_TYPE


def _signed_form(request: ProviderRequest) -> _Form | None:
    """What the signature covers beside the URL; None when something in the body escapes it."""
    if request.method == "GET":
        return None if request.body else _Form()
    if is_form(request):
        return _Form(request.form)
    expected = request.query_value("bodySHA256")
    if (request.body or expected) and not _is_hash_of(request.body, expected):
        return None
    return _Form()


def _is_hash_of(body: bytes, expected: str) -> bool:
    return hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), expected.lower().encode())

"""Small secrets kept in the database, sealed so that a copy of it alone gives nothing away.

AES-256-GCM under a key derived from SECRET_KEY by HKDF, one key a purpose. The context
(the owning row's id) is authenticated with it, so a sealed value moved to another row
does not open. Losing SECRET_KEY loses the values, on purpose.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = "v1."
_NONCE_BYTES = 12


class SealBroken(ValueError):
    """The value was not sealed with this key for this purpose and context, or was altered."""


def seal(secret_key: str, plain: str, *, purpose: str, context: str) -> str:
    """Encrypt `plain`; the result is text of about 4/3 its length + 41."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_key(secret_key, purpose)).encrypt(nonce, plain.encode(), context.encode())
    return _VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(secret_key: str, sealed: str, *, purpose: str, context: str) -> str:
    """The plain text again. Raises SealBroken."""
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(_VERSION))
        cipher = AESGCM(_key(secret_key, purpose))
        return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken("a sealed value does not open: was SECRET_KEY changed?") from error


def _key(secret_key: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"contactcenter/{purpose}".encode())
    return derivation.derive(secret_key.encode())

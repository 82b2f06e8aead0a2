"""Passwords: argon2id, a floor of length, and no password that a guesser tries first.

Text is NFKC-normalised before hashing: a Vietnamese password typed on another keyboard
arrives composed differently and is still the same password.
"""

import unicodedata
from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from contactcenter.agents.common_passwords import COMMON
from contactcenter.core.errors import Invalid
from contactcenter.core.settings import current

MIN_LENGTH = 10
MAX_LENGTH = 200

# OWASP's smaller memory profile: 100 people signing in at shift start must not starve the ringing calls.
_HASHER = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
_TEST_HASHER = PasswordHasher(memory_cost=64, time_cost=1, parallelism=1)


def hash_password(password: str) -> str:
    """A salted argon2id hash, in its standard text form. Slow on purpose (some 30 ms)."""
    return _hasher().hash(_normalized(password))


def is_correct(password_hash: str | None, password: str) -> bool:
    """Whether the password fits. As slow when there is no hash (no such user) as when there is."""
    hasher = _hasher()
    try:
        hasher.verify(password_hash or _decoy(hasher), _normalized(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _hasher().check_needs_rehash(password_hash)


def check_strength(password: str, *, email: str) -> None:
    """Raises Invalid, with the reason under details.password."""
    reason = _weakness(_normalized(password).casefold(), email.casefold())
    if reason:
        raise Invalid("weak_password", reason, password=[reason])


def _weakness(password: str, email: str) -> str | None:
    if len(password) < MIN_LENGTH:
        return f"Use at least {MIN_LENGTH} characters."
    if len(password) > MAX_LENGTH:
        return f"Use at most {MAX_LENGTH} characters."
    if "\x00" in password or not password.isprintable():
        return "Use characters that can be typed."
    name = email.partition("@")[0]
    if password in (email, name) or (len(name) > 3 and password.replace(name, "").strip("0123456789@!._-") == ""):
        return "Do not use your email."
    if password in COMMON or len(set(password)) < 4 or _is_run(password):
        return "This password is among the first to be guessed."
    return None


def _is_run(password: str) -> bool:
    """Whether each character follows the one before, as in 2345678901 or abcdefghij, up or down."""
    steps = {(ord(b) - ord(a)) for a, b in pairwise(password)}
    return steps <= {1, -9} or steps <= {-1, 9}


def _normalized(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _hasher() -> PasswordHasher:
    return _TEST_HASHER if current().is_testing else _HASHER


@cache
def _decoy(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")

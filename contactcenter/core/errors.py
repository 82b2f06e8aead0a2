"""What can go wrong, in words the edges can map: one hierarchy, one JSON shape.

The edges answer `{"error": {"code", "message", "details"}}` with the class's status.
"""

from typing import Any


class DomainError(Exception):
    """A refusal with a stable `code`, a plain `message`, and machine-readable details."""

    status = 400

    def __init__(self, code: str, message: str, /, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details


class Invalid(DomainError):
    status = 422


class NotFound(DomainError):
    status = 404


class Conflict(DomainError):
    status = 409


class Stale(Conflict):
    """The version that If-Match names is no longer the newest."""

    status = 412


class Gone(DomainError):
    """It was there, and is not any more."""

    status = 410


class Forbidden(DomainError):
    status = 403


class Unauthenticated(DomainError):
    status = 401


class ProviderError(DomainError):
    """A provider refused or did not answer; `is_retryable` says whether trying again can help."""

    status = 502

    def __init__(self, code: str, message: str, *, is_retryable: bool, **details: Any) -> None:
        super().__init__(code, message, is_retryable=is_retryable, **details)
        self.is_retryable = is_retryable

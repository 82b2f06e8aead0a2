"""The storage port: audio files written once under a dated key, read by range.

A key is `yyyy/mm/dd/<our id>.<ext>`: names of ours, never a caller's or a provider's
text. A stored file is never overwritten: putting the same bytes again changes nothing,
other bytes under a taken key are refused.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from contactcenter.core.errors import Conflict, DomainError, NotFound

CHUNK_BYTES = 256 * 1024

_KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*(?:/[0-9A-Za-z][0-9A-Za-z._-]*)*")
_MAX_KEY_LENGTH = 200


class StoreUnavailable(DomainError):
    """The store cannot be reached, refuses us or is full; trying again later can help."""

    status = 503


class NotStored(NotFound):
    """Nothing is stored under the key."""


class KeyTaken(Conflict):
    """Something else is stored under the key already; it stays as it is."""


@dataclass(frozen=True)
class StoredFile:
    """What the store knows of a file without reading it. `stored_at` is aware UTC."""

    key: str
    size_bytes: int
    stored_at: datetime


class Reading:
    """An iterator over the bytes asked for.

    A generator frees its file at its end, but not when it never began: `close` does.
    """

    def __init__(self, chunks: Iterator[bytes], close: Callable[[], object]) -> None:
        self._chunks = chunks
        self.close = close

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def __next__(self) -> bytes:
        return next(self._chunks)


class Store(Protocol):
    """Where audio is kept. Every method may raise StoreUnavailable."""

    @property
    def workspace(self) -> Path:
        """An existing private folder for downloads on their way in."""
        ...

    def put_once(self, key: str, source: Path | BinaryIO, *, sha256: str, content_type: str) -> bool:
        """Store the bytes of a file, or of a seekable stream from its start, durably.

        `sha256` is the hex digest of the source. True when stored now, False when the same
        bytes stood there already. The file at `source` must not be written to afterwards.
        Raises KeyTaken when other bytes stand there.
        """
        ...

    def open_range(self, key: str, start: int = 0, length: int | None = None) -> Reading:
        """The bytes from `start` on, `length` of them or to the end. Raises NotStored at once."""
        ...

    def describe(self, key: str) -> StoredFile:
        """Raises NotStored."""
        ...

    def size(self, key: str) -> int:
        """Bytes stored under the key. Raises NotStored."""
        ...

    def digest(self, key: str) -> str:
        """The hex SHA-256 of what is stored now, by reading all of it back. Raises NotStored."""
        ...

    def delete(self, key: str) -> None:
        """Remove the file; a missing one is fine."""
        ...

    def list_keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that starts with `prefix`, in order."""
        ...

    def check(self) -> None:
        """Raises StoreUnavailable, saying what to fix, unless files can be kept here now."""
        ...


def checked_key(key: str) -> str:
    """The key itself. Raises ValueError on a path that is absolute, hidden or climbs (`..`)."""
    if len(key) > _MAX_KEY_LENGTH or not _KEY.fullmatch(key):
        raise ValueError(f"not a storage key: {key!r}")
    return key

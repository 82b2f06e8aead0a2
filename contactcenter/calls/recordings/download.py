"""Taking a provider's audio to a file here, trusting nothing about it.

Whatever goes wrong is a FetchFailed with a code that may be shown and logged: no
addresses, numbers or names.
"""

import errno
import hashlib
import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contactcenter.calls.recordings import audio
from contactcenter.calls.recordings.rules import Rules
from contactcenter.providers.base import MediaStream


class FetchFailed(Exception):
    """This try did not work. `is_retryable`: whether another can."""

    def __init__(self, code: str, *, is_retryable: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.is_retryable = is_retryable


@dataclass(frozen=True)
class Download:
    path: Path
    size_bytes: int
    sha256: str
    audio_type: audio.AudioType


def download(stream: MediaStream, path: Path, rules: Rules) -> Download:
    """Write the stream to the new file `path`, within the limits. Raises FetchFailed."""
    if stream.size is not None and stream.size > rules.max_bytes:
        raise FetchFailed("too_large", is_retryable=False)
    head, size, digest = b"", 0, hashlib.sha256()
    with _disk_errors(), path.open("xb") as out:
        for chunk in _within_limits(_received(stream.chunks), rules):
            if len(head) < audio.SNIFF_BYTES:
                head += chunk[: audio.SNIFF_BYTES - len(head)]
                if len(head) == audio.SNIFF_BYTES:
                    _sniffed(head)  # an error page need not be downloaded to its end
            size += len(chunk)
            digest.update(chunk)
            out.write(chunk)
    if stream.size is not None and size != stream.size:
        raise FetchFailed("cut_off")
    audio_type = _sniffed(head)
    if audio.is_cut_off(head, size):
        raise FetchFailed("cut_off")
    return Download(path, size, digest.hexdigest(), audio_type)


def measured(path: Path) -> audio.AudioFacts:
    """Raises FetchFailed when it is no audio that can be played."""
    try:
        return audio.measure(path)
    except audio.UnusableAudio as error:
        raise FetchFailed(error.code) from error


def _sniffed(head: bytes) -> audio.AudioType:
    try:
        return audio.sniff(head)
    except audio.UnusableAudio as error:
        raise FetchFailed(error.code) from error


def _received(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A connection that breaks while reading, whichever client the adapter uses underneath."""
    try:
        yield from chunks
    except TimeoutError as error:
        raise FetchFailed("too_slow") from error
    except (OSError, http.client.HTTPException) as error:
        raise FetchFailed("cut_off") from error


def _within_limits(chunks: Iterator[bytes], rules: Rules) -> Iterator[bytes]:
    """Threat: a body without end, or one that drips for hours, whatever size was announced."""
    size, deadline = 0, time.monotonic() + rules.download_seconds
    for chunk in chunks:
        size += len(chunk)
        if size > rules.max_bytes:
            raise FetchFailed("too_large", is_retryable=False)
        if time.monotonic() > deadline:
            raise FetchFailed("too_slow")
        yield chunk


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "disk_failed"
        raise FetchFailed(code) from error

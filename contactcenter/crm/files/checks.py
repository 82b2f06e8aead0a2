"""Whether an upload may be kept: its size and its kind, by its bytes."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from typing import BinaryIO

from contactcenter.core.errors import Invalid
from contactcenter.crm.files.sniff import Kind, sniff

_CHUNK = 256 * 1024


@dataclass(frozen=True)
class Checked:
    """An upload that may be kept. `sha256` is hex."""

    kind: Kind
    size_bytes: int
    sha256: str


def check(stream: BinaryIO, max_bytes: int, *, unwelcome: Invalid, kinds: Container[Kind] | None = None) -> Checked:
    """What a seekable upload is; leaves it at its start.

    Raises Invalid for an empty or too large one, and `unwelcome` for a kind that is not among `kinds`
    (all that are kept anywhere, where none are named).
    """
    stream.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise Invalid("file_too_large", "The file is too large.", limit=max_bytes)
        digest.update(chunk)
    if size == 0:
        raise Invalid("empty_file", "The file is empty.", file=["Empty."])
    kind = sniff(stream)
    if kind is None or (kinds is not None and kind not in kinds):
        raise unwelcome
    return Checked(kind, size, digest.hexdigest())

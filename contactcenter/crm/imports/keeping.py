"""Uploaded files in the store: kept under our own id until the import is a week old."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from contactcenter.core import storage
from contactcenter.crm.imports.files.limits import MAX_UPLOAD_BYTES
from contactcenter.crm.imports.files.problems import FileProblem

_CHUNK = 256 * 1024
CONTENT_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_key(kind: str, row_id: str, at: datetime, file_format: str) -> str:
    """`kind` is imports or exports: a folder of its own, so that audio's sweeps never meet them."""
    return f"{kind}/{at:%Y/%m/%d}/{row_id}.{file_format}"


@contextmanager
def new_file(suffix: str = ".part") -> Iterator[Path]:
    """A private file to write to, on the store's own file system; gone at the end."""
    with tempfile.NamedTemporaryFile(dir=storage.current_store().workspace, suffix=suffix) as file:
        yield Path(file.name)


def copy_capped(source: IO[bytes], target: Path) -> int:
    """Write an upload down as it comes. Returns its bytes. Raises FileProblem `file_too_large`."""
    size = 0
    with target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > MAX_UPLOAD_BYTES:
                raise FileProblem("file_too_large", "The file is too large.", limit=MAX_UPLOAD_BYTES)
            out.write(chunk)
    return size


def keep(key: str, path: Path, file_format: str) -> None:
    """Store a finished file; it must not be written to afterwards."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        storage.current_store().put_once(key, file, sha256=digest, content_type=CONTENT_TYPES[file_format])


@contextmanager
def fetched(key: str) -> Iterator[Path]:
    """A local copy of a stored file, for readers that jump about in it. Raises NotStored."""
    with new_file() as path:
        with path.open("wb") as out:
            for chunk in storage.current_store().open_range(key):
                out.write(chunk)
        yield path


def forget(key: str) -> None:
    storage.current_store().delete(key)

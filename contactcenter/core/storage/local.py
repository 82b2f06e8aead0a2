"""Audio in a folder of this machine.

A file appears under its name only when it is whole and on the disk: it is written
elsewhere on the same file system, synced, then hard-linked to its name, which fails if
the name is taken. Names starting with a dot are not part of the store.
"""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from contactcenter.core.storage.base import (
    CHUNK_BYTES,
    KeyTaken,
    NotStored,
    Reading,
    StoredFile,
    StoreUnavailable,
    checked_key,
)

_NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)


class LocalStore:
    """Keeps files below `folder`, readable by this user only."""

    def __init__(self, folder: Path) -> None:
        self._root = folder.absolute()

    @property
    def workspace(self) -> Path:
        """On the store's own file system, so that keeping a download costs a link, not a copy."""
        folder = self._root / ".incoming"
        with _disk_errors():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def put_once(self, key: str, source: Path | BinaryIO, *, sha256: str, content_type: str) -> bool:
        final = self._path(key)
        with _disk_errors():
            _make_folder(final.parent)
            if isinstance(source, Path) and source.stat().st_dev == final.parent.stat().st_dev:
                _sync(source)
                is_new = _give_name(source, final)
            else:
                is_new = _copy_in(source, final)
        if not is_new and self.digest(key) != sha256:
            raise KeyTaken("key_taken", "other audio is stored under this name", key=key)
        return is_new

    def open_range(self, key: str, start: int = 0, length: int | None = None) -> Reading:
        file = self._open(key)
        file.seek(start)
        return Reading(_chunks(file, length), file.close)

    def describe(self, key: str) -> StoredFile:
        with _disk_errors(key):
            status = self._path(key).stat()
        return StoredFile(key, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def size(self, key: str) -> int:
        return self.describe(key).size_bytes

    def digest(self, key: str) -> str:
        with _disk_errors(key), self._open(key) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def delete(self, key: str) -> None:
        with _disk_errors():
            self._path(key).unlink(missing_ok=True)

    def list_keys(self, prefix: str = "") -> Iterator[str]:
        parent = prefix.rpartition("/")[0]
        folder = self._path(parent) if parent else self._root
        with _disk_errors():
            yield from (key for key in self._walk(folder) if key.startswith(prefix))

    def check(self) -> None:
        try:
            with tempfile.NamedTemporaryFile(dir=self.workspace) as probe:
                probe.write(b"ok")
        except OSError as error:
            raise StoreUnavailable(
                "store_not_writable", f"cannot write to the recordings folder: {error.strerror}"
            ) from error

    def _walk(self, folder: Path) -> Iterator[str]:
        if not folder.is_dir():
            return
        for entry in sorted(folder.iterdir()):
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from self._walk(entry)
            else:
                yield entry.relative_to(self._root).as_posix()

    def _path(self, key: str) -> Path:
        path = self._root / checked_key(key)
        # Threat: a link planted inside the folder that leads out of it.
        if not path.resolve().is_relative_to(self._root.resolve()):
            raise ValueError(f"not a storage key: {key!r}")
        return path

    def _open(self, key: str) -> BufferedReader:
        with _disk_errors(key):
            return self._path(key).open("rb")


def _give_name(source: Path, final: Path) -> bool:
    """Link a synced file to its name; False when the name is taken."""
    try:
        os.link(source, final)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        return _copy_under_name(source, final)
    _sync(final.parent)
    return True


def _copy_under_name(source: Path, final: Path) -> bool:
    """For file systems without hard links: whole after a crash only if read back, as ingest does."""
    try:
        with source.open("rb") as incoming, final.open("xb") as out:
            shutil.copyfileobj(incoming, out, CHUNK_BYTES)
            os.fsync(out.fileno())
    except FileExistsError:
        return False
    _sync(final.parent)
    return True


def _copy_in(source: Path | BinaryIO, final: Path) -> bool:
    """Copy from another file system or a stream, then name it."""
    descriptor, name = tempfile.mkstemp(dir=final.parent, prefix=".", suffix=".part")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            if isinstance(source, Path):
                with source.open("rb") as incoming:
                    shutil.copyfileobj(incoming, out, CHUNK_BYTES)
            else:
                source.seek(0)
                shutil.copyfileobj(source, out, CHUNK_BYTES)
            out.flush()
            os.fsync(out.fileno())
        return _give_name(draft, final)
    finally:
        draft.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    """Make the folder and its parents, each durable: a file is lost with an unsynced folder."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _chunks(file: BinaryIO, length: int | None) -> Iterator[bytes]:
    with file:
        while length is None or length > 0:
            chunk = file.read(CHUNK_BYTES if length is None else min(CHUNK_BYTES, length))
            if not chunk:
                return
            if length is not None:
                length -= len(chunk)
            yield chunk


@contextmanager
def _disk_errors(key: str = "") -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotStored("not_stored", "no such audio is stored", key=key) from error
    except OSError as error:
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "store_not_readable"
        raise StoreUnavailable(code, f"the recordings folder failed: {error.strerror}") from error

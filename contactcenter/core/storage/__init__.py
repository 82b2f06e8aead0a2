"""Storage of audio, chosen by the setting RECORDINGS_URL: a folder or an S3 bucket.

`configure(settings)` binds this process to a store as `core.db` is bound to a database;
`current_store()` gives it.
"""

from pathlib import Path
from urllib.parse import urlsplit

from contactcenter.core.settings import Settings
from contactcenter.core.storage.base import KeyTaken, NotStored, Reading, Store, StoredFile, StoreUnavailable
from contactcenter.core.storage.local import LocalStore

__all__ = [
    "KeyTaken",
    "NotStored",
    "Reading",
    "Store",
    "StoreUnavailable",
    "StoredFile",
    "configure",
    "current_store",
    "open_store",
    "use",
]


class _Current:
    store: Store | None = None


def open_store(settings: Settings) -> Store:
    """The store that `settings.recordings_url` names. Touches nothing yet: see `Store.check`."""
    url = settings.recordings_url
    if url.startswith("s3://"):
        from contactcenter.core.storage.s3 import S3Store  # boto3 is slow to import

        parts = urlsplit(url)
        return S3Store(
            bucket=parts.netloc,
            prefix=parts.path.strip("/"),
            endpoint_url=settings.s3_endpoint_url,
            workspace=settings.instance_path / "incoming",
        )
    return LocalStore(Path(url.removeprefix("file:")))


def configure(settings: Settings) -> Store:
    """Bind this process to the store of its settings, replacing an earlier one."""
    return use(open_store(settings))


def use(store: Store) -> Store:
    """Bind this process to a store."""
    _Current.store = store
    return store


def current_store() -> Store:
    """The store this process is bound to."""
    if _Current.store is None:
        raise RuntimeError("no store is configured: call storage.configure() first")
    return _Current.store

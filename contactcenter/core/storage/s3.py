"""Audio in an S3 bucket, Amazon's or a compatible server's. The only module that knows boto3.

Credentials and region come from the usual AWS_* environment. The bucket stays private:
audio leaves it only through our own view. Listing must be allowed (s3:ListBucket), or S3
answers 403 instead of 404 for a file that is not there.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path
from typing import Any, BinaryIO

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from contactcenter.core.storage.base import (
    CHUNK_BYTES,
    KeyTaken,
    NotStored,
    Reading,
    StoredFile,
    StoreUnavailable,
    checked_key,
)

CONNECT_SECONDS = 3
READ_SECONDS = 20
TRIES = 3

_MISSING = {"404", "NoSuchKey", "NotFound"}
_TAKEN = {"412", "PreconditionFailed"}
_NO_CONDITIONS = {"501", "NotImplemented", "InvalidRequest", "InvalidArgument"}


class S3Store:
    """Keeps files in `bucket` below `prefix`."""

    def __init__(self, *, bucket: str, prefix: str, endpoint_url: str, workspace: Path) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._workspace = workspace
        self._client = _client(endpoint_url)

    @property
    def workspace(self) -> Path:
        self._workspace.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._workspace

    def put_once(self, key: str, source: Path | BinaryIO, *, sha256: str, content_type: str) -> bool:
        # Some servers ignore If-None-Match and would overwrite: look first, whatever they promise.
        if self._is_stored(key):
            return self._refuse_other(key, sha256)
        if isinstance(source, Path):
            with source.open("rb") as file:
                is_new = self._put(key, file, sha256, content_type)
        else:
            is_new = self._put(key, source, sha256, content_type)
        return is_new or self._refuse_other(key, sha256)

    def open_range(self, key: str, start: int = 0, length: int | None = None) -> Reading:
        if length == 0:
            self.describe(key)
            return Reading(iter(()), lambda: None)
        last = "" if length is None else str(start + length - 1)
        with _s3_errors(key):
            answer = self._client.get_object(Bucket=self._bucket, Key=self._name(key), Range=f"bytes={start}-{last}")
        return Reading(_chunks(answer["Body"], key), answer["Body"].close)

    def describe(self, key: str) -> StoredFile:
        with _s3_errors(key):
            head = self._client.head_object(Bucket=self._bucket, Key=self._name(key))
        return StoredFile(key, head["ContentLength"], head["LastModified"].astimezone(UTC))

    def size(self, key: str) -> int:
        return self.describe(key).size_bytes

    def digest(self, key: str) -> str:
        digest = hashlib.sha256()
        with _s3_errors(key):
            answer = self._client.get_object(Bucket=self._bucket, Key=self._name(key))
        for chunk in _chunks(answer["Body"], key):
            digest.update(chunk)
        return digest.hexdigest()

    def delete(self, key: str) -> None:
        with _s3_errors(key):
            self._client.delete_object(Bucket=self._bucket, Key=self._name(key))

    def list_keys(self, prefix: str = "") -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix + prefix
        )
        with _s3_errors(prefix):
            for page in pages:
                for item in page.get("Contents", []):
                    yield item["Key"].removeprefix(self._prefix)

    def check(self) -> None:
        try:
            with _s3_errors(self._bucket):
                self._client.head_bucket(Bucket=self._bucket)
        except NotStored as error:
            raise StoreUnavailable("no_bucket", f"there is no bucket called {self._bucket}: create it") from error

    def _put(self, key: str, file: BinaryIO, sha256: str, content_type: str) -> bool:
        """One PUT that fails if the key is taken, where the server knows how; False when taken."""
        request: dict[str, Any] = {
            "Bucket": self._bucket,
            "Key": self._name(key),
            "ContentLength": file.seek(0, os.SEEK_END),
            "ContentType": content_type,
            "Metadata": {"sha256": sha256},
        }
        try:
            with _s3_errors(key):
                self._send({**request, "IfNoneMatch": "*"}, file)
        except _ConditionsUnknown:
            with _s3_errors(key):
                self._send(request, file)
        except KeyTaken:
            return False
        return True

    def _send(self, request: dict[str, Any], file: BinaryIO) -> None:
        file.seek(0)
        self._client.put_object(**request, Body=file)

    def _is_stored(self, key: str) -> bool:
        try:
            self.describe(key)
        except NotStored:
            return False
        return True

    def _refuse_other(self, key: str, sha256: str) -> bool:
        if self.digest(key) != sha256:
            raise KeyTaken("key_taken", "other audio is stored under this name", key=key)
        return False

    def _name(self, key: str) -> str:
        return self._prefix + checked_key(key)


class _ConditionsUnknown(Exception):
    """The server does not know conditional writes."""


def _client(endpoint_url: str) -> Any:
    """Bounded in time. A server of one's own is addressed by path: it has no DNS name per bucket."""
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return boto3.Session().client(
        "s3",
        endpoint_url=endpoint_url or None,
        region_name=region or ("us-east-1" if endpoint_url else None),
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
            s3={"addressing_style": "path" if endpoint_url else "auto"},
            # Compatible servers often lack the checksums that boto3 sends by default; we read back anyway.
            request_checksum_calculation="when_required" if endpoint_url else "when_supported",
            response_checksum_validation="when_required" if endpoint_url else "when_supported",
        ),
    )


def _chunks(body: Any, key: str) -> Iterator[bytes]:
    with _s3_errors(key), closing(body):
        yield from body.iter_chunks(CHUNK_BYTES)


@contextmanager
def _s3_errors(key: str) -> Iterator[None]:
    """Their errors in our words, without addresses, credentials or signatures."""
    try:
        yield
    except ClientError as error:
        raise _translated(error, key) from error
    except (BotoCoreError, OSError) as error:
        raise StoreUnavailable("store_unreachable", f"S3 did not answer: {type(error).__name__}") from error


def _translated(error: ClientError, key: str) -> Exception:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in _MISSING:
        return NotStored("not_stored", "no such audio is stored", key=key)
    if code in _TAKEN:
        return KeyTaken("key_taken", "other audio is stored under this name", key=key)
    if error.operation_name == "PutObject" and code in _NO_CONDITIONS:
        return _ConditionsUnknown()
    if code in ("403", "AccessDenied", "SignatureDoesNotMatch", "InvalidAccessKeyId"):
        return StoreUnavailable("store_refused", "S3 refuses our credentials: check AWS_* and the bucket's policy")
    return StoreUnavailable("store_failed", f"S3 answered {code or 'an error'}")

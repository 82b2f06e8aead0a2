"""The S3 store against a real server that refuses what S3 refuses."""

import hashlib
import io
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from contactcenter.core import storage
from contactcenter.core.settings import Settings
from contactcenter.core.storage import s3
from contactcenter.core.storage.s3 import S3Store
from tests.services.plugin import S3Server

pytestmark = pytest.mark.s3
AUDIO = bytes(range(256)) * 4000


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def credentials(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", s3_server.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", s3_server.secret_key)
    monkeypatch.setenv("AWS_REGION", s3_server.region)


@pytest.fixture
def open_store(s3_server: S3Server, credentials: None, tmp_path: Path) -> Callable[[str], S3Store]:
    def open_one(bucket: str = s3_server.bucket) -> S3Store:
        settings = Settings(
            database_url="sqlite://",
            secret_key="x",
            instance_path=tmp_path,
            recordings_url=f"s3://{bucket}/audio/{secrets.token_hex(4)}",
            s3_endpoint_url=s3_server.endpoint_url,
        )
        store = storage.open_store(settings)
        assert isinstance(store, S3Store)
        return store

    return open_one


@pytest.fixture
def store(open_store: Callable[[], S3Store]) -> S3Store:
    return open_store()


def put(store: S3Store, content: bytes = AUDIO, key: str = "2026/03/24/rec_01.wav") -> bool:
    path = store.workspace / "incoming.part"
    path.write_bytes(content)
    return store.put_once(key, path, sha256=digest(content), content_type="audio/wav")


KEY = "2026/03/24/rec_01.wav"


def test_what_is_put_reads_back(store: S3Store) -> None:
    store.check()
    assert put(store) is True
    assert b"".join(store.open_range(KEY)) == AUDIO
    assert store.size(KEY) == len(AUDIO)
    assert store.digest(KEY) == digest(AUDIO)
    assert list(store.list_keys()) == [KEY]


def test_a_stream_is_stored_like_a_file(store: S3Store) -> None:
    stream = io.BytesIO(AUDIO)
    stream.seek(7)
    assert store.put_once(KEY, stream, sha256=digest(AUDIO), content_type="audio/wav")
    assert store.digest(KEY) == digest(AUDIO)


def test_the_same_again_changes_nothing_and_other_bytes_are_refused(store: S3Store) -> None:
    put(store)
    assert put(store) is False
    with pytest.raises(storage.KeyTaken):
        put(store, b"something else")
    assert store.digest(KEY) == digest(AUDIO)


def test_a_writer_who_came_between_look_and_write_is_not_overwritten(
    store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store)
    monkeypatch.setattr(store, "_is_stored", lambda key: False)
    assert put(store) is False
    with pytest.raises(storage.KeyTaken):
        put(store, b"something else")
    assert store.digest(KEY) == digest(AUDIO)


def test_a_server_without_conditional_writes_is_served_too(store: S3Store, monkeypatch: pytest.MonkeyPatch) -> None:
    send = store._send

    def refuse_conditions(request: dict, file: io.BytesIO) -> None:
        if "IfNoneMatch" in request:
            raise s3._ConditionsUnknown
        send(request, file)

    monkeypatch.setattr(store, "_send", refuse_conditions)
    assert put(store) is True
    assert store.digest(KEY) == digest(AUDIO)


@pytest.mark.parametrize(
    ("start", "length"), [(0, None), (0, 1), (5, None), (len(AUDIO) - 1, None), (300_000, 500_000), (0, 0)]
)
def test_a_range_is_exactly_what_was_asked(store: S3Store, start: int, length: int | None) -> None:
    put(store)
    end = None if length is None else start + length
    assert b"".join(store.open_range(KEY, start, length)) == AUDIO[start:end]


def test_what_is_not_stored_says_so_at_once(store: S3Store) -> None:
    for ask in (store.open_range, store.size, store.digest, store.describe):
        with pytest.raises(storage.NotStored):
            ask(KEY)
    store.delete(KEY)


def test_keys_are_listed_by_prefix_and_deleted(store: S3Store) -> None:
    for key in ("2026/03/25/b.wav", "2026/03/24/a.wav", "2026/04/01/c.mp3"):
        put(store, b"audio", key)
    assert list(store.list_keys()) == ["2026/03/24/a.wav", "2026/03/25/b.wav", "2026/04/01/c.mp3"]
    assert list(store.list_keys("2026/03/")) == ["2026/03/24/a.wav", "2026/03/25/b.wav"]
    store.delete("2026/03/24/a.wav")
    assert list(store.list_keys("2026/03/")) == ["2026/03/25/b.wav"]


@pytest.mark.parametrize("key", ["../out.wav", "/etc/passwd", "a/../b.wav", ""])
def test_a_key_that_is_no_name_of_ours_is_refused(store: S3Store, key: str) -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        store.open_range(key)


def test_the_bucket_is_not_public(store: S3Store, s3_server: S3Server) -> None:
    import urllib.error
    import urllib.request

    put(store)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{s3_server.endpoint_url}/{s3_server.bucket}/{store._name(KEY)}", timeout=10)
    assert 400 <= refused.value.code < 500
    refused.value.close()


def test_wrong_credentials_are_named_as_such(
    open_store: Callable[[], S3Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    store = open_store()
    for ask in (store.check, lambda: put(store)):
        with pytest.raises(storage.StoreUnavailable) as refused:
            ask()
        assert refused.value.code == "store_refused"
        assert "wrong" not in str(refused.value)


def test_a_bucket_that_does_not_exist_is_named_as_such(open_store: Callable[[str], S3Store]) -> None:
    with pytest.raises(storage.StoreUnavailable, match="no bucket called nowhere"):
        open_store("nowhere").check()


def test_a_server_that_is_down_is_unavailable_soon(
    credentials: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "CONNECT_SECONDS", 0.2)
    store = S3Store(bucket="b", prefix="", endpoint_url="http://127.0.0.1:9", workspace=tmp_path)
    with pytest.raises(storage.StoreUnavailable) as down:
        store.check()
    assert down.value.code == "store_unreachable"

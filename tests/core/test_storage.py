"""The folder store: written once, whole or not at all, and never outside the folder."""

import hashlib
import io
import os
import stat
import threading
from pathlib import Path

import pytest

from contactcenter.core import storage
from contactcenter.core.settings import Settings
from contactcenter.core.storage import local
from contactcenter.core.storage.local import LocalStore

KEY = "2026/03/24/rec_01.wav"
AUDIO = bytes(range(256)) * 4000


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "recordings")


def put(store: storage.Store, content: bytes = AUDIO, key: str = KEY) -> bool:
    path = store.workspace / "incoming.part"
    path.write_bytes(content)
    try:
        return store.put_once(key, path, sha256=digest(content), content_type="audio/wav")
    finally:
        path.unlink()


def test_what_is_put_reads_back(store: LocalStore) -> None:
    assert put(store) is True
    assert b"".join(store.open_range(KEY)) == AUDIO
    assert store.size(KEY) == len(AUDIO)
    assert store.digest(KEY) == digest(AUDIO)
    assert list(store.list_keys()) == [KEY]


def test_a_stream_is_stored_like_a_file(store: LocalStore) -> None:
    stream = io.BytesIO(AUDIO)
    stream.seek(7)
    assert store.put_once(KEY, stream, sha256=digest(AUDIO), content_type="audio/wav")
    assert store.digest(KEY) == digest(AUDIO)
    assert [p.name for p in (store._root / "2026/03/24").iterdir()] == ["rec_01.wav"]


def test_the_same_again_changes_nothing(store: LocalStore) -> None:
    put(store)
    before = store.describe(KEY).stored_at
    assert put(store) is False
    assert store.describe(KEY).stored_at == before


def test_other_bytes_under_a_taken_key_are_refused(store: LocalStore) -> None:
    put(store)
    with pytest.raises(storage.KeyTaken):
        put(store, b"something else")
    assert store.digest(KEY) == digest(AUDIO)


@pytest.mark.parametrize(
    ("start", "length"),
    [(0, None), (0, 1), (5, None), (len(AUDIO) - 1, None), (len(AUDIO), None), (300_000, 500_000), (0, 0)],
)
def test_a_range_is_exactly_what_was_asked(store: LocalStore, start: int, length: int | None) -> None:
    put(store)
    end = None if length is None else start + length
    assert b"".join(store.open_range(KEY, start, length)) == AUDIO[start:end]


def test_what_is_not_stored_says_so_at_once(store: LocalStore) -> None:
    for ask in (store.open_range, store.size, store.digest, store.describe):
        with pytest.raises(storage.NotStored):
            ask(KEY)
    store.delete(KEY)
    assert list(store.list_keys("2026/")) == []


def test_a_deleted_file_is_gone(store: LocalStore) -> None:
    put(store)
    store.delete(KEY)
    assert list(store.list_keys()) == []


def test_keys_are_listed_by_prefix_in_order_without_drafts(store: LocalStore) -> None:
    for key in ("2026/03/25/b.wav", "2026/03/24/a.wav", "2026/04/01/c.mp3"):
        put(store, key=key)
    (store.workspace / "left-over.part").write_bytes(b"x")
    (store._root / ".gitkeep").touch()
    assert list(store.list_keys()) == ["2026/03/24/a.wav", "2026/03/25/b.wav", "2026/04/01/c.mp3"]
    assert list(store.list_keys("2026/03/")) == ["2026/03/24/a.wav", "2026/03/25/b.wav"]
    assert list(store.list_keys("2026/03/24/a")) == ["2026/03/24/a.wav"]
    assert list(store.list_keys("2027/")) == []


@pytest.mark.parametrize(
    "key",
    [
        "../out.wav",
        "/etc/passwd",
        "a/../../out.wav",
        ".hidden",
        "a//b.wav",
        "a/.b",
        "a\\b",
        "a\nb",
        "",
        "a/",
        "x" * 300,
    ],
)
def test_a_key_that_is_no_name_of_ours_is_refused(store: LocalStore, key: str) -> None:
    for ask in (store.open_range, store.size, store.delete):
        with pytest.raises(ValueError, match="not a storage key"):
            ask(key)
    with pytest.raises(ValueError, match="not a storage key"):
        put(store, key=key)


def test_a_link_out_of_the_folder_is_not_followed(store: LocalStore, tmp_path: Path) -> None:
    put(store)
    (tmp_path / "secret.wav").write_bytes(b"secret")
    (store._root / "2026" / "out").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="not a storage key"):
        store.open_range("2026/out/secret.wav")


def test_files_are_for_this_user_only(store: LocalStore) -> None:
    store.put_once(KEY, io.BytesIO(AUDIO), sha256=digest(AUDIO), content_type="audio/wav")
    file = store._root / KEY
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_of_many_writers_at_once_one_wins(store: LocalStore) -> None:
    contents = [bytes([n]) * 100_000 for n in range(8)]
    results: list[bool | str] = []

    def write(content: bytes) -> None:
        try:
            stream = io.BytesIO(content)
            results.append(store.put_once(KEY, stream, sha256=digest(content), content_type="audio/wav"))
        except storage.KeyTaken:
            results.append("taken")

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results)) == ["True", *["taken"] * 7]
    assert b"".join(store.open_range(KEY)) in contents


def test_a_file_system_without_hard_links_works_too(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(local.os, "link", refuse)
    assert put(store) is True
    assert put(store) is False
    with pytest.raises(storage.KeyTaken):
        put(store, b"something else")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_fails_the_check(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(storage.StoreUnavailable):
        LocalStore(tmp_path / "locked" / "recordings").check()


def test_a_file_in_the_folders_place_fails_the_check(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("not a folder")
    with pytest.raises(storage.StoreUnavailable, match="recordings folder"):
        LocalStore(tmp_path / "recordings").check()


def test_a_good_folder_passes_the_check_and_is_left_empty(store: LocalStore) -> None:
    store.check()
    assert list(store.workspace.iterdir()) == []


def test_the_setting_chooses_the_store(tmp_path: Path) -> None:
    settings = Settings(
        database_url="sqlite://",
        secret_key="x",
        instance_path=tmp_path,
        recordings_url=f"file:{tmp_path}/audio",
    )
    store = storage.configure(settings)
    assert isinstance(store, LocalStore)
    assert storage.current_store() is store

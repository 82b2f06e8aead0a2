"""The shipped dialogues as files in the recordings' store: measured once, stored under each call's name."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from contactcenter.calls.recordings import audio
from contactcenter.core.storage import Store
from contactcenter.providers.simulator import media


@dataclass(frozen=True)
class Sound:
    """One dialogue's file and what is known of it."""

    path: Path
    size_bytes: int
    sha256: str
    content_type: str
    extension: str
    channels: int
    duration_seconds: float
    peaks: list[list[int]]


@contextmanager
def prepared(store: Store, dialogue_ids: set[str]) -> Iterator[dict[str, Sound]]:
    """Write each dialogue once beside the store, so that keeping it sixty times costs links, not copies."""
    with TemporaryDirectory(dir=store.workspace) as folder:
        yield {one: _write(one, Path(folder)) for one in sorted(dialogue_ids)}


def keep(store: Store, recordings: list[dict[str, Any]], sounds: Mapping[str, Sound]) -> None:
    """Store every recording's audio under its key. Safe to repeat."""
    by_hash = {sound.sha256: sound for sound in sounds.values()}
    for row in recordings:
        sound = by_hash[row["sha256"]]
        store.put_once(row["storage_key"], sound.path, sha256=sound.sha256, content_type=sound.content_type)


def _write(dialogue_id: str, folder: Path) -> Sound:
    wav = media.read_wav(dialogue_id)
    path = folder / f"{dialogue_id}.wav"
    path.write_bytes(wav)
    facts, kind = audio.measure(path), audio.sniff(wav[: audio.SNIFF_BYTES])
    return Sound(
        path=path,
        size_bytes=len(wav),
        sha256=hashlib.sha256(wav).hexdigest(),
        content_type=kind.content_type,
        extension=kind.extension,
        channels=facts.channels,
        duration_seconds=facts.duration_seconds,
        peaks=facts.peaks,
    )

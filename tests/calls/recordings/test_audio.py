"""What the bytes tell about a file."""

import io
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from contactcenter.calls.recordings import audio
from tests.calls.recordings.media_server import RATE_HZ, tone, wav


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "audio"


@pytest.mark.parametrize(
    ("head", "content_type"),
    [
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RF64\xff\xff\xff\xffWAVEds64", "audio/wav"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00\x00\x00", "audio/mpeg"),
        (b"\xff\xe3\x18\xc4\x00\x00\x00\x00\x00\x00\x00\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x64\x00\x00\x00\x00\x00\x00\x00\x00", "audio/mpeg"),
        (b"OggS\x00\x02\x00\x00\x00\x00\x00\x00", "audio/ogg"),
    ],
)
def test_audio_is_known_by_its_first_bytes(head: bytes, content_type: str) -> None:
    assert audio.sniff(head).content_type == content_type


@pytest.mark.parametrize(
    "head",
    [
        b"<!doctype html>",
        b'{"code": 20404}',
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xfe<\x00h\x00t\x00m\x00l\x00>",
        b"PK\x03\x04" * 4,
        bytes(12),
    ],
)
def test_anything_else_is_the_wrong_type(head: bytes) -> None:
    with pytest.raises(audio.UnusableAudio, match="wrong_type"):
        audio.sniff(head)


def test_peaks_follow_the_sound_per_channel(file: Path) -> None:
    half = RATE_HZ
    left = np.concatenate([np.zeros(half), np.full(half, 0.8)])
    right = np.concatenate([np.full(half, -1.0), np.zeros(half)])
    soundfile.write(file, np.stack([left, right], axis=1), RATE_HZ, format="WAV", subtype="PCM_16")
    facts = audio.measure(file)
    assert (facts.channels, facts.duration_seconds, facts.rate_hz) == (2, 2.0, RATE_HZ)
    assert [len(channel) for channel in facts.peaks] == [800, 800]
    assert (set(facts.peaks[0][:400]), set(facts.peaks[0][400:])) == ({0}, {80})
    assert (set(facts.peaks[1][:400]), set(facts.peaks[1][400:])) == ({100}, {0})


@pytest.mark.parametrize(
    ("format_name", "subtype"), [("WAV", "ULAW"), ("WAV", "FLOAT"), ("OGG", "OPUS"), ("MP3", None)]
)
def test_the_formats_carriers_use_can_be_drawn(file: Path, format_name: str, subtype: str | None) -> None:
    samples, rate = soundfile.read(io.BytesIO(tone(1.0)))
    soundfile.write(file, samples, rate, format=format_name, subtype=subtype)
    facts = audio.measure(file)
    assert facts.channels == 2
    assert facts.duration_seconds == pytest.approx(1.0, abs=0.2)
    assert 40 <= max(facts.peaks[0]) <= 60


@pytest.mark.parametrize("frames", [801, 1_000, 262_143, 262_145])
def test_any_length_gives_about_800_values(file: Path, frames: int) -> None:
    file.write_bytes(wav(b"\x00\x40" * frames, channels=1))
    peaks = audio.measure(file).peaks[0]
    assert 400 <= len(peaks) <= 800
    assert set(peaks) == {50}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unreadable_audio"),
        (b"RIFF", "unreadable_audio"),
        (tone()[:40], "unreadable_audio"),
        (wav(b""), "too_short"),
        (wav(bytes(400)), "too_short"),
    ],
)
def test_what_cannot_be_played_says_why(file: Path, content: bytes, code: str) -> None:
    file.write_bytes(content)
    with pytest.raises(audio.UnusableAudio) as refused:
        audio.measure(file)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "size", "expected"),
    [
        (tone(), len(tone()), False),
        (tone(), len(tone()) - 100, True),
        (b"RIFF\xff\xff\xff\xffWAVE", 5000, False),
        (b"RIFF\x00\x00\x00\x00WAVE", 5000, False),
        (b"ID3\x04aaaaaaaa", 12, False),
    ],
)
def test_a_wav_shorter_than_it_says_is_cut_off(content: bytes, size: int, *, expected: bool) -> None:
    assert audio.is_cut_off(content[:12], size) is expected


def test_half_an_hour_of_stereo_is_drawn_quickly(file: Path) -> None:
    second = tone(1.0)[44:]
    file.write_bytes(wav(second * 1800))
    began = time.process_time()
    facts = audio.measure(file)
    assert facts.duration_seconds == 1800
    assert time.process_time() - began < 1  # about 0.15 s on one quiet core

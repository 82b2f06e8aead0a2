"""The bytes a provider would serve: a dialogue cut to what was said, sides swapped, mixed down if asked.

At a speed above 1 the audio is a tape played faster, so that its length, the transcript's times and the
call's figures stay one story.
"""

import io

import numpy as np
import soundfile

from contactcenter.providers.simulator.script import MediaLibrary
from contactcenter.providers.simulator.state import SimulatedRecording


class NoSuchChannels(ValueError):
    """A dual-channel file was asked for and there is only a mono one."""


def recording_wav(
    media: MediaLibrary, recording: SimulatedRecording, *, channels: int | None, is_customer_first: bool
) -> bytes:
    """16-bit PCM at 8 kHz. `channels` 1 mixes down; None gives what was recorded. Raises NoSuchChannels."""
    samples, rate = _read(media, recording.dialogue_id)
    samples = _hurry(samples, recording.speed)
    if recording.pieces:
        samples = np.concatenate(
            [_piece(samples, rate, at, seconds, recording.speed) for at, seconds in recording.pieces]
        )
    samples = samples[: max(1, round(recording.seconds * rate))]
    if channels == 2 and min(recording.channels, samples.shape[1]) < 2:
        raise NoSuchChannels
    if samples.shape[1] == 2 and (recording.channels == 1 or channels == 1):
        samples = samples.mean(axis=1, keepdims=True).astype(np.int16)
    elif is_customer_first:
        samples = samples[:, ::-1]
    return _wav(samples, rate)


def _piece(samples: "Samples", rate: int, at: float | None, seconds: float, speed: float) -> "Samples":
    """That many real seconds of the dialogue from there on, or of hold music, which only the customer hears."""
    length = round(seconds * rate)
    piece = np.zeros((length, samples.shape[1]), dtype=np.int16)
    if at is None:
        piece[:, 0] = _music(length, rate)
    else:
        begin = round(at / speed * rate)
        said = samples[begin : begin + length]
        piece[: len(said)] = said
    return piece


def _music(length: int, rate: int) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    """Two soft notes by turns."""
    moments = np.arange(length) / rate
    pitch = np.where(moments % 2 < 1, 440.0, 554.4)
    return (np.sin(2 * np.pi * pitch * moments) * 1500).astype(np.int16)


def live_wav(media: MediaLibrary, dialogue_id: str, speed: float) -> bytes:
    """The whole conversation that is being held: left the agent, right the customer."""
    samples, rate = _read(media, dialogue_id)
    return _wav(_hurry(samples, speed), rate)


Samples = np.ndarray[tuple[int, int], np.dtype[np.int16]]


def _read(media: MediaLibrary, dialogue_id: str) -> tuple[Samples, int]:
    samples, rate = soundfile.read(io.BytesIO(media.read_wav(dialogue_id)), dtype="int16", always_2d=True)
    return samples, rate


def _hurry(samples: Samples, speed: float) -> Samples:
    if speed == 1.0:
        return samples
    positions = (np.arange(max(1, int(len(samples) / speed))) * speed).astype(int)
    hurried: Samples = samples[positions]
    return hurried


def _wav(samples: Samples, rate: int) -> bytes:
    wav = io.BytesIO()
    soundfile.write(wav, np.ascontiguousarray(samples), rate, format="WAV", subtype="PCM_16")
    return wav.getvalue()

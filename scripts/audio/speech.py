"""Spoken pieces at telephone quality: one line of text, one voice, one array of samples.

espeak-ng is an old formant synthesiser: alike in every voice, and flat. What makes two people of it is done
here: the accent (north, south), the variant, pitch and pace, the length of the vocal tract (playing the
samples faster raises formants and pitch together, as a smaller head does), and a small wander of pitch and
pace from line to line, drawn from the text itself so that every run gives the same sound.
"""

import io
import subprocess
import zlib
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
import soundfile
import soxr

RATE = 8000
BAND_HZ = (220.0, 3850.0)
PRESENCE = 2.0  # what is above PRESENCE_HZ is raised twofold (6 dB): a speech recogniser then mishears a fifth less
PRESENCE_HZ = 1500.0


@dataclass(frozen=True)
class Voice:
    """How one person sounds.

    `size` > 1 is a smaller person; `loudness` is the speaking level in dBFS RMS; `liveliness` the width of
    the tones in per cent of espeak's own, which is flat beside living Vietnamese.
    """

    gender: str
    espeak: str
    pitch: int
    words_per_minute: int
    size: float = 1.0
    loudness: float = -21.0
    liveliness: int = 160


VOICES = {
    "vi_female_north": Voice("female", "vi+f2", 66, 188, 1.13),
    "vi_female_south": Voice("female", "vi-vn-x-south+f3", 70, 186, 1.11),
    "vi_male_north": Voice("male", "vi+m3", 74, 190, 1.09),
    "vi_male_south": Voice("male", "vi-vn-x-south", 66, 186, 1.03),
    "vi_man_north": Voice("male", "vi", 40, 182, 0.95, -22.5),
    "vi_man_south": Voice("male", "vi-vn-x-south+m7", 78, 188, 1.02, -22.0),
    "vi_woman_north": Voice("female", "vi+f5", 70, 186, 1.16, -22.5),
    "vi_woman_south": Voice("female", "vi-vn-x-south+f2", 62, 184, 1.17, -23.0),
    "vi_elder_south": Voice("male", "vi-vn-x-south+m1", 62, 156, 0.98, -23.0),
    "vi_angry_man": Voice("male", "vi+m3", 92, 210, 1.05, -17.5, 190),
    "en_female": Voice("female", "en-us+f3", 34, 170, 1.10, -21.0, 120),
    "en_male": Voice("male", "en-gb+m3", 56, 166, 1.05, -21.0, 130),
    "en_man": Voice("male", "en-us", 44, 172, 0.97, -22.5, 130),
    "en_woman": Voice("female", "en-gb", 99, 172, 1.30, -22.5, 130),
}


def speak(text: str, voice: Voice) -> np.ndarray:
    """Mono float samples at 8 kHz, without silence at the edges, peak below -3 dBFS."""
    wander = np.random.default_rng(zlib.crc32(text.encode()))
    pitch = voice.pitch + int(wander.integers(-4, 5))
    pace = round(voice.words_per_minute / voice.size * wander.uniform(0.97, 1.04))
    samples, rate = soundfile.read(io.BytesIO(_espeak(text, voice, pitch, pace)))
    line = _telephone(soxr.resample(samples, rate * voice.size, RATE))
    return _level(_trim(line), voice.loudness)


def _espeak(text: str, voice: Voice, pitch: int, pace: int) -> bytes:
    """A WAV file. Amplitude 60, because at the default of 100 several variants clip."""
    marked = f'<speak><prosody range="{voice.liveliness}%">{escape(text)}</prosody></speak>'
    options = ["-m", "-a", "60", "-v", voice.espeak, "-p", str(min(pitch, 99)), "-s", str(pace)]
    return subprocess.run(["espeak-ng", "--stdout", *options, marked], check=True, capture_output=True).stdout


def _telephone(samples: np.ndarray) -> np.ndarray:
    """What a telephone passes: its band, with the lift of a handset's microphone for the consonants."""
    hertz = np.fft.rfftfreq(2 * samples.size, 1 / RATE)
    low, high = (1 / (1 + np.exp((hertz - edge) / 20)) for edge in BAND_HZ)
    lift = 1 + (PRESENCE - 1) / (1 + (PRESENCE_HZ / np.maximum(hertz, 1)) ** 4)
    spectrum = np.fft.rfft(samples, 2 * samples.size) * (high - low) * lift
    return np.fft.irfft(spectrum)[: samples.size]


def active_frames(samples: np.ndarray, floor_db: float = -40.0, frame_seconds: float = 0.01) -> np.ndarray:
    """One bool per frame: louder than `floor_db` under the loudest frame."""
    size = int(RATE * frame_seconds)
    frames = samples[: samples.size // size * size].reshape(-1, size)
    power = (frames**2).mean(axis=1)
    return power > power.max() * 10 ** (floor_db / 10)


def _trim(samples: np.ndarray) -> np.ndarray:
    loud = np.flatnonzero(active_frames(samples))
    size = RATE // 100
    return samples[loud[0] * size : (loud[-1] + 1) * size]


def _level(samples: np.ndarray, loudness: float) -> np.ndarray:
    """Bring speech to `loudness` (pauses not counted) and round off what stands out above -3 dBFS."""
    speech = np.repeat(active_frames(samples, -30.0), RATE // 100)
    rms = np.sqrt((samples[: speech.size][speech] ** 2).mean())
    ceiling = 10 ** (-3 / 20)
    edge = np.minimum(1.0, np.arange(samples.size) / (0.004 * RATE))
    return ceiling * np.tanh(samples * 10 ** (loudness / 20) / rms / ceiling) * edge * edge[::-1]

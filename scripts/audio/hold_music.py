"""Hold music: 36 s of quiet electric piano over a pad, that loops without a seam.

Written for the telephone: 16 kHz, nothing that matters below 150 or above 3,400 Hz (bass notes are heard by
their overtones), no drums and no sharp attacks, which speech codecs tear apart. Everything is placed on a
circle: what rings past the end is added at the beginning. Composed here, so that there is no licence to keep.
"""

import numpy as np

RATE = 16000
BEAT = 0.75  # seconds; 80 beats a minute
BAR = 4 * BEAT
SIZE = int(12 * BAR * RATE)
D4 = 293.66  # every note below is in semitones from here
# One chord a bar: root, then four tones for pad and arpeggio.
CHORDS = (
    (0, (0, 4, 7, 11)),  # Dmaj7
    (-3, (-3, 0, 4, 7)),  # Bm7
    (-7, (-3, 2, 5, 7)),  # G6/9
    (-5, (-5, 0, 2, 5)),  # A7sus4
    (0, (-1, 4, 7, 9)),  # Dmaj13
    (-8, (-1, 2, 4, 7)),  # F#m7
    (-7, (-3, 0, 4, 7)),  # Gmaj9
    (-5, (-1, 2, 5, 9)),  # A9
    (-10, (-3, 0, 5, 7)),  # Em11
    (-5, (-1, 2, 5, 7)),  # A7
    (0, (-1, 2, 4, 7)),  # Dmaj9
    (0, (-3, 2, 4, 9)),  # D6/9
)
ARPEGGIO = (0, 2, 1, 3, 2, 1, 3, 2)
# A few notes above it all: (bar, beat, semitone).
MELODY = (
    (0, 1, 16), (0, 3, 14), (1, 0.5, 12), (2, 1, 14), (2, 3, 9), (3, 1.5, 14),
    (4, 1, 16), (4, 2.5, 19), (5, 0.5, 16), (6, 1, 14), (7, 0.5, 11), (7, 2, 9),
    (8, 1, 14), (8, 2.5, 17), (9, 1, 16), (9, 3, 14), (10, 1, 16), (11, 0.5, 9),
)  # fmt: skip


def loop() -> np.ndarray:
    """Mono samples at 16 kHz, 36 s, about -21 dBFS RMS; the end joins the beginning."""
    rng = np.random.default_rng(20)
    out = np.zeros(SIZE)
    for bar, (root, tones) in enumerate(CHORDS):
        start = bar * BAR
        _add(out, start, 0.30 * _piano(root - 12, 3.2))
        for tone in tones:
            _add(out, start - 0.4, 0.035 * _pad(tone, BAR + 1.2))
        for step, which in enumerate(ARPEGGIO):
            touch = (0.22 if step % 4 == 0 else 0.15) * rng.uniform(0.85, 1.1)
            _add(out, start + step * BEAT / 2 + rng.uniform(0, 0.012), touch * _piano(tones[which], 2.2))
    for bar, beat, tone in MELODY:
        _add(out, bar * BAR + beat * BEAT, 0.24 * _piano(tone, 2.8))
    out = _shape(out + 0.22 * _echo(out))
    return out / np.sqrt((out**2).mean()) * 10 ** (-21 / 20)


def _add(out: np.ndarray, at: float, note: np.ndarray) -> None:
    places = (int(at * RATE) + np.arange(note.size)) % SIZE
    np.add.at(out, places, note)


def _hertz(semitone: float) -> float:
    return D4 * 2 ** (semitone / 12)


def _piano(semitone: int, seconds: float) -> np.ndarray:
    """An electric piano's tine: a sine bent by another one whose bite fades first (two-operator FM)."""
    time = np.arange(int(seconds * RATE)) / RATE
    phase = 2 * np.pi * _hertz(semitone) * time
    bite = 0.9 * np.exp(-time / 0.5) * np.sin(phase)
    fade = np.minimum(1, time / 0.008) * np.clip((seconds - time) / 0.3, 0, 1)
    return np.sin(phase + bite) * np.exp(-time / (0.32 * seconds)) * fade


def _pad(semitone: int, seconds: float) -> np.ndarray:
    """Three slightly mistuned voices with soft overtones, swelling in and out."""
    time = np.arange(int(seconds * RATE)) / RATE
    swell = np.sin(np.pi * time / seconds) ** 0.8
    tones = [
        np.sin(2 * np.pi * _hertz(semitone + cents / 100) * n * time + n) / n**2
        for cents in (-6, 0, 7)
        for n in (1, 2, 3)
    ]
    return swell * sum(tones)


def _echo(samples: np.ndarray) -> np.ndarray:
    """Repeats every beat and a half on the circle, each softer."""
    return sum(0.5**n * np.roll(samples, int(n * 1.5 * BEAT * RATE)) for n in range(1, 5))


def _shape(samples: np.ndarray) -> np.ndarray:
    """Roll off below 150 Hz and above 3,400 Hz, on the circle."""
    hertz = np.fft.rfftfreq(SIZE, 1 / RATE)
    gain = 1 / np.sqrt(1 + (150 / np.maximum(hertz, 1)) ** 6) / np.sqrt(1 + (hertz / 3400) ** 8)
    return np.fft.irfft(np.fft.rfft(samples) * gain, SIZE)

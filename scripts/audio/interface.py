"""The console's own sounds: a struck wooden bar, in one key (G major), so that they belong together.

An agent hears the ring a hundred times a day: fundamentals stay between 390 and 1,000 Hz, attacks are soft
and nothing is louder than -6 dBFS. Meaning is in the movement: rising = begins, falling = ends, one note =
news, the same low note twice = careful.
"""

import numpy as np

RATE = 44100
PEAK_DBFS = -6.0
# A tuned marimba bar: its overtones lie two octaves and about three octaves and a third up, and die quickly.
PARTIALS = ((1.0, 1.0, 1.0), (3.98, 0.16, 0.30), (9.9, 0.03, 0.12))  # frequency ratio, level, relative decay
G4, A4, B4, D5, E5, G5, A5, B5 = (440.0 * 2 ** (n / 12) for n in (-2, 0, 2, 5, 7, 10, 12, 14))


def sounds() -> dict[str, np.ndarray]:
    """Name → mono samples at 44.1 kHz. `ring` lasts 3 s with its rest, to be played in a loop."""
    motif = ((0.0, G4, 0.9), (0.14, D5, 0.85), (0.28, B4, 0.8), (0.42, G5, 1.0))
    ring = [*motif, *((at + 0.84, hz, level * 0.9) for at, hz, level in motif), (1.68, D5, 0.45)]
    return {
        "ring": _phrase(ring, 3.0, decay=0.28),
        "connected": _phrase([(0.0, G4, 0.8), (0.11, D5, 1.0)], 0.6, decay=0.14),
        "ended": _phrase([(0.0, D5, 1.0), (0.13, G4, 0.8)], 0.7, decay=0.15),
        "message": _phrase([(0.0, B5, 1.0), (0.0, B4, 0.35)], 0.5, decay=0.11, peak_dbfs=-9.0),
        "warning": _phrase([(0.0, A4, 1.0), (0.2, A4, 1.0)], 0.7, decay=0.12),
    }


def _phrase(notes: list, seconds: float, decay: float, peak_dbfs: float = PEAK_DBFS) -> np.ndarray:
    """Notes (at seconds, Hz, level) struck one after another and left to ring, faded out before the end."""
    out = np.zeros(int(seconds * RATE))
    for at, hz, level in notes:
        first = int(at * RATE)
        out[first:] += level * _bar(hz, out.size - first, decay)
    out *= np.clip((out.size - np.arange(out.size)) / (0.08 * RATE), 0, 1)
    return out / abs(out).max() * 10 ** (peak_dbfs / 20)


def _bar(hz: float, size: int, decay: float) -> np.ndarray:
    time = np.arange(size) / RATE
    tone = sum(
        level * np.exp(-time / (decay * life)) * np.sin(2 * np.pi * hz * ratio * time)
        for ratio, level, life in PARTIALS
    )
    return tone * np.minimum(1.0, time / 0.006)

"""Chance that depends on its name only: two policies meet the same caller with the same luck."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

_Any = TypeVar("_Any")
_STEPS = 2**53


def chance(seed: int, *names: object) -> float:
    """A number of (0, 1], always the same for the same seed and names."""
    digest = blake2b("\x1f".join(map(str, (seed, *names))).encode(), digest_size=8).digest()
    return ((int.from_bytes(digest) >> 11) + 1) / _STEPS


def pick(values: Sequence[_Any], luck: float) -> _Any:
    """One of the values, by a chance of (0, 1]."""
    return values[min(len(values) - 1, int(luck * len(values)))]

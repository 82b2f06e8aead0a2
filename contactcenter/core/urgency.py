"""Who waits for an answer goes before work that can wait: one process has one interpreter.

Requests of providers, behind which a caller or an agent waits, say when they begin and end. What computes for long
in the background asks between two steps, outside any transaction that writes, and lets them pass. For a moment only:
a flood slows it down and never stops it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_SECONDS = 0.1

_going_on: set[object] = set()
_none = threading.Event()
_none.set()


@contextmanager
def urgent() -> Iterator[None]:
    """Around a request that somebody waits for."""
    me = object()
    _going_on.add(me)
    _none.clear()
    try:
        yield
    finally:
        _going_on.discard(me)
        if not _going_on:
            _none.set()


def count_urgent() -> int:
    """How many are being answered."""
    return len(_going_on)


def give_way() -> None:
    """Wait until nobody waits, LONGEST_SECONDS at most."""
    _none.wait(LONGEST_SECONDS)

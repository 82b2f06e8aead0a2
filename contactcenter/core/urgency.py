"""Who waits for an answer goes before work that can wait: one process has one interpreter.

Requests say when they begin and end: those of providers, behind which a caller waits or an agent's pop, and those of
people. What computes for long in the background asks between two steps, outside any transaction that writes, and lets
them pass. For a while only: a flood slows it down and never stops it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_SECONDS = 0.1
"""At least so long a step of the background waits for those who never end, ..."""
WAY_GIVEN = 9
"""... and so many times as long as its last step took, ..."""
LONGEST_REST_SECONDS = 1.0
"""... never longer than this."""
GAP_SECONDS = 0.01
"""Whoever was answered asks again within this time, as a page does that loads in parts: such gaps are no leisure."""

_of_providers: set[object] = set()
_of_people: set[object] = set()
_none = threading.Event()
_none.set()
_ended = [0.0]
_own = threading.local()


@contextmanager
def urgent() -> Iterator[None]:
    """Around a provider's request."""
    with _going_on(_of_providers):
        yield


@contextmanager
def awaited() -> Iterator[None]:
    """Around a request that a person waits for."""
    with _going_on(_of_people):
        yield


def count_urgent() -> int:
    """How many of providers are being answered."""
    return len(_of_providers)


def give_way() -> None:
    """Wait until nobody waits; the longer, the longer this thread has worked since it last asked."""
    began = time.monotonic()
    worked = began - getattr(_own, "asked_at", began)
    _wait(began + min(max(LONGEST_SECONDS, worked * WAY_GIVEN), LONGEST_REST_SECONDS))
    _own.asked_at = time.monotonic()


def let_pass() -> None:
    """As `give_way`, before what is short and due: LONGEST_SECONDS at most, whatever was done before."""
    _wait(time.monotonic() + LONGEST_SECONDS)


def _wait(until: float) -> None:
    while (left := until - time.monotonic()) > 0:
        if not _none.wait(left):
            break
        since = time.monotonic() - _ended[0]
        if since >= GAP_SECONDS:
            break
        time.sleep(min(left, GAP_SECONDS - since))


@contextmanager
def _going_on(requests: set[object]) -> Iterator[None]:
    me = object()
    requests.add(me)
    _none.clear()
    try:
        yield
    finally:
        requests.discard(me)
        if not _of_providers and not _of_people:
            _ended[0] = time.monotonic()
            _none.set()

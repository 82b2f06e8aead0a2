"""What is asked with every request and seldom changes: read once, then remembered for some seconds by this process.

Whoever changes it forgets it, so that this process knows at once; the others learn within those seconds.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_everything: "list[Remembered[Any]]" = []


class Remembered(Generic[T]):
    """One such thing, kept where it is read (a module's constant). `seconds`: how long others may lag behind."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._known: tuple[float, T] | None = None
        self._forgotten = 0
        _everything.append(self)

    def get(self, read: Callable[[], T]) -> T:
        """What is known, else what `read` says. What it read before a change is not kept beyond it."""
        known = self._known
        if known is not None and monotonic() <= known[0]:
            return known[1]
        began = self._forgotten
        value = read()
        if began == self._forgotten:
            self._known = (monotonic() + self.seconds, value)
        return value

    def forget(self) -> None:
        """It has changed: whoever asks next reads it anew."""
        self._forgotten += 1
        self._known = None


def forget_everything() -> None:
    """This process turns to another database."""
    for one in _everything:
        one.forget()

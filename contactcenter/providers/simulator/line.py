"""A call's line: the one place where its script waits, and where others may break in.

A call runs in its own thread as plain straight-line code. Whatever ends a wait early (the caller's patience,
a REST request, a hang-up from the control page, the carrier's stop) raises Interrupted there. The legs of a
call share its line.
"""

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class HangUp:
    by: Literal["caller", "rest"]


@dataclass(frozen=True)
class Redirect:
    """The account moved the live call: to the document at `url`, or to this very `twiml`."""

    url: str = ""
    twiml: str = ""


@dataclass(frozen=True)
class Stop:
    """The carrier itself goes down: nothing more is posted."""


@dataclass(frozen=True)
class RoomOver:
    """The conference that this leg was in has ended."""


Cause = HangUp | Redirect | Stop | RoomOver


class Interrupted(Exception):
    """`sid` names the leg that is meant."""

    def __init__(self, sid: str, cause: Cause) -> None:
        super().__init__(f"{sid}: {cause}")
        self.sid = sid
        self.cause = cause


class Line:
    """`speed` divides every wait. All methods may be called from any thread."""

    def __init__(self, sid: str, speed: float = 1.0) -> None:
        self.sid = sid
        self.speed = speed
        self._condition = threading.Condition()
        self._pending: deque[tuple[str, Cause]] = deque()
        self._gives_up_at: float | None = None
        self._forgotten: set[str] = set()

    def interrupt(self, sid: str, cause: Cause) -> None:
        """Break into the wait that is running, or into the next one. A leg that is over hears nothing."""
        with self._condition:
            if sid in self._forgotten:
                return
            self._pending.append((sid, cause))
            self._condition.notify_all()

    def forget(self, sid: str) -> None:
        """That leg is over: nothing said about it may reach what the call does next."""
        with self._condition:
            self._forgotten.add(sid)
            self._pending = deque(item for item in self._pending if item[0] != sid)

    def set_patience(self, seconds: float | None) -> None:
        """From now on the caller waits this long and then hangs up; None: as long as it takes."""
        with self._condition:
            self._gives_up_at = None if seconds is None else time.monotonic() + seconds / self.speed

    def wait(self, seconds: float, *, at_least: float = 0.0) -> None:
        """Let `seconds` of the call pass (`at_least` real ones). Raises Interrupted."""
        deadline = time.monotonic() + max(seconds / self.speed, at_least)
        with self._condition:
            while True:
                self._raise_pending()
                remaining = self._next_moment(deadline) - time.monotonic()
                if remaining > 0:
                    self._condition.wait(remaining)
                elif deadline <= time.monotonic():
                    return

    def check(self) -> None:
        """Raises Interrupted if somebody broke in since the last wait."""
        with self._condition:
            self._raise_pending()

    def _next_moment(self, deadline: float) -> float:
        return deadline if self._gives_up_at is None else min(deadline, self._gives_up_at)

    def _raise_pending(self) -> None:
        if self._pending:
            raise Interrupted(*self._pending.popleft())
        if self._gives_up_at is not None and time.monotonic() >= self._gives_up_at:
            self._gives_up_at = None
            raise Interrupted(self.sid, HangUp("caller"))
